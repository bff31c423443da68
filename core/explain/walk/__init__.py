"""A step walked product by product: forward, loss, backward, update; nothing is computed before it is looked at."""

from core.explain.walk.block import Case, Factor, Product
from core.explain.walk.walk import GRANULARITIES, MicroStep, Walk, micro_step, walk_of

__all__ = ["GRANULARITIES", "Case", "Factor", "MicroStep", "Product", "Walk", "micro_step", "walk_of"]
