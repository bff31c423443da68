"""A unit at one place and for one example: its weighted sum, its activation, what comes back to it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from core.explain.derivation import Derivation
from core.explain.explain import explain
from core.explain.places import index_of, position_of
from core.explain.sites import Site
from core.explain.summands import Number, WeightedSum, weighted_sum
from core.layout import Layout
from core.ops import Elementwise, Multiply, Normalise, Op
from core.ops.op import Array
from core.program import Program
from core.step import Step


@dataclass(frozen=True, slots=True, eq=False)
class Neuron:
    """sums: what the inputs add up to; with batch normalisation first s, then z from n;  delta: where ∂L/∂z comes from;

    normalised: the numbers s, mean, variance and n, in that order;  mask: what multiplies the activation in this step;
    zs, outputs: z and a of the same place for every example of the batch.
    """

    site: Site
    example: int
    sums: tuple[WeightedSum, ...]
    normalised: tuple[Number, ...]
    mask: Number | None
    delta: Derivation
    zs: Array
    outputs: Array

    @property
    def z(self) -> float:
        """What goes in."""
        return float(self.zs[self.example])

    @property
    def a(self) -> float:
        """What comes out."""
        return float(self.outputs[self.example])

    @property
    def is_function(self) -> bool:
        """Whether a depends on this z alone."""
        return isinstance(self.site.op, Elementwise)

    @property
    def is_finite(self) -> bool:
        """Whether all that would be shown is still a number."""
        numbers = (self.z, self.a, self.delta.adjoint, *(one.total for one in self.sums))
        return all(map(isfinite, numbers)) and bool(np.isfinite(self.zs).all() and np.isfinite(self.outputs).all())


def neuron(program: Program, step: Step, site: Site, example: int) -> Neuron:
    """All that the row says of a unit; an example that the batch does not have is refused by its index."""
    z, a = site.z(example), site.a(example)
    between = normalising(program, z)
    sums = [weighted_sum(program, step, *number) for number in (*between[:1], z)]
    return Neuron(
        site,
        example,
        tuple(sums),
        (*between, *((f"{z[0].rpartition('/')[0]}/n", z[1]),) * bool(between)),
        mask_of(program, a),
        explain(program, step, *z),
        of_all(step, z),
        of_all(step, a),
    )


def of_all(step: Step, number: Number) -> Array:
    """The same place of every example."""
    path, (_, *place) = number
    whole: tuple[slice | int, ...] = (slice(None), *place)
    return np.asarray(step.value(path)[whole])


def normalising(program: Program, z: Number) -> tuple[Number, ...]:
    """Of a normalised unit s, its mean and its variance; nothing of any other."""
    n = f"{z[0].rpartition('/')[0]}/n"
    op = next((op for op in program.network.ops if isinstance(op, Normalise) and op.output == n), None)
    if op is None:
        return ()
    s, *moments = op.inputs
    return (s, z[1]), *((path, z[1][1:]) for path in moments)


def mask_of(program: Program, a: Number) -> Number | None:
    """The mask that multiplies what comes out, where this number is masked."""
    layout = program.layout
    masked = (op for op in program.network.ops if isinstance(op, Multiply) and op.inputs[1].endswith("/mask"))
    return next((found for op in masked if (found := same_place(layout, op, a))), None)


def same_place(layout: Layout, op: Op, a: Number) -> Number | None:
    """The entry of the second input of a product that belongs to this number among the first."""
    index = index_of(layout.slot(op.inputs[0]), position_of(layout.slot(a[0]), a[1]))
    return None if index is None else (op.inputs[1], index)


def busiest(step: Step, places: tuple[Site, ...], example: int) -> Site:
    """The place with the largest |δ|, the first of equals."""
    sizes = [abs(float(step.adjoint(one.op.inputs[0])[(example, *one.place)])) for one in places]
    return places[int(np.argmax(np.nan_to_num(sizes)))]
