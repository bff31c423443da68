"""An image as a list of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from core.ops.op import Array, Call, Op, Values

if TYPE_CHECKING:
    from core.buffers import Buffers


class Flatten(Op):
    """a = x, channel by channel and row by row: the same numbers under two names, so nothing is computed or copied."""

    __slots__ = ()
    kind: ClassVar[str] = "flatten"
    label: ClassVar[str] = "flattening"
    tex: ClassVar[str] = r"a_{(cH + y)W + x} = x_{cyx}"

    def forward(self, buffers: Buffers) -> list[Call]:
        """a is x."""
        return []

    def backward(self, buffers: Buffers) -> list[Call]:
        """Nothing to do: x and a share their adjoint."""
        return []

    def jvp(self, values: Values, tangents: Values) -> Array:
        """da = dx."""
        change = tangents[self.inputs[0]]
        return change.reshape(len(change), -1)
