"""Backprop against the definition of the derivative: central differences, and complex steps to the last digit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.evaluator import ForwardProgram
from core.ops.op import Array
from core.state import State

if TYPE_CHECKING:
    from core.program import Program

STEP = 2e-4
IMAGINARY = 1e-200


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """Backprop beside a second opinion; relative_error = largest difference / largest entry of either."""

    backprop: Array
    central_difference: Array
    relative_error: float


def check_gradients(program: Program, state: State) -> dict[str, GradientCheck]:
    """Backprop against central differences for every parameter, on the batch of state.step."""
    _, step = program.advance(state)
    forward = ForwardProgram(program.spec, program.network.shape, program.batch)
    forward.load_step(state.model, step)
    checks = {}
    for slot in program.layout.parameters():
        target = forward.layout.view(forward.buffers.arena, slot.path)
        numeric = np.array([central(forward, target, index) for index in np.ndindex(slot.shape)]).reshape(slot.shape)
        backprop = step.gradient(slot.path)
        checks[slot.path] = GradientCheck(backprop, numeric, relative_error(backprop, numeric))
    return checks


def central(forward: ForwardProgram, target: Array, index: tuple[int, ...]) -> float:
    """∂L/∂θ ≈ [8 (L(θ+h) − L(θ−h)) − (L(θ+2h) − L(θ−2h))] / 12h, h = 2e-4 · max(1, |θ|); the error falls with h⁴.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 25.3.6.
    """
    kept = target[index]
    h = STEP * max(1.0, abs(kept))
    near, far = (
        loss_at(forward, target, index, kept + k * h) - loss_at(forward, target, index, kept - k * h) for k in (1, 2)
    )
    target[index] = kept
    return float((8.0 * near - far) / (12.0 * h))


def loss_at(forward: ForwardProgram, target: Array, index: tuple[int, ...], value: float) -> float:
    """The loss with one number of the arena replaced."""
    target[index] = value
    forward.run()
    return float(forward.buffers.value("L"))


def relative_error(a: Array, b: Array) -> float:
    """max |a − b| / max(|a|, |b|) over the whole tensor; 0 when both are zero everywhere."""
    largest = max(float(np.max(np.abs(a), initial=0.0)), float(np.max(np.abs(b), initial=0.0)))
    return float(np.max(np.abs(a - b), initial=0.0)) / largest if largest else 0.0


def complex_step(program: Program, state: State, path: str) -> Array:
    """∂L/∂path = Im L(path + ih) / h with h = 1e-200, exact to rounding; for parameters and for everything between.

    The network runs forward in complex numbers; a value between is nudged right after it was computed.
    """
    return next(complex_steps(program, state, (path,)))[1]


def complex_steps(program: Program, state: State, paths: Iterable[str]) -> Iterator[tuple[str, Array]]:
    """Each path and its complex step, one after the other; the network in complex numbers is built once."""
    _, step = program.advance(state)
    forward = ForwardProgram(program.spec, program.network.shape, program.batch, np.complex128, fuse=False)
    writers = last_writers(forward)
    for path in paths:
        forward.load_step(state.model, step)
        target = forward.layout.view(forward.buffers.arena, path)
        last = writers[forward.layout.slot(path).places()]
        derivative = [nudged(forward, target, index, int(last[index])) for index in np.ndindex(target.shape)]
        yield path, np.array(derivative).reshape(target.shape)


def last_writers(forward: ForwardProgram) -> NDArray[np.intp]:
    """Per number of the arena the last stage that writes it; −1 for what is given."""
    writers = np.full(forward.layout.size, -1)
    for place, stage in enumerate(forward.stages):
        writers[forward.layout.slot(stage.path).places()] = place
    return writers


def nudged(forward: ForwardProgram, target: Array, index: tuple[int, ...], last: int) -> float:
    """The imaginary part of the loss, over h, when one number is moved by ih right after the stage `last`."""
    kept = target[index]
    if last < 0:
        target[index] += IMAGINARY * 1j
    for place, stage in enumerate(forward.stages):
        for bound in stage.calls:
            bound.run()
        if place == last:
            target[index] += IMAGINARY * 1j
    target[index] = kept  # What another name hands on unchanged is not computed anew.
    return float(forward.buffers.value("L").imag) / IMAGINARY
