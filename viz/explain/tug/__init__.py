"""The tug of war over a weight: as bars, as a table, in words."""

from viz.explain.tug.bars import Bar, bars_of
from viz.explain.tug.figure import picture
from viz.explain.tug.words import balance, reading_aid, tug_alt, tug_table

__all__ = ["Bar", "balance", "bars_of", "picture", "reading_aid", "tug_alt", "tug_table"]
