"""The run in one line: what a headline says is computed from the row of the step it names."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from core.computing_order import layers_of
from core.layout import Layout
from core.loss_curves import Losses
from core.ops.op import Array
from core.step import Step

WINDOW = 40
NOTICEABLE = 0.02
SIMILAR = 1.5


@dataclass(frozen=True, slots=True)
class Headline:
    """What is said about one step: how the loss moves (falling, rising, steady or "") and how the gradient flows."""

    step: int
    trend: str
    sentence: str


def headline(step: Step, losses: Losses) -> Headline:
    """What to say about a step; `losses` are those recorded up to it."""
    return Headline(step.index, trend_of(losses.until(step.index)), gradient_sentence(step))


def trend_of(losses: Losses) -> str:
    """falling, rising or steady: the mean of the last 40 recorded losses against the 40 before them."""
    recent = losses.train[-WINDOW:]
    earlier = losses.train[-2 * WINDOW : -WINDOW]
    if len(earlier) < 2 or not np.isfinite(recent).all():
        return ""
    before, now = float(np.mean(earlier)), float(np.mean(recent))
    if abs(now - before) <= NOTICEABLE * abs(before) * min(1.0, len(earlier) / WINDOW):
        return "steady"
    return "falling" if now < before else "rising"


def gradient_sentence(step: Step) -> str:
    """How the delta changes on its way from the output layer to the first layer."""
    layers = layers_of(step.layout)
    norms = delta_norms(step.layout, step.row[None])[0]
    first, last = float(norms[0]), float(norms[-1])
    if not np.isfinite(norms).all():
        return f"At step {step.index:,} training overflowed: {step.first_fault()} is no longer finite."
    if len(layers) == 1:
        return f"At step {step.index:,} the delta at out has the norm {short(last)}."
    if last == 0.0 or first == 0.0:
        return f"At step {step.index:,} no gradient reaches {layers[0]}: every delta there is zero."
    ratio = last / first
    if 1 / SIMILAR < ratio < SIMILAR:
        return f"At step {step.index:,} the gradient reaching {layers[0]} is about as large as at {layers[-1]}."
    size = f"{factor(ratio)} times smaller" if ratio > 1 else f"{factor(1 / ratio)} times larger"
    return f"At step {step.index:,} the gradient reaching {layers[0]} is {size} than at {layers[-1]}."


def delta_norms(layout: Layout, rows: Array) -> Array:
    """The Euclidean norm of the delta of each layer, over its units and the batch; rows (n, size) → (n, layers)."""
    norms = []
    for name in layers_of(layout):
        slot = layout.slot(delta_path(layout, name), "adjoint")
        norms.append(norm(rows[:, slot.offset : slot.offset + prod(slot.shape)]))
    return np.stack(norms, axis=1)


def norm(rows: Array) -> Array:
    """The Euclidean norm of each row, whose squares may be too large or too small for a float."""
    with np.errstate(all="ignore"):
        size = np.abs(rows).max(axis=1, keepdims=True)
        parts = rows / np.where(size > 0.0, size, 1.0)
        return np.asarray(size[:, 0] * np.sqrt(np.einsum("ij,ij->i", parts, parts)))


def delta_path(layout: Layout, layer: str) -> str:
    """What stands for the delta of a layer: ∂L/∂z, or ∂L/∂a where no single z goes into each a: in pooling, and in
    recurrent layers with their gates and steps.
    """
    z, a = f"{layer}/z", f"{layer}/a"
    known = (z, "adjoint") in layout and layout.slot(z).shape == layout.slot(a).shape
    return z if known else a


def short(value: float) -> str:
    """Three significant digits."""
    return f"{value:.3g}"


def factor(value: float) -> str:
    """A ratio as people say it: 1.8, 12, 340."""
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}" if value < 1e6 else f"{value:.1e}"
