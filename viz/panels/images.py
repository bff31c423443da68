"""Images as the network sees them, and the gradient of the loss by every pixel."""

from __future__ import annotations

import numpy as np

from core.program import Program
from viz.panels.panel import Panel, Shown
from viz.panels.tiles import Array, Tile, tiled
from viz.raw_figure import RawFigure

EXAMPLES = 6


def fits(program: Program) -> bool:
    """Examples are images, and their gradient is recorded."""
    return len(program.examples.shape) == 3 and ("x", "adjoint") in program.layout


def figure(shown: Shown) -> RawFigure:
    """Some examples of the batch, and ∂L/∂x of each underneath."""
    count = min(EXAMPLES, shown.program.batch)
    x, adjoint = (pictures(shown, part)[:count] for part in (shown.step.value("x"), shown.step.adjoint("x")))
    said = answers(shown)[:count]
    seen = [Tile(text, picture, "image", signed=False) for text, picture in zip(said, x, strict=True)]
    felt = [Tile("∂L/∂x", picture, "gradient") for picture in adjoint]
    return tiled([*seen, *felt], count, 170, shown.theme)


def pictures(shown: Shown, table: Array) -> Array:
    """The first channel of every example: (examples, height, width)."""
    return np.asarray(table).reshape(len(table), *shown.program.examples.shape)[:, 0]


def answers(shown: Shown) -> list[str]:
    """What was asked for and what the network said, where it chooses between classes."""
    y, a = shown.step.value("y"), shown.step.value("out/a")
    if y.shape[1] < 2 or shown.program.spec.output.activation != "softmax":
        return ["x"] * len(y)
    pairs = zip(y.argmax(axis=1), a.argmax(axis=1), strict=True)
    return [f"{asked}" if asked == said else f"{asked}, taken for {said}" for asked, said in pairs]


def alt(shown: Shown) -> str:
    """For those who do not see it."""
    norms = np.linalg.norm(shown.step.adjoint("x"), axis=1)
    return (
        f"{min(EXAMPLES, shown.program.batch)} images of the batch with the gradient by their pixels; "
        f"its norm is {norms.min():.3g} to {norms.max():.3g}."
    )


IMAGES = Panel(
    "images and saliency",
    "Examples of this step's batch, and below each how the loss changes with every pixel: where it is orange, a "
    "brighter pixel raises the loss; where it is blue, it lowers it.",
    fits,
    figure,
    alt,
)
