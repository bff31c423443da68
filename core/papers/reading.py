"""Where one number of a worked example lies in the row of a step."""

from __future__ import annotations

from dataclasses import dataclass

from core.ops.op import Array
from core.step import Step

# What is read, by the name of the reader; every one is a view into the row.
READERS = {
    "value": Step.value,
    "adjoint": Step.adjoint,
    "delta": Step.delta,
    "gradient": Step.gradient,
    "parameter": Step.parameter,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """factor · step.<kind>(path)[index]; the factor turns a sign round or makes a mean of a sum."""

    kind: str
    path: str
    index: tuple[int, ...] = ()
    factor: float = 1.0

    def __call__(self, step: Step) -> float:
        """The number itself."""
        found: Array = READERS[self.kind](step, self.path)
        return self.factor * float(found[self.index])

    @property
    def where(self) -> str:
        """How it is written in a program, such as −∂L/∂h1/z[0,1]."""
        inside = f"[{','.join(map(str, self.index))}]" if self.index else ""
        name = {"delta": f"∂L/∂{self.path}/z", "adjoint": f"∂L/∂{self.path}", "gradient": f"∂L/∂{self.path}"}
        return f"{factor_text(self.factor)}{name.get(self.kind, self.path)}{inside}"


def factor_text(factor: float) -> str:
    """Nothing for 1, a minus for −1, else the number and a point."""
    return {1.0: "", -1.0: "−"}.get(factor, f"{factor:g} · ")


def value(path: str, *index: int, factor: float = 1.0) -> Reading:
    """A value of the forward pass."""
    return Reading("value", path, index, factor)


def adjoint(path: str, *index: int, factor: float = 1.0) -> Reading:
    """∂L/∂value."""
    return Reading("adjoint", path, index, factor)


def delta(layer: str, *index: int, factor: float = 1.0) -> Reading:
    """∂L/∂z of a layer."""
    return Reading("delta", layer, index, factor)


def gradient(path: str, *index: int) -> Reading:
    """∂L/∂parameter."""
    return Reading("gradient", path, index)


def parameter(path: str, *index: int) -> Reading:
    """A weight or bias as it was at the step."""
    return Reading("parameter", path, index)
