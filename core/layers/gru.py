"""The gated recurrent unit, in PyTorch's form: a state that is partly kept and partly replaced."""

from __future__ import annotations

from collections.abc import Iterator

from core.layers.around import Around
from core.layers.built import BuiltLayer, Parameter, Variable
from core.layers.gates import gate_rows, slopes
from core.layers.recurrent import Walk, built, input_sums, input_weights, recur, state_weights, states, told, walk
from core.ops import AddProduct, Mix, Op, Spread
from core.ops.sigmoid import Sigmoid
from core.ops.tanh import Tanh
from core.spec.recurrent import GRU

GATES = "ru"


def build_gru(layer: GRU, name: str, around: Around) -> BuiltLayer:
    """Per step, on the paths h1/t=3/…: the sums z, which hold r:z, u:z and q = U h_{t−1} + c; the gates r and u; the
    candidate n = tanh(n:z) with n:z = W x_t + b + r q; the state a.

    Source: Cho, van Merriënboer, Gülçehre, Bahdanau, Bougares, Schwenk and Bengio, Learning phrase representations
    using RNN encoder-decoder, EMNLP 2014; with r outside the product with U, as in cuDNN.
    """
    way, units = walk(layer, name, around), layer.units
    biases = (f"{name}/c",) if layer.bias else ()
    ops = (
        Spread(biases, f"{name}/z", way.steps, slice(2 * units, 3 * units)),
        input_sums(way, f"{name}/z", slice(0, 2 * units)),
        input_sums(way, f"{name}/n:z", slice(2 * units, 3 * units)),
        *(op for time in way.times for op in step(way, time)),
    )
    weights = input_weights(way, 3), state_weights(way, 3), *second_biases(way)
    return built(way, ops, variables_of(way), slopes(way, GATES, "n"), *weights)


def step(way: Walk, time: int) -> Iterator[Op]:
    """One step of the sequence."""
    gates, r, u, q, n = (way.at(time, what) for what in ("gates", *GATES, "q", "n"))
    yield recur(way, time)
    yield Sigmoid((f"{gates}:z",), gates)
    yield AddProduct((r, q), f"{n}:z")
    yield Tanh((f"{n}:z",), n)
    yield Mix((n, u, way.at(time - 1, "a")), way.at(time, "a"), way.cut(time))


def second_biases(way: Walk) -> tuple[Parameter, ...]:
    """c, which r multiplies together with U h; it starts as the other biases do."""
    layer, units = way.layer, way.layer.units
    if not layer.bias:
        return ()
    start = told(layer.bias_initialiser, units, units)
    return (Parameter(f"{way.name}/c", "bias", units, units, start, single=True),)


def variables_of(way: Walk) -> tuple[Variable, ...]:
    """All that is computed."""
    units, steps = way.layer.units, way.steps
    sums = (*way.rows("z", "sum", slice(0, 3 * units), 3 * units), *gate_rows(way, GATES, ":z", "sum", 3 * units))
    sums += way.rows("q", "sum", slice(2 * units, 3 * units), 3 * units)
    candidates = way.rows("n:z", "sum", slice(0, units), units)
    return (
        Variable(f"{way.name}/z", "pre_activation", 0, shape=(steps, 3 * units), parts=sums),
        Variable(f"{way.name}/n:z", "pre_activation", 0, shape=(steps, units), parts=candidates),
        Variable("", "", 0, shape=(steps, 2 * units), parts=gate_rows(way, GATES, "", "gate", 2 * units)),
        Variable("", "", 0, shape=(steps, units), parts=way.rows("n", "gate", slice(0, units), units)),
        states(way),
    )
