"""The weights of a layer, their gradients and updates, and the deltas of the batch, as heat maps."""

from __future__ import annotations

import re
from math import prod

import numpy as np

from core.program import Program
from viz.panels.panel import Panel, Shown
from viz.panels.tiles import Array, Tile, tiled
from viz.raw_figure import RawFigure

MOST_NUMBERS = 60_000
MOST_CLICKABLE = 1_000


def fits(program: Program) -> bool:
    """Every network has weights."""
    return True


def figure(shown: Shown) -> RawFigure:
    """Weights, gradient and update of the selected layer side by side, then its activations and deltas."""
    path, layer = matrix_of(shown), shown.layer
    place = selected_cell(shown, path)
    step = shown.step
    kinds = (("weights", step.parameter(path)), ("gradient", step.gradient(path)), ("update", step.update(path)))
    paths = clickable(shown, path)
    tiles = [Tile(f"{name} {path}", flat(numbers), name, marked=place, across="from", down="to", paths=paths)
             for name, numbers in kinds]  # fmt: skip
    tiles.append(
        Tile(f"activation {layer}", flat(step.value(f"{layer}/a")), "activation", across="unit", down="example")
    )
    if (f"{layer}/z", "adjoint") in step.layout:
        tiles.append(Tile(f"delta {layer}", flat(step.delta(layer)), "delta", across="unit", down="example"))
    return tiled(tiles, 3, 240, shown.theme)


def clickable(shown: Shown, path: str) -> tuple[str, ...]:
    """The path of each weight, where there are not too many of them."""
    slot = shown.step.layout.slot(path)
    return tuple(slot.entries()) if prod(slot.shape) <= MOST_CLICKABLE else ()


def matrix_of(shown: Shown) -> str:
    """The selected matrix, or the first one of the selected layer or, where that has none, of the network."""
    paths = [slot.path for slot in shown.step.layout.parameters() if slot.role == "weight"]
    selected = shown.selected.split("[")[0]
    of_layer = [path for path in paths if path.startswith(f"{shown.layer}/")]
    return selected if selected in paths else (of_layer or paths)[0]


def flat(numbers: Array) -> Array:
    """A row per unit or example."""
    table = np.asarray(numbers).reshape(len(numbers), -1)
    return table[:, : max(1, MOST_NUMBERS // len(table))]


def selected_cell(shown: Shown, path: str) -> tuple[int, int] | None:
    """Where the selected weight stands in its matrix."""
    found = re.fullmatch(r"([^\[]+)\[([\d,]+)\]", shown.selected)
    if found is None or found[1] != path:
        return None
    index, shape = tuple(map(int, found[2].split(","))), shown.step.parameter(path).shape
    return index[0], int(np.ravel_multi_index(index[1:], shape[1:]))


def alt(shown: Shown) -> str:
    """For those who do not see it."""
    path = matrix_of(shown)
    gradient = shown.step.gradient(path)
    gradient = np.nan_to_num(gradient.reshape(len(gradient), -1))
    j, i = divmod(int(np.argmax(np.abs(gradient))), gradient.shape[1])
    return f"Heat maps of {path}: its largest gradient, {gradient[j, i]:.3g}, is at row {j}, column {i}."


MATRICES = Panel(
    "matrices",
    "Weights, gradient and update of one matrix, and the activations and deltas of its layer for every example; "
    "the selected weight is framed. Click another weight to select it, or select another layer to see its own.",
    fits,
    figure,
    alt,
    selects=True,
)
