"""A unit in symbols, in pictures and in words."""

from viz.explain.unit.between import normalised_formula
from viz.explain.unit.chosen import Unit, unit_of
from viz.explain.unit.figure import unit_alt, unit_figure
from viz.explain.unit.summed import sum_agreement, sum_formula, sum_table
from viz.explain.unit.table import output_table, unit_table
from viz.explain.unit.words import handed_back, in_condition, left_out, masked

__all__ = [
    "Unit",
    "handed_back",
    "in_condition",
    "left_out",
    "masked",
    "normalised_formula",
    "output_table",
    "sum_agreement",
    "sum_formula",
    "sum_table",
    "unit_alt",
    "unit_figure",
    "unit_of",
    "unit_table",
]
