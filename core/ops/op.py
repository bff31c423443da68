"""What an operation is: one formula on named variables, with its derivative and its notation beside it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.ops.lines import in_lines

if TYPE_CHECKING:
    from core.buffers import Buffers

Array = NDArray[Any]
Values = Mapping[str, Array]


class Call(NamedTuple):
    """One bound call of the plan: everything it needs is inside, so a step is `for call in plan: call.run()`."""

    name: str
    run: Callable[[], object]


def call(function: Callable[..., object], *arguments: object, **keywords: object) -> Call:
    """Bind a NumPy function to its buffers; the last argument or `out` is where the result goes."""
    name = getattr(function, "__name__", str(function))
    if function is np.dot:  # As a method it skips the dispatch, which is a third of a small product.
        function, arguments = getattr(arguments[0], name), arguments[1:]
    if isinstance(function, np.ufunc) and function.signature is None:
        operands = in_lines((*arguments, *keywords.values()))
        arguments, keywords = operands[: len(arguments)], dict(zip(keywords, operands[len(arguments) :], strict=True))
    if function in (np.maximum, np.minimum):  # These two want `out` as a keyword, which costs a partial as much again.
        return Call(name, with_out(function, *arguments, **keywords))
    return Call(name, partial(function, *arguments, **keywords))


def with_out(function: Callable[..., object], a: object, b: object, out: object) -> Callable[[], object]:
    """The cheapest way to bind a function of two arguments that takes `out` as a keyword only."""

    def run() -> None:
        function(a, b, out=out)

    return run


@dataclass(frozen=True, slots=True)
class Op(ABC):
    """An operation on variables named by paths: inputs → output.

    Values inside the plan lie (features, batch); in `jvp`, as everywhere outside the plan, (batch, features).
    stackable: whether the same calls also run many replicas, with tables (R, features, batch).
    """

    inputs: tuple[str, ...]
    output: str
    kind: ClassVar[str]
    label: ClassVar[str]
    tex: ClassVar[str]
    stackable: ClassVar[bool] = False

    @property
    def held_back(self) -> tuple[str, ...]:
        """The inputs to which no adjoint is handed on, though the output depends on them."""
        return ()

    @abstractmethod
    def forward(self, buffers: Buffers) -> list[Call]:
        """Calls that compute the output from the inputs; complex-safe, so that a program can run in complex numbers."""

    @abstractmethod
    def backward(self, buffers: Buffers) -> list[Call]:
        """Calls that turn the adjoint of the output into adjoints of the inputs (the vjp)."""

    @abstractmethod
    def jvp(self, values: Values, tangents: Values) -> Array:
        """Change of the output for small changes `tangents` of the inputs (missing: unchanged), at `values`."""


class Elementwise(Op):
    """An activation a = f(z) that acts on each number alone; its slope da/dz is recorded beside z and a.

    slope_from_output: whether a alone gives f′, so that layers share a call;  kinks: the z where f′ or f″ jumps.
    """

    __slots__ = ()
    slope_tex: ClassVar[str]
    stackable: ClassVar[bool] = True
    slope_from_output: ClassVar[bool] = True
    kinks: ClassVar[tuple[float, ...]] = ()

    @classmethod
    @abstractmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """Calls that write f(z) into a."""

    @classmethod
    @abstractmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """Calls that write f′(z) into slope; z may be anything when `slope_from_output` is true."""

    def forward(self, buffers: Buffers) -> list[Call]:
        return self.value(buffers.value(self.inputs[0]), buffers.value(self.output), buffers)

    def backward(self, buffers: Buffers) -> list[Call]:
        """δ = ∂L/∂a · slope; the slopes of all layers are computed together at the start of the backward pass."""
        into, finish = buffers.adjoint_sink(self.inputs[0])
        return [call(np.multiply, buffers.adjoint(self.output), buffers.slope(self.output), into), *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """da = f′(z) · dz."""
        return np.asarray(values[slope_path(self.output)] * tangents[self.inputs[0]])


def slope_path(output: str) -> str:
    """h1/a → h1/slope; h1/t=3/i → h1/t=3/i:slope, where a layer has several."""
    before, _, last = output.rpartition("/")
    return f"{before}/slope" if last in ("a", "f") else f"{output}:slope"
