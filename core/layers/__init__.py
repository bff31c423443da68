"""How each kind of layer becomes operations."""

from __future__ import annotations

from collections.abc import Callable

from core.layers.around import Around
from core.layers.built import BuiltLayer, Masked, Parameter, Running, Variable
from core.layers.dense import build_dense
from core.spec import Dense

LAYERS: dict[type, Callable[[Dense, str, Around], BuiltLayer]] = {Dense: build_dense}

__all__ = ["LAYERS", "Around", "BuiltLayer", "Masked", "Parameter", "Running", "Variable"]
