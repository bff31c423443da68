"""The path ledger as it is read: a table, words, and the product of one route in TeX."""

from viz.explain.routes.product import route_equation
from viz.explain.routes.table import ledger_table
from viz.explain.routes.words import balance, heading, how_many, route_text, way_text

__all__ = ["balance", "heading", "how_many", "ledger_table", "route_equation", "route_text", "way_text"]
