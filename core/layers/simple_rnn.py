"""The simple recurrent layer: h_t = f(W x_t + U h_{t−1} + b)."""

from __future__ import annotations

from dataclasses import replace

from core.layers.around import Around
from core.layers.built import BuiltLayer, Part, Variable
from core.layers.recurrent import Walk, built, input_sums, input_weights, recur, state_weights, states, walk
from core.ops import ACTIVATIONS, Elementwise
from core.spec.recurrent import SimpleRNN


def build_simple_rnn(layer: SimpleRNN, name: str, around: Around) -> BuiltLayer:
    """Per step t: h1/t=3/z = W x_t + U h_{t−1} + b and the state h1/t=3/a; h1/z and h1/a are those of many steps."""
    way = walk(layer, name, around)
    rule = ACTIVATIONS[layer.activation]
    steps = ((recur(way, time), rule((way.at(time, "z"),), way.at(time, "a"))) for time in way.times)
    ops = (input_sums(way, f"{name}/z", slice(0, layer.units)), *(op for step in steps for op in step))
    return built(
        way, ops, variables_of(way, layer), slopes_of(way, layer), input_weights(way, 1), state_weights(way, 1)
    )


def variables_of(way: Walk, layer: SimpleRNN) -> tuple[Variable, ...]:
    """Sums and states; where the activation changes nothing, they are the same numbers."""
    units, shape = layer.units, (way.steps, layer.units)
    sums = way.rows("z", "sum", slice(0, units), units)
    if layer.activation != "linear":
        return Variable(f"{way.name}/z", "pre_activation", 0, shape=shape, parts=sums), states(way)
    shared = (replace(part, start=part.start + units) for part in sums)
    return (states(way, (Part(f"{way.name}/z", "pre_activation", units, shape), *shared)),)


def slopes_of(way: Walk, layer: SimpleRNN) -> tuple[Variable, ...]:
    """f′ of every step."""
    if layer.activation == "linear" or not issubclass(ACTIVATIONS[layer.activation], Elementwise):
        return ()
    parts = way.rows("a", "", slice(0, layer.units), layer.units)
    return (Variable("", "", 0, shape=(way.steps, layer.units), parts=tuple(part.slope for part in parts)),)
