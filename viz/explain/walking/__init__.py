"""A step walked product by product: in formulas, as tables, in words, and as a moment on the stage."""

from viz.explain.walking.formula import formula, rule_of
from viz.explain.walking.landmarks import landmarks, start_for
from viz.explain.walking.scene import Scene, scene
from viz.explain.walking.tables import known, products
from viz.explain.walking.words import example_sentence, headline, progress, total_sentence

__all__ = [
    "Scene",
    "example_sentence",
    "formula",
    "headline",
    "known",
    "landmarks",
    "products",
    "progress",
    "rule_of",
    "scene",
    "start_for",
    "total_sentence",
]
