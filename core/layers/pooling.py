"""Layers without weights that make images smaller, or a list of them."""

from __future__ import annotations

from math import prod

from core import ops
from core.layers.around import Around
from core.layers.built import BuiltLayer, Variable
from core.layers.images import image_of, window_of
from core.ops import Op
from core.spec.convolution import AveragePool2d, Flatten, GlobalAveragePool2d, MaxPool2d


def build_max_pool2d(layer: MaxPool2d, name: str, around: Around) -> BuiltLayer:
    """name/a = the largest pixel of every window."""
    window = window_of(name, "window", image_of(name, "a pooling", around.shape), layer.size, layer.stride)
    return pooled(name, around, ops.MaxPool2d((around.source,), f"{name}/a", window), (around.shape[0], *window.output))


def build_average_pool2d(layer: AveragePool2d, name: str, around: Around) -> BuiltLayer:
    """name/a = the mean of every window."""
    window = window_of(name, "window", image_of(name, "a pooling", around.shape), layer.size, layer.stride)
    return pooled(
        name, around, ops.AveragePool2d((around.source,), f"{name}/a", window), (around.shape[0], *window.output)
    )


def build_global_average_pool2d(layer: GlobalAveragePool2d, name: str, around: Around) -> BuiltLayer:
    """name/a = the mean of every channel."""
    image = image_of(name, "a pooling", around.shape)
    return pooled(name, around, ops.GlobalAveragePool2d((around.source,), f"{name}/a", image), image[:1])


def build_flatten(layer: Flatten, name: str, around: Around) -> BuiltLayer:
    """name/a = the input as a list: another name for the same numbers."""
    if len(around.shape) < 2:
        image_of(name, "a flattening", around.shape)
    return pooled(name, around, ops.Flatten((around.source,), f"{name}/a"), (around.inputs,), around.source)


def pooled(name: str, around: Around, op: Op, shape: tuple[int, ...], same: str = "") -> BuiltLayer:
    """A layer of one operation and its output."""
    output = Variable(f"{name}/a", "activation", prod(shape), padded=True, same=same, shape=shape)
    return BuiltLayer(name, around.source, shape, "", (op,), (output,), ())
