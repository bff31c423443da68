"""A layer after building: its operations and its parameters, still without any numbers."""

from __future__ import annotations

from dataclasses import dataclass

from core.ops import Op
from core.spec import Initialiser


@dataclass(frozen=True, slots=True)
class BuiltLayer:
    """Operations of one layer; its weights are (units, inputs), with a bias column behind them when `bias` is true."""

    name: str
    source: str
    units: int
    inputs: int
    bias: bool
    activation: str
    ops: tuple[Op, ...]
    initialiser: Initialiser
    bias_initialiser: Initialiser
