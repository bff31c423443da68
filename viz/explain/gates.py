"""Gated layers keep all gates in one table; here a row of it is told as the gate and the unit it belongs to."""

from __future__ import annotations

from core.explain.places import index_of, position_of
from core.layers import lstm
from core.layers.gru import GATES as GRU_GATES
from core.program import Program
from core.spec.recurrent import GRU, LSTM

Number = tuple[str, tuple[int, ...]]

# The order of the rows of W, U and b.
ROWS: dict[type, str] = {LSTM: f"{lstm.GATES}g", GRU: f"{GRU_GATES}n"}


def rows_of(program: Program, layer: str) -> str:
    """The letters of a layer's gates in the order of its rows, "" where it has none."""
    kinds = dict(zip(program.spec.layer_names, map(type, program.spec.layers), strict=True))
    return ROWS.get(kinds.get(layer, object), "")


def gate_of_row(program: Program, number: Number) -> tuple[str, int]:
    """Of a weight or a bias of a gated layer the gate and the unit; ("", row) of any other."""
    path, (row, *_) = number
    layer, _, letter = path.partition("/")
    rows = rows_of(program, layer)
    if not rows or letter not in ("W", "U", "b", "c"):
        return "", row
    units = program.layout.slot(f"{layer}/t=1/a").shape[1]
    return (rows[-1], row) if letter == "c" else (rows[row // units], row % units)


def by_gate(program: Program, number: Number) -> Number:
    """h1/t=3/f:z[5,1] for h1/z[5,2,17]: the name that says the gate, where there is one."""
    (path, index), layout = number, program.layout
    layer, _, last = path.partition("/")
    if not rows_of(program, layer) or path.rpartition("/")[2] not in ("z", "gates", "gates:z"):
        return number
    time = index[1] + 1 if last == "z" else int(last.partition("/")[0][2:])
    suffix = "" if path.endswith("/gates") else ":z"
    names = [f"{layer}/t={time}/{gate}{suffix}" for gate in rows_of(program, layer)] + [f"{layer}/t={time}/q"]
    position = position_of(layout.slot(path), index)
    places = ((name, index_of(layout.slot(name), position)) for name in names if (name, "value") in layout)
    return next(((name, place) for name, place in places if place is not None), number)
