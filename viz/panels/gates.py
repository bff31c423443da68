"""The gates of a recurrent layer as valves: open or shut, unit by unit, along the sequence."""

from __future__ import annotations

import numpy as np

from core.bptt import steps_of
from core.program import Program
from core.spec.recurrent import GRU, LSTM
from viz.panels.panel import Panel, Shown
from viz.panels.tiles import Array, Tile, tiled
from viz.raw_figure import RawFigure

GATES = {
    LSTM: (("i", "lets in"), ("f", "keeps"), ("o", "shows"), ("c", "cell")),
    GRU: (("r", "reads the past"), ("u", "keeps"), ("a", "state")),
}


def gated(program: Program) -> dict[str, type]:
    """The layers with gates, by name."""
    named = zip(program.spec.layer_names, program.spec.layers, strict=True)
    return {name: type(layer) for name, layer in named if type(layer) in GATES}


def fits(program: Program) -> bool:
    """Some layer has gates."""
    return bool(gated(program))


def figure(shown: Shown) -> RawFigure:
    """A table per gate: a row per unit, a column per step, for the first example; below, their gradients."""
    known = gated(shown.program)
    layer = shown.layer if shown.layer in known else next(iter(known))
    parts = GATES[known[layer]]
    tiles = [
        Tile(f"{what} {words}", along(shown, layer, what, "value"), "state" if what in "ca" else "gate",
             signed=what in "ca", across="step", down="unit")
        for what, words in parts
    ]  # fmt: skip
    tiles += [Tile(f"∂L/∂{what}", along(shown, layer, what, "adjoint"), "gradient") for what, _ in parts]
    return tiled(tiles, len(parts), 210, shown.theme, square=False)


def along(shown: Shown, layer: str, what: str, kind: str) -> Array:
    """One gate of the first example over time: (units, steps)."""
    read = shown.step.value if kind == "value" else shown.step.adjoint
    steps = range(1, steps_of(shown.step.layout, layer) + 1)
    return np.stack([read(f"{layer}/t={time}/{what}")[0] for time in steps], axis=1)


def alt(shown: Shown) -> str:
    """For those who do not see it."""
    layer, kind = next(iter(gated(shown.program).items()))
    means = [f"{words} {along(shown, layer, what, 'value').mean():.2f}" for what, words in GATES[kind][:-1]]
    return f"Gates of {layer} along the sequence, on average over units and steps: {', '.join(means)}."


VALVES = Panel(
    "gates",
    "The gates of a layer for the first example of the batch, from shut (the ground) to open (the ink), with the "
    "gradient that reaches each of them.",
    fits,
    figure,
    alt,
)
