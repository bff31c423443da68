"""A term of the loss that wants every unit to be on as often as a target rate says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.loss_term import LossTerm
from core.ops.op import Array, Call, Values, call
from core.ops.sums import total

if TYPE_CHECKING:
    from core.buffers import Buffers

# A unit that is off (or on) for all examples to the last bit is taken to be so almost.
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class RateDivergence(LossTerm):
    """L = factor · Σ_j [ρ log(ρ / r_j) + (1 − ρ) log((1 − ρ) / (1 − r_j))].  inputs: (r,), (units,), between 0 and 1.

    It is the Kullback–Leibler divergence of two coins; 0 where every rate r_j is the target ρ, `rate`.
    """

    rate: float
    kind: ClassVar[str] = "rate_divergence"
    label: ClassVar[str] = "divergence from a rate"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"L = \beta \sum_j \rho \log \tfrac{\rho}{r_j} + (1 - \rho) \log \tfrac{1 - \rho}{1 - r_j}"
    slope_tex: ClassVar[str] = r"\left(\frac{1 - $rate}{1 - $a} - \frac{$rate}{$a}\right)"

    def forward(self, buffers: Buffers) -> list[Call]:
        """factor · Σ (ρ log ρ + (1 − ρ) log(1 − ρ) − ρ log r − (1 − ρ) log(1 − r))."""
        r, on, off = self.floored(buffers)
        log_on, log_off, both = (buffers.scratch(r.shape) for _ in range(3))
        crossed, start = buffers.single(), self.rate * np.log(self.rate) + (1 - self.rate) * np.log1p(-self.rate)
        gap = buffers.single()
        return [
            call(np.maximum, r, buffers.constant(TINY), out=on),
            call(np.subtract, buffers.constant(1.0), r, off),
            call(np.maximum, off, buffers.constant(TINY), out=off),
            call(np.log, on, log_on),
            call(np.log, off, log_off),
            call(np.multiply, log_on, buffers.constant(self.rate), log_on),
            call(np.multiply, log_off, buffers.constant(1.0 - self.rate), log_off),
            call(np.add, log_on, log_off, both),
            total(both, crossed),
            call(np.subtract, buffers.constant(float(start) * r.shape[-1]), crossed, gap),
            call(np.multiply, gap, buffers.constant(self.factor), buffers.value(self.output)),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂r = factor · ((1 − ρ) / (1 − r) − ρ / r)."""
        r, on, off = self.floored(buffers)
        pull = buffers.scratch(r.shape)
        into, finish = buffers.adjoint_sink(self.inputs[0])
        return [
            call(np.divide, buffers.constant(self.factor * (1.0 - self.rate)), off, into),
            call(np.divide, buffers.constant(self.factor * self.rate), on, pull),
            call(np.subtract, into, pull, into),
            *finish,
        ]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dL = factor · Σ ((1 − ρ) / (1 − r) − ρ / r) · dr."""
        r = values[self.inputs[0]]
        on, off = np.maximum(r, TINY), np.maximum(1.0 - r, TINY)
        slope = (1.0 - self.rate) / off - self.rate / on
        return np.asarray(self.factor * (slope * tangents[self.inputs[0]]).sum())

    def floored(self, buffers: Buffers) -> tuple[Array, Array, Array]:
        """r, and room for r and 1 − r that are nowhere 0."""
        r = buffers.value(self.inputs[0])
        return r, buffers.kept("on", r), buffers.kept("off", r)
