"""The kernels of a convolutional layer with their gradients."""

from __future__ import annotations

from core.layout import Slot
from core.program import Program
from viz.panels.panel import Panel, Shown
from viz.panels.tiles import Tile, tiled
from viz.raw_figure import RawFigure

MOST = 8


def kernels(program: Program) -> list[Slot]:
    """Weights that are images: (filters, channels, height, width)."""
    return [slot for slot in program.layout.parameters() if len(slot.shape) == 4]


def fits(program: Program) -> bool:
    """Some layer convolves."""
    return bool(kernels(program))


def chosen(shown: Shown) -> str:
    """The kernels of the selected layer if it has some, else those of the first layer that has."""
    paths = [slot.path for slot in kernels(shown.program)]
    return f"{shown.layer}/W" if f"{shown.layer}/W" in paths else paths[0]


def figure(shown: Shown) -> RawFigure:
    """Each filter (its first channel), its gradient, and the update that follows from it."""
    path = chosen(shown)
    weights, gradient, update = (part(path)[:MOST, 0] for part in
                                 (shown.step.parameter, shown.step.gradient, shown.step.update))  # fmt: skip
    tiles = [
        Tile(f"{name} {place}", numbers, name)
        for name, family in (("kernel", weights), ("gradient", gradient), ("update", update))
        for place, numbers in enumerate(family)
    ]
    return tiled(tiles, len(weights), 130, shown.theme)


def alt(shown: Shown) -> str:
    """For those who do not see it."""
    path = chosen(shown)
    filters, channels, height, width = shown.step.parameter(path).shape
    return (
        f"{min(MOST, filters)} of {filters} kernels of {path}, {height} by {width}, the first of {channels} channels."
    )


KERNELS = Panel(
    "kernels",
    "Each filter of a convolution, its gradient (a sum over all positions and examples), and the update made of it.",
    fits,
    figure,
    alt,
)
