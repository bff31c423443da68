"""One entry of a recorded gradient beside the slope of the loss: a central difference, at a corner a complex step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np

from core.checking.forwards import loaded
from core.evaluator import ForwardProgram
from core.gradcheck import IMAGINARY, central
from core.program import Program
from core.step import Step

Place = tuple[str, tuple[int, ...]]

# Relative to the largest entry of the gradient's tensor; the differences are mostly right to 1e-9.
TOLERANCE = 1e-6
# A loss of 1 is known to 2e-16, so its differences over 2e-4 are no better than this.
ROUNDING = 2e-12
# A corner is looked for so near, in so many directions: several units may be at theirs.
NEAR, DIRECTIONS = 1e-11, 64


@dataclass(frozen=True, slots=True)
class Found:
    """How one entry compares.  slope: what it was compared with;  error: relative to the largest entry of its tensor;

    at_corner: the loss has a corner within h;  is_told: whether it has one slope there at all.
    """

    backprop: float
    slope: float
    error: float
    at_corner: bool = False
    is_told: bool = True


class Comparison:
    """Compares entries of the gradient of one recorded step, one at a time."""

    def __init__(self, program: Program, step: Step) -> None:
        self._program, self._step = program, step
        self._forward = loaded(program, step)
        self._noise = ROUNDING * max(1.0, abs(step.loss))
        self._scales: dict[str, float] = {}

    def of(self, place: Place) -> Found:
        """Compare one; a central difference that is off need not be the fault of backprop, so there is a second look.

        A complex step takes h = 1e-200 and sees no corner but one that is exactly there; then the slope of backprop is
        a choice, and nothing to compare with.
        """
        backprop = float(self._step.gradient(place[0])[place[1]])
        slope = central(self._forward, self._target(self._forward, place), place[1])
        error = self._error(place, backprop, slope)
        if error <= TOLERANCE:
            return Found(backprop, slope, error)
        exact = self._complex_step(place)
        error = self._error(place, backprop, exact)
        if error <= TOLERANCE:
            return Found(backprop, exact, error, at_corner=True)
        is_told = isfinite(exact) and not self._is_corner(place, exact, abs(backprop - exact))
        return Found(backprop, exact, error, at_corner=not is_told, is_told=is_told)

    def _error(self, place: Place, backprop: float, slope: float) -> float:
        """|a − b| / max(|a|, |b|) over the tensor; what is lost in the rounding of the loss does not count."""
        return abs(backprop - slope) / max(self._scale(place[0]), abs(slope), self._noise / TOLERANCE)

    def _scale(self, path: str) -> float:
        if path not in self._scales:
            self._scales[path] = float(np.abs(self._step.gradient(path)).max(initial=0.0))
        return self._scales[path]

    def _complex_step(self, place: Place) -> float:
        """Im L(w + ih) / h."""
        forward = self._exact
        target = self._target(forward, place)
        kept = target[place[1]]
        target[place[1]] = kept + IMAGINARY * 1j
        forward.run()
        target[place[1]] = kept
        return float(forward.buffers.value("L").imag) / IMAGINARY

    def _is_corner(self, place: Place, exact: float, off: float) -> bool:
        """Whether the slope jumps within a hair's breadth, by enough to explain what is off."""
        parameters, rng = self._exact.buffers.block("parameter"), np.random.default_rng(0)
        kept = parameters.copy()
        for _ in range(DIRECTIONS):
            parameters[:] = kept + NEAR * rng.choice([-1.0, 1.0], kept.size)
            jumps = abs(self._complex_step(place) - exact) > 0.1 * off
            parameters[:] = kept
            if jumps:
                return True
        return False

    @cached_property
    def _exact(self) -> ForwardProgram:
        return loaded(self._program, self._step, imaginary=True)

    def _target(self, forward: ForwardProgram, place: Place) -> np.ndarray:
        return forward.layout.view(forward.buffers.arena, place[0])
