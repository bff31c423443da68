"""Hands out places in a row: numbers of every shape, one behind the other, and the blocks that they form.

Values lie (features, batch), and parameters (units, width) with the biases as a last column.
"""

from __future__ import annotations

from dataclasses import replace
from math import prod

from core.layers import Parameter, Part, Variable
from core.layout import Kind, Slot


class Builder:
    """Hands out places in the row, one block after the other."""

    def __init__(self, batch: int) -> None:
        self.batch = batch
        self.size = 0
        self.slots: list[Slot] = []
        self.blocks: dict[str, slice] = {}

    def batched(self, path: str, kind: Kind, role: str, shape: tuple[int, ...], padded: bool = False) -> None:
        """Reserve (*shape, batch), seen as (batch, *shape) unless nobody names it; `padded`: and a row of ones."""
        if path:
            self.slots.append(Slot(path, kind, role, self.size, (self.batch, *shape), self.strides(shape)))
        self.size += (prod(shape) + padded) * self.batch

    def variable(self, variable: Variable, kind: Kind) -> None:
        """Reserve what a layer computes; the row of ones is only for values."""
        if variable.same:
            self.alias(variable, kind)
        elif variable.pooled:
            self.vector(variable.path, kind, variable.role, variable.units)
        else:
            shape = variable.shape or (variable.units,)
            self.named_parts(variable.parts, kind)
            self.batched(variable.path, kind, variable.role, shape, variable.padded and kind == "value")

    def named_parts(self, parts: tuple[Part, ...], kind: Kind) -> None:
        """Name parts of what is reserved next."""
        for part in parts:
            start, strides = self.size + part.start * self.batch, self.strides(part.shape)
            self.slots.append(Slot(part.path, kind, part.role, start, (self.batch, *part.shape), strides))

    def alias(self, variable: Variable, kind: Kind) -> None:
        """A second name for numbers that exist already; the data have no adjoint, under whatever name."""
        shape = variable.shape or (variable.units,)
        for slot in [slot for slot in self.slots if slot.path == variable.same and slot.kind == kind]:
            strides = self.strides(shape)
            self.slots.append(Slot(variable.path, kind, variable.role, slot.offset, (self.batch, *shape), strides))

    def strides(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Of numbers that lie (*shape, batch) and are seen as (batch, *shape)."""
        return (1, *(self.batch * prod(shape[place + 1 :]) for place in range(len(shape))))

    def vector(self, path: str, kind: Kind, role: str, units: int) -> None:
        """Reserve one number per unit."""
        self.slots.append(Slot(path, kind, role, self.size, (units,), (1,)))
        self.size += units

    def matrix(self, path: str, kind: Kind, role: str, units: int, inputs: int, width: int) -> None:
        """Reserve (units, width), seen without the column of biases: (units, inputs)."""
        self.slots.append(Slot(path, kind, role, self.size, (units, inputs), (width, 1)))
        self.size += units * width

    def parameter(self, parameter: Parameter, kind: Kind, suffix: str = "", role: str = "") -> None:
        """Reserve numbers shaped like a parameter, its biases included, on its paths with a suffix (h1/W:m)."""
        if parameter.single:
            self.vector(parameter.path + suffix, kind, role or parameter.role, parameter.units)
            return
        start, width = self.size, parameter.width
        self.matrix(parameter.path + suffix, kind, role or parameter.role, parameter.units, parameter.inputs, width)
        if parameter.shape:
            self.slots[-1] = reshaped(self.slots[-1], parameter.shape)
        if parameter.bias:
            place = start + parameter.inputs
            self.slots.append(Slot(parameter.bias + suffix, kind, role or "bias", place, (parameter.units,), (width,)))

    def transposed(self, path: str, of: str, kind: Kind) -> None:
        """A second name for weights that exist already, seen the other way round."""
        slot = next(slot for slot in self.slots if slot.path == of and slot.kind == kind)
        self.slots.append(Slot(path, kind, "tied", slot.offset, slot.shape[::-1], slot.strides[::-1]))

    def single(self, path: str, role: str) -> None:
        """Reserve one number."""
        self.slots.append(Slot(path, "value", role, self.size, (), ()))
        self.size += 1

    def close(self, block: str) -> None:
        """End a block: everything reserved since the last one."""
        start = max((part.stop for part in self.blocks.values()), default=0)
        self.blocks[block] = slice(start, self.size)


def reshaped(slot: Slot, shape: tuple[int, ...]) -> Slot:
    """A matrix (units, inputs) seen as (units, *shape)."""
    strides = tuple(prod(shape[place + 1 :]) for place in range(len(shape)))
    return replace(slot, shape=(slot.shape[0], *shape), strides=(slot.strides[0], *strides))
