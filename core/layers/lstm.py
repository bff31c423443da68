"""Long short-term memory: a cell whose gates decide what comes in, what stays and what is shown."""

from __future__ import annotations

from collections.abc import Iterator

from core.layers.around import Around
from core.layers.built import BuiltLayer, Part, Variable
from core.layers.gates import gate_rows, slopes
from core.layers.recurrent import Walk, built, input_sums, input_weights, recur, state_weights, states, walk
from core.ops import GatedSum, Multiply, Op
from core.ops.sigmoid import Sigmoid
from core.ops.tanh import Tanh
from core.spec.recurrent import LSTM

GATES = "ifo"


def build_lstm(layer: LSTM, name: str, around: Around) -> BuiltLayer:
    """Per step, on the paths h1/t=3/…: the sums z, the gates i, f, o, what is let in g, the cell c, m = tanh c, the
    state a.  What goes into a gate is h1/t=3/i:z; gates holds i, f and o, which share every call.

    Source: Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 9, 1997; with the forget gate of
    Gers, Schmidhuber and Cummins, Learning to forget, Neural Computation 12, 2000.
    """
    way, units = walk(layer, name, around), layer.units
    ops = (input_sums(way, f"{name}/z", slice(0, 4 * units)), *(op for time in way.times for op in step(way, time)))
    lifted = slice(units, 2 * units), layer.forget_bias
    weights = input_weights(way, 4, lifted), state_weights(way, 4)
    return built(way, ops, variables_of(way), slopes(way, GATES, "gm"), *weights)


def step(way: Walk, time: int) -> Iterator[Op]:
    """One step of the sequence."""
    gates, i, f, o, g, c, m, a = (way.at(time, what) for what in ("gates", *GATES, "g", "c", "m", "a"))
    yield recur(way, time)
    yield Sigmoid((f"{gates}:z",), gates)
    yield Tanh((f"{g}:z",), g)
    yield GatedSum((i, f, g, way.at(time - 1, "c")), c, way.cut(time))
    yield Tanh((c,), m)
    yield Multiply((o, m), a)


def variables_of(way: Walk) -> tuple[Variable, ...]:
    """All that is computed; g_t lies beside c_{t−1}, since both are multiplied by gates that lie beside each other."""
    units, steps = way.layer.units, way.steps
    contents = (*way.rows("g", "gate", slice(0, units), 2 * units), *cells(way))
    sums = (*way.rows("z", "sum", slice(0, 4 * units), 4 * units), *gate_rows(way, GATES, ":z", "sum", 4 * units))
    sums += way.rows("g:z", "sum", slice(3 * units, 4 * units), 4 * units)
    return (
        Variable(f"{way.name}/z", "pre_activation", 0, shape=(steps, 4 * units), parts=sums),
        Variable("", "", 0, shape=(steps, 3 * units), parts=gate_rows(way, GATES, "", "gate", 3 * units)),
        Variable("", "", 0, shape=(2 * steps + 1, units), parts=contents),
        Variable("", "", 0, shape=(steps, units), parts=way.rows("m", "cell", slice(0, units), units)),
        states(way),
    )


def cells(way: Walk) -> tuple[Part, ...]:
    """c_{t−1} lies behind g_t; the last cell, which has no g behind it, at the end."""
    units, steps = way.layer.units, way.steps
    places = ((time, min(2 * time + 1, 2 * steps) * units) for time in range(steps + 1))
    return tuple(Part(way.at(time, "c"), "cell", start, (units,)) for time, start in places)
