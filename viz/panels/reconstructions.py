"""What an autoencoder makes of its input: the code in the middle and the reconstruction."""

from __future__ import annotations

import numpy as np

from core.program import Program
from viz.panels.panel import Panel, Shown
from viz.panels.tiles import Array, Tile, tiled
from viz.raw_figure import RawFigure

EXAMPLES = 8
LONGEST_LINE = 40


def fits(program: Program) -> bool:
    """The network is asked for its own input, and has a layer in between."""
    examples = program.examples
    same = examples.x.shape == examples.y.shape and bool((examples.x == examples.y).all())
    return same and len(program.spec.layers) > 1


def figure(shown: Shown) -> RawFigure:
    """Input, code, reconstruction: a column per example; where the input is noisy, also what is asked for."""
    count, code = min(EXAMPLES, shown.program.batch), code_layer(shown.program)
    x, y, a, h = (shown.step.value(path)[:count] for path in ("x", "y", "out/a", f"{code}/a"))
    tiles = [Tile("input", picture(shown, one), "data", signed=False) for one in x]
    tiles += [Tile(f"code {code}", folded(one), "code") for one in h]
    tiles += [Tile("answer", picture(shown, one), "data", signed=False) for one in a]
    if not np.array_equal(x.ravel(), y.ravel()):
        tiles += [Tile("asked for", picture(shown, one), "data", signed=False) for one in y]
    return tiled(tiles, count, 150, shown.theme)


def code_layer(program: Program) -> str:
    """The narrowest hidden layer."""
    hidden = program.network.layers[:-1]
    return min(hidden, key=lambda layer: layer.units).name


def picture(shown: Shown, numbers: Array) -> Array:
    """One example as an image, or as lines of numbers."""
    shape = shown.program.examples.shape
    return np.asarray(numbers).reshape(shape)[0] if len(shape) == 3 else folded(numbers)


def folded(numbers: Array) -> Array:
    """A list of numbers as a table of a few lines."""
    flat = np.asarray(numbers).reshape(-1)
    width = min(len(flat), max(8, int(np.ceil(np.sqrt(len(flat))))), LONGEST_LINE)
    padded = np.full(-(-len(flat) // width) * width, np.nan)
    padded[: len(flat)] = flat
    return padded.reshape(-1, width)


def alt(shown: Shown) -> str:
    """For those who do not see it."""
    gap = shown.step.value("out/a") - shown.step.value("y")
    code = code_layer(shown.program)
    return f"Inputs, their codes in {code} and the answers; the mean squared gap is {np.mean(gap**2):.3g}."


RECONSTRUCTIONS = Panel(
    "code and reconstruction",
    "Examples of the batch, the code that the narrowest layer makes of each, and what the network answers.",
    fits,
    figure,
    alt,
    gradients=False,
)
