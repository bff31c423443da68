"""The fully connected layer."""

from __future__ import annotations

from core.layers.built import BuiltLayer
from core.ops import ACTIVATIONS, Affine
from core.spec import Dense


def build_dense(layer: Dense, name: str, source: str, inputs: int) -> BuiltLayer:
    """z = W x + b, a = activation(z), on the paths name/W, name/b, name/z, name/a."""
    parameters = (f"{name}/W", f"{name}/b") if layer.bias else (f"{name}/W",)
    ops = (
        Affine((source, *parameters), f"{name}/z"),
        ACTIVATIONS[layer.activation]((f"{name}/z",), f"{name}/a"),
    )
    return BuiltLayer(
        name, source, layer.units, inputs, layer.bias, layer.activation, ops, layer.initialiser, layer.bias_initialiser
    )
