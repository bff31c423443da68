"""The numbers of the picture as a table: of this example, and how far those of the batch reach."""

from __future__ import annotations

import numpy as np

from core.explain.curve import curve
from core.explain.neuron import Neuron
from core.step import Step
from viz.explain.numbers import decimal


def unit_table(unit: Neuron, step: Step) -> str:
    """z, a, f′(z) and δ."""
    path, index = unit.site.z(unit.example)
    deltas = np.array([step.adjoint(path)[(example, *index[1:])] for example in range(len(unit.zs))])
    lines = {"z": unit.zs, "f′(z)": curve(unit.site.op.kind, unit.zs)[1], "a": unit.outputs, "δ": deltas}
    shown = {"this example": lambda values: values[unit.example]}
    if len(unit.zs) > 1:
        shown |= {"smallest of the batch": np.min, "largest": np.max}
    rows = [["", *shown], ["---", *["---:"] * len(shown)]]
    rows += [[name, *(decimal(float(read(values))) for read in shown.values())] for name, values in lines.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def output_table(unit: Neuron, step: Step) -> str:
    """Of a softmax: z, a and δ of every output of this example, and its target behind the last layer."""
    path, a = unit.site.op.inputs[0], unit.site.op.output
    where, number = beside(unit), unit.site.place[-1]
    columns = {"z": step.value(path), "a": step.value(a), "δ": step.adjoint(path)}
    if has_targets(unit):
        columns["target"] = step.value("y")
    rows = [["output", *columns], ["---", *["---:"] * len(columns)]]
    for place, values in enumerate(zip(*(column[where] for column in columns.values()), strict=True)):
        rows.append([f"**{place}**" if place == number else str(place), *(decimal(float(one)) for one in values)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def beside(unit: Neuron) -> tuple[int, ...]:
    """The index of all outputs that share a softmax with this one: of this example, and of its time."""
    return (unit.example, *unit.site.place[:-1])


def has_targets(unit: Neuron) -> bool:
    """Whether it is an output of the network."""
    return unit.site.op.output.startswith("out/")
