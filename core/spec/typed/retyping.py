"""What was not typed of a layer comes from the layer that stood in its place."""

from __future__ import annotations

from dataclasses import replace

from core.spec.convolution import PIXELWISE, Conv2d
from core.spec.layers import Layer, Stepwise, Weighted
from core.spec.parts import Dense
from core.spec.recurrent import Recurrent
from core.spec.typed.wish import Typed, TypedLayer


def retyped(stood: Layer | None, style: Weighted, typed: Typed) -> Layer:
    """The typed layer; what was not typed it takes from the layer that stood there, or from `style`."""
    wish = typed if isinstance(typed, TypedLayer) else dense_wish(typed)
    layer = wish.layer
    if isinstance(layer, Stepwise):
        return along_sequence(stood, layer, wish.activation)
    if not isinstance(layer, Weighted):
        return layer
    like = stood if isinstance(stood, type(layer)) else style
    activation = wish.activation or like.activation
    if not wish.activation and isinstance(layer, Conv2d) and activation not in PIXELWISE:
        activation = layer.activation
    if isinstance(layer, Dense) and isinstance(stood, Dense):
        layer = replace(layer, tied=stood.tied)
    return replace(
        layer,
        activation=activation,
        initialiser=like.initialiser,
        bias=like.bias,
        bias_initialiser=like.bias_initialiser,
    )


def along_sequence(stood: Layer | None, layer: Stepwise, activation: str) -> Layer:
    """A layer along a sequence: the one that stood there, with another width, if it is of the same kind."""
    if isinstance(stood, type(layer)):
        layer = replace(stood, units=layer.units)
    return replace(layer, activation=activation) if activation and isinstance(layer, Weighted) else layer


def handing_on(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The layers, of which a recurrent one hands on its whole sequence where the next one reads a sequence."""
    followed = zip(layers, (*layers[1:], None), strict=True)
    return tuple(
        replace(layer, sequence=True) if isinstance(layer, Recurrent) and isinstance(after, Stepwise) else layer
        for layer, after in followed
    )


def dense_wish(typed: int | tuple[int, str]) -> TypedLayer:
    """A width, perhaps with an activation."""
    return TypedLayer(Dense(typed)) if isinstance(typed, int) else TypedLayer(Dense(typed[0]), typed[1])
