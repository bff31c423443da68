"""Derivations in TeX and as tables: where a number comes from, in symbols and in the numbers of the step."""

from viz.explain.chosen import Number, name_of, number_of, parameter_of, trail_of
from viz.explain.dial_figure import dial_alt, dial_figure
from viz.explain.dial_words import Turned, dial_sentences, dial_table, secant_formula
from viz.explain.equation import equation
from viz.explain.error_figure import error_alt, error_figure
from viz.explain.error_words import difference_formula, error_sentences, error_table
from viz.explain.notations import NOTATIONS
from viz.explain.numbers import decimal
from viz.explain.sentences import agreement, how_to_read, onward, others, sentences, table
from viz.explain.shares import share_of, share_table
from viz.explain.truth import in_short, tensors_table, what_was_done
from viz.explain.words import in_words

__all__ = [
    "NOTATIONS",
    "Number",
    "Turned",
    "agreement",
    "decimal",
    "dial_alt",
    "dial_figure",
    "dial_sentences",
    "dial_table",
    "difference_formula",
    "equation",
    "error_alt",
    "error_figure",
    "error_sentences",
    "error_table",
    "how_to_read",
    "in_short",
    "in_words",
    "name_of",
    "number_of",
    "onward",
    "others",
    "parameter_of",
    "secant_formula",
    "sentences",
    "share_of",
    "share_table",
    "table",
    "tensors_table",
    "trail_of",
    "what_was_done",
]
