"""The fully connected layer, with what may stand between its weighted sum and its output."""

from __future__ import annotations

from dataclasses import replace

from core.layers.around import Around
from core.layers.batch_norm import normalised, normalised_parameters, normalised_statistics, normalised_variables
from core.layers.built import BuiltLayer, Masked, Parameter, Variable
from core.ops import ACTIVATIONS, Add, Affine, MaskWeights, Multiply, Op, TiedAffine
from core.spec import Dense

ROUTES = ("value", "mean", "variance")


def build_dense(layer: Dense, name: str, around: Around) -> BuiltLayer:
    """z = W x + b, a = activation(z), on the paths name/W, name/b, name/z, name/a.

    Batch normalisation stands between the sum name/s and z;  masks and skip links between the activation, which is
    name/f then, and the output.
    """
    parameters = parameters_of(layer, name, around)
    activated = f"{name}/f" if around.skips or (around.dropout and around.training) else f"{name}/a"
    return BuiltLayer(
        name,
        around.source,
        (layer.units,),
        layer.activation,
        (
            *summing(layer, name, around, parameters),
            *(normalised(name, around) if around.batch_norm else ()),
            ACTIVATIONS[layer.activation]((f"{name}/z",), activated),
            *finishing(name, activated, around),
        ),
        (*variables_before(layer, name, activated, around), *variables_after(layer, name, activated, around)),
        parameters,
        masks_of(layer, name, around, parameters) if around.training else (),
        tuple((f"{name}/s", route) for route in ROUTES) if around.batch_norm and around.training else (),
        normalised_statistics(name, layer.units, around) if around.batch_norm else (),
        tied=around.tied.path if around.tied else "",
    )


def parameters_of(layer: Dense, name: str, around: Around) -> tuple[Parameter, ...]:
    """The weights with their biases; a normalised layer adds its biases after the normalisation, a tied one has only
    biases of its own.
    """
    joined = layer.bias and not around.batch_norm
    norm = normalised_parameters(layer, name, around.inputs) if around.batch_norm else ()
    if around.tied:
        biases = Parameter(f"{name}/b", "bias", layer.units, around.inputs, layer.bias_initialiser, single=True)
        return (biases,) if joined else norm
    weights = Parameter(
        f"{name}/W",
        "weight",
        layer.units,
        around.inputs,
        layer.initialiser,
        f"{name}/b" if joined else "",
        layer.bias_initialiser if joined else None,
    )
    return weights, *norm


def summing(layer: Dense, name: str, around: Around, parameters: tuple[Parameter, ...]) -> tuple[Op, ...]:
    """The weighted sum, through weights of which some may be left out."""
    output = f"{name}/s" if around.batch_norm else f"{name}/z"
    biases = (f"{name}/b",) if layer.bias and not around.batch_norm else ()
    if around.tied:
        return (TiedAffine((around.source, around.tied.path, *biases), output),)
    weights = parameters[0]
    if not (around.dropconnect and around.training):
        return (Affine((around.source, weights.path, *biases), output),)
    masked = f"{name}/V"
    return (
        MaskWeights((weights.path, f"{weights.path}:mask", *biases), masked),
        Affine((around.source, masked, *biases), output),
    )


def finishing(name: str, activated: str, around: Around) -> tuple[Op, ...]:
    """From the activation to the output: some units left out, then the outputs of earlier layers added."""
    output = f"{name}/a"
    if activated == output:
        return ()
    if not (around.dropout and around.training):
        return (Add((activated, *around.skips), output),)
    masked = f"{name}/d" if around.skips else output
    mask = Multiply((activated, f"{name}/mask"), masked)
    return (mask, Add((masked, *around.skips), output)) if around.skips else (mask,)


def variables_before(layer: Dense, name: str, activated: str, around: Around) -> tuple[Variable, ...]:
    """What is computed up to what goes into the activation."""
    same = activated if layer.activation == "linear" else ""
    z = Variable(f"{name}/z", "pre_activation", layer.units, same=same)
    return (*normalised_variables(name, layer.units, around.training), z) if around.batch_norm else (z,)


def variables_after(layer: Dense, name: str, activated: str, around: Around) -> tuple[Variable, ...]:
    """What the activation gives, up to the output."""
    output = Variable(f"{name}/a", "activation", layer.units, padded=not around.last)
    if activated == output.path:
        return (replace(output, activation=layer.activation),)
    branch = Variable(activated, "branch", layer.units, activation=layer.activation)
    both = around.skips and around.dropout and around.training
    return (branch, Variable(f"{name}/d", "branch", layer.units), output) if both else (branch, output)


def masks_of(layer: Dense, name: str, around: Around, parameters: tuple[Parameter, ...]) -> tuple[Masked, ...]:
    """What each step leaves out at random."""
    units = (Masked(f"{name}/mask", layer.units, around.dropout),) if around.dropout else ()
    if not around.dropconnect:
        return units
    weights = parameters[0]
    return (*units, Masked(f"{weights.path}:mask", layer.units, around.dropconnect, weights))
