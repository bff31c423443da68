"""What the channels of a convolutional layer answer to one image, and the gradient that arrives there."""

from __future__ import annotations

from core.layout import Slot
from core.program import Program
from viz.panels.panel import Panel, Shown
from viz.panels.tiles import Tile, tiled
from viz.raw_figure import RawFigure

MOST = 8


def maps(program: Program) -> list[Slot]:
    """The outputs that are images: (batch, channels, height, width)."""
    return [slot for slot in program.layout if slot.role == "activation" and slot.kind == "value"
            and len(slot.shape) == 4]  # fmt: skip


def fits(program: Program) -> bool:
    """Some layer gives images."""
    return bool(maps(program))


def chosen(shown: Shown) -> str:
    """The output of the selected layer if it gives images, else that of the first layer that does."""
    paths = [slot.path for slot in maps(shown.program)]
    return f"{shown.layer}/a" if f"{shown.layer}/a" in paths else paths[0]


def figure(shown: Shown) -> RawFigure:
    """The first example: each channel, and ∂L/∂a of each underneath."""
    path = chosen(shown)
    value, adjoint = shown.step.value(path)[0], shown.step.adjoint(path)[0]
    count = min(MOST, len(value))
    tiles = [Tile(f"{path} {channel}", value[channel], "value") for channel in range(count)]
    tiles += [Tile(f"∂L/∂a {channel}", adjoint[channel], "adjoint") for channel in range(count)]
    return tiled(tiles, count, 160, shown.theme)


def alt(shown: Shown) -> str:
    """For those who do not see it."""
    path = chosen(shown)
    channels = shown.step.value(path).shape[1]
    more = f"; {channels - MOST} more are not drawn" if channels > MOST else ""
    return f"The first {min(MOST, channels)} of {channels} channels of {path} for the first example{more}."


FEATURE_MAPS = Panel(
    "feature maps",
    "What each channel of a layer answers to the first example of the batch, and the gradient that arrives there.",
    fits,
    figure,
    alt,
)
