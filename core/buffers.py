"""The arena of a program and the views into it that operations bind when the plan is built."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import DTypeLike

from core.layout import Kind, Layout
from core.ops.op import Array, Call, call, slope_path
from core.written import Written


class Buffers:
    """One flat array (the arena), laid out like a row, and everything an operation needs to bind its calls.

    With replicas (core/replicas/buffers.py) every view has them as its first axis, and single numbers are (R, 1).
    """

    def __init__(self, layout: Layout, dtype: DTypeLike = np.float64) -> None:
        self.layout = layout
        self.arena: Array = np.zeros(layout.size, dtype)
        self._constants: dict[float, Array] = {}
        self._written = Written()
        self._asked: set[str] = set()
        self._rooms: dict[tuple[str, tuple[int, ...]], Array] = {}
        self._residuals: dict[str, Array] = {}
        self._kept: dict[tuple[str, int], Array] = {}

    def value(self, path: str) -> Array:
        """The values of a variable as (features, batch), contiguous; a single number as 0-d."""
        return self._inside(path, "value")

    def adjoint(self, path: str) -> Array:
        """The adjoint of a variable as (features, batch)."""
        return self._inside(path, "adjoint")

    def update(self, path: str) -> Array:
        """What is added to a variable after the step."""
        return self._inside(path, "update")

    def has_adjoint(self, path: str) -> bool:
        """Whether anybody wants ∂L/∂path (the data have none)."""
        return (path, "adjoint") in self.layout

    def has_slope(self, output: str) -> bool:
        """Whether the slope of this activation is recorded."""
        return (slope_path(output), "value") in self.layout

    def slope(self, output: str) -> Array:
        """The slope beside an activation; scratch space where none is recorded."""
        return self.value(slope_path(output)) if self.has_slope(output) else self.scratch(self.value(output).shape)

    def padded(self, path: str) -> Array:
        """The values with the row of ones behind them: (features + 1, batch)."""
        slot = self.layout.slot(path)
        batch, *shape = slot.shape
        features = prod(shape)
        ones = self._block(slot.offset, features + 1, batch)
        ones[..., -1, :] = 1.0
        return ones

    def matrix(self, path: str) -> Array:
        """A layer's stored weights, bias column included: (out, in + 1), or (out, in) without biases."""
        return self._stored(path, "value")

    def gradient(self, path: str) -> Array:
        """The adjoint of a stored matrix, bias column included."""
        return self._stored(path, "adjoint")

    def adjoint_sink(self, path: str, route: str = "") -> tuple[Array, list[Call]]:
        """Where to write a contribution to ∂L/∂path, and the calls that add it to earlier contributions.

        route: its name, where the contributions to this adjoint are recorded one by one.
        """
        name, slot = f"{path}:{route}", self.layout.slot(path, "adjoint")
        own = self.value(name) if (name, "value") in self.layout else None
        return self._sink(slot.offset, prod(slot.shape), self.adjoint(path), own)

    def gradient_sink(self, path: str, rows: slice = slice(None)) -> tuple[Array, list[Call]]:
        """Where to write a contribution to the gradient of a stored matrix, or of some rows, bias column included."""
        slot = self.layout.slot(path, "adjoint")
        into = self.gradient(path)[..., rows, :]
        return self._sink(slot.offset + (rows.start or 0) * slot.strides[0], prod(into.shape[-2:]), into)

    def pair(self, paths: tuple[str, ...]) -> Array:
        """The values of variables that lie beside each other, as one table."""
        first, second = (self.layout.slot(path) for path in paths)
        assert second.offset == first.offset + prod(first.shape)
        return self._block(first.offset, prod(first.shape[1:]) + prod(second.shape[1:]), first.shape[0])

    def residual(self, path: str) -> Array:
        """Room for outputs − targets: where there is a backward pass, the adjoint of the outputs it starts from."""
        if path not in self._residuals:
            known = self.has_adjoint(path)
            self._residuals[path] = self.adjoint(path) if known else self.scratch(self.value(path).shape)
        return self._residuals[path]

    def scratch(self, shape: tuple[int, ...]) -> Array:
        """Room for numbers that nobody looks at."""
        return np.zeros(shape, self.arena.dtype)

    def room(self, name: str, shape: tuple[int, ...]) -> Array:
        """Scratch space that all who know its name share: nobody needs what is in it for longer than two calls."""
        if (name, shape) not in self._rooms:
            self._rooms[name, shape] = self.scratch(shape)
        return self._rooms[name, shape]

    def first_time(self, name: str) -> bool:
        """Whether nobody has asked for this before: what several need is then made once."""
        new = name not in self._asked
        self._asked.add(name)
        return new

    def single(self) -> Array:
        """Room for a single number: 0-d, or (R, 1) with replicas."""
        return self.scratch(())

    def kept(self, name: str, beside: Array, shape: tuple[int, ...] | None = None) -> Array:
        """Room for numbers that the forward pass leaves for the way back from the same variable, shaped like it."""
        key = name, beside.__array_interface__["data"][0]
        if key not in self._kept:
            self._kept[key] = self.scratch(shape or beside.shape)
        return self._kept[key]

    def constant(self, value: float | Array) -> Array:
        """A number as a 0-d array: half the price of a Python float in a bound call; an array stays what it is."""
        if isinstance(value, np.ndarray):
            return value
        return self._constants.setdefault(value, np.array(value, self.arena.dtype))

    def block(self, name: str) -> Array:
        """A whole block of the arena, flat."""
        block = self.layout.blocks[name]
        return self._line(block.start, block.stop)

    def memory(self, place: int) -> Array:
        """One field of the optimizer's memory for all parameters, flat; fields are counted in their order."""
        start, size = self.layout.blocks["memory"].start, self.block("parameter").shape[-1]
        return self._line(start + place * size, start + (place + 1) * size)

    def span(self, first: str, last: str) -> Array:
        """All numbers from the first to the last variable, which must follow each other; flat."""
        start, end = self.layout.slot(first), self.layout.slot(last)
        return self.arena[start.offset : end.offset + prod(end.shape)]

    def rows(self, paths: list[str]) -> Array:
        """Variables of equal size at equal distances, each as a row."""
        slots = [self.layout.slot(path) for path in paths]
        size, first = prod(slots[0].shape), slots[0].offset
        stride = slots[1].offset - first if len(slots) > 1 else size
        assert [slot.offset for slot in slots] == [first + i * stride for i in range(len(slots))]
        item = self.arena.itemsize
        shape, strides = (len(slots), size), (stride * item, item)
        rows: Array = np.ndarray(shape, self.arena.dtype, self.arena, first * item, strides)
        return rows

    def _inside(self, path: str, kind: Kind) -> Array:
        slot = self.layout.slot(path, kind)
        if len(slot.shape) < 2:
            return self._block(slot.offset, *slot.shape)
        return self._block(slot.offset, prod(slot.shape[1:]), slot.shape[0])

    def _stored(self, path: str, kind: Kind) -> Array:
        slot = self.layout.slot(path, kind)
        return self._block(slot.offset, slot.shape[0], slot.strides[0])

    def _block(self, offset: int, *shape: int) -> Array:
        """An array of this shape, contiguous from a place of the arena on."""
        return self._line(offset, offset + prod(shape)).reshape(shape, copy=False)

    def _line(self, start: int, stop: int) -> Array:
        return self.arena[start:stop]

    def _sink(self, start: int, size: int, into: Array, own: Array | None = None) -> tuple[Array, list[Call]]:
        """start, size: the stretch of a row that `into` is."""
        if self._written.is_new(start, start + size):
            return (into, []) if own is None else (own, [call(np.copyto, into, own)])
        extra = self.room("contribution", into.shape) if own is None else own
        return extra, [call(np.add, into, extra, into)]
