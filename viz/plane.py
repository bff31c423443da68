"""What the network answers over the plane of its two inputs, or along its one input."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets import Examples
from core.history import History
from core.program import Program

GRID = 40
CURVE = 121
MARGIN = 0.12

Bounds = tuple[float, float, float, float]


def view_of(program: Program) -> str:
    """How the data can be looked at: "plane", "curve", or "" when there are too few points,
    too many inputs, or no answer but the input itself.
    """
    if len(program.examples.x) < 4 or program.spec.data.answer == "input":
        return ""
    return {1: "curve", 2: "plane"}.get(program.network.inputs, "")


def answers(program: Program, history: History, steps: list[int]) -> dict[str, NDArray[Any]]:
    """The answer at the parameters of each step: "surface" (k, GRID, GRID) or "curve" (k, CURVE), and the steps."""
    view = view_of(program)
    if not view or not steps:
        return {}
    with np.errstate(over="ignore"):  # an answer that overflowed is an infinity
        found = np.stack([answer_at(program, history, step) for step in steps]).astype(np.float32)
    shaped = {"curve": found} if view == "curve" else {"surface": found.reshape(-1, GRID, GRID)}
    return {"answer_step": np.array(steps, dtype=np.int32), **shaped}


def answer_at(program: Program, history: History, step: int) -> NDArray[np.float64]:
    """One number per place of the picture, at the parameters of one step."""
    row = history.recorded(step)
    row = history.step(step).row if row is None else row
    return answer(program.outputs_at(row[program.layout.blocks["model"]], places(program.examples)))


def answer(outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """One number per place: the output itself, or with several classes the number of the most probable one."""
    return outputs[:, 0] if outputs.shape[1] == 1 else outputs.argmax(axis=1).astype(float)


@lru_cache(maxsize=32)
def places(examples: Examples) -> NDArray[np.float64]:
    """The grid of inputs, row by row along the second input, or the line of inputs; read-only."""
    if examples.x.shape[1] == 1:
        low, high = span(examples.x[:, 0])
        grid = np.linspace(low, high, CURVE)[:, None]
    else:
        left, right, bottom, top = bounds(examples)
        x1, x2 = np.meshgrid(np.linspace(left, right, GRID), np.linspace(bottom, top, GRID))
        grid = np.stack([x1.ravel(), x2.ravel()], axis=1)
    grid.setflags(write=False)
    return grid


def bounds(examples: Examples) -> Bounds:
    """A square that holds all points with a margin: (x1 low, x1 high, x2 low, x2 high)."""
    points = np.concatenate([examples.x, examples.x_test, examples.x_validation])
    spans = [span(points[:, axis]) for axis in (0, 1)]
    half = max(high - low for low, high in spans) / 2
    middles = [(low + high) / 2 for low, high in spans]
    return middles[0] - half, middles[0] + half, middles[1] - half, middles[1] + half


def span(values: NDArray[np.float64]) -> tuple[float, float]:
    """From a little below the smallest to a little above the largest."""
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * (high - low or 1.0)
    return low - margin, high + margin
