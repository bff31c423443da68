"""Derivations in TeX and as tables: where a number comes from, in symbols and in the numbers of the step."""

from viz.explain.chosen import Number, name_of, number_of, parameter_of, trail_of
from viz.explain.equation import equation
from viz.explain.notations import NOTATIONS
from viz.explain.sentences import agreement, how_to_read, onward, others, sentences, table
from viz.explain.shares import share_equation, share_of, share_table
from viz.explain.truth import in_short, what_was_done
from viz.explain.words import in_words

__all__ = [
    "NOTATIONS",
    "Number",
    "agreement",
    "equation",
    "how_to_read",
    "in_short",
    "in_words",
    "name_of",
    "number_of",
    "onward",
    "others",
    "parameter_of",
    "sentences",
    "share_equation",
    "share_of",
    "share_table",
    "table",
    "trail_of",
    "what_was_done",
]
