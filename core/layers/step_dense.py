"""A dense layer at every step of a sequence, with the same weights; an embedding is one without bias or activation."""

from __future__ import annotations

from core.layers.around import Around
from core.layers.built import BuiltLayer, Masked, Parameter, Variable
from core.layers.dense import finishing
from core.layers.recurrent import check_sequence, sized
from core.ops import ACTIVATIONS, InputSums, Op
from core.ops.softmax import Softmax
from core.spec import Initialiser
from core.spec.recurrent import Embedding, StepDense


def build_step_dense(layer: StepDense, name: str, around: Around) -> BuiltLayer:
    """z_t = W x_t + b and a_t = activation(z_t), of all steps together on the paths h1/z and h1/a."""
    check_sequence(name, "a dense layer for every step", around.shape)
    bias = layer.bias_initialiser if layer.bias else None
    return steps_layer(layer, name, around, layer.initialiser, bias)


def build_embedding(layer: Embedding, name: str, around: Around) -> BuiltLayer:
    """z_t = W x_t: the vectors of one-hot symbols."""
    check_sequence(name, "an embedding", around.shape)
    return steps_layer(layer, name, around, layer.initialiser, None)


def steps_layer(
    layer: StepDense | Embedding, name: str, around: Around, start: Initialiser, bias: Initialiser | None
) -> BuiltLayer:
    """Weighted sums of all steps, an activation, then perhaps masks and skip links."""
    steps, features = around.shape
    shape, dropped = (steps, layer.units), bool(around.dropout and around.training)
    activated = f"{name}/f" if around.skips or dropped else f"{name}/a"
    path, biases = f"{name}/W", () if bias is None else (f"{name}/b",)
    weights = Parameter(path, "weight", layer.units, features, start, "".join(biases), bias)
    sums = InputSums((around.source, path, *biases), f"{name}/z", steps, slice(0, layer.units))
    masks = (Masked(f"{name}/mask", sized(shape), around.dropout, shape=shape),) if dropped else ()
    ops = (sums, activation(layer.activation, name, activated, steps), *finishing(name, activated, around))
    variables = variables_of(layer, name, activated, around, shape)
    return BuiltLayer(name, around.source, shape, layer.activation, ops, variables, (weights,), masks)


def activation(kind: str, name: str, activated: str, steps: int) -> Op:
    """A softmax is taken within each step."""
    if kind == "softmax":
        return Softmax((f"{name}/z",), activated, steps)
    return ACTIVATIONS[kind]((f"{name}/z",), activated)


def variables_of(
    layer: StepDense | Embedding, name: str, activated: str, around: Around, shape: tuple[int, ...]
) -> tuple[Variable, ...]:
    """Sums, activations, and what masks and skip links make of them."""
    same, padded = activated if layer.activation == "linear" else "", not around.last
    z = Variable(f"{name}/z", "pre_activation", sized(shape), same=same, shape=shape)
    if activated == f"{name}/a":
        return z, Variable(activated, "activation", sized(shape), padded, activation=layer.activation, shape=shape)
    branch = Variable(activated, "branch", sized(shape), activation=layer.activation, shape=shape)
    output = Variable(f"{name}/a", "activation", sized(shape), padded, shape=shape)
    both = around.skips and around.dropout and around.training
    between = (Variable(f"{name}/d", "branch", sized(shape), shape=shape),) if both else ()
    return (z, branch, *between, output)
