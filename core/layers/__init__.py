"""How each kind of layer becomes operations."""

from __future__ import annotations

from collections.abc import Callable

from core.layers.built import BuiltLayer
from core.layers.dense import build_dense
from core.spec import Dense

LAYERS: dict[type, Callable[[Dense, str, str, int], BuiltLayer]] = {Dense: build_dense}

__all__ = ["LAYERS", "BuiltLayer"]
