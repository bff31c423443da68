"""A gradient as a sum over routes to the loss: the multivariate chain rule, multiplied out."""

from core.explain.routes.ledger import path_ledger
from core.explain.routes.route import Hop, Ledger, Route

__all__ = ["Hop", "Ledger", "Route", "path_ledger"]
