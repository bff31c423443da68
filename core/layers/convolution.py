"""The convolution of images."""

from __future__ import annotations

from dataclasses import replace

from core import ops
from core.errors import BackflowError
from core.layers.around import Around
from core.layers.built import BuiltLayer, Masked, Parameter, Variable
from core.layers.dense import finishing
from core.layers.images import image_of, window_of
from core.spec.convolution import Conv2d


def build_conv2d(layer: Conv2d, name: str, around: Around) -> BuiltLayer:
    """z = W ∗ x + b, a = activation(z), on the paths name/W, name/b, name/z, name/a.

    A mask of dropout stands between the activation, which is name/f then, and the output.
    """
    refuse(name, around)
    image = image_of(name, "a convolution", around.shape)
    window = window_of(name, "kernel", image, layer.kernel, layer.stride, layer.padding)
    weights = parameter_of(layer, name, image)
    masked = bool(around.dropout and around.training)
    activated = f"{name}/f" if masked else f"{name}/a"
    read = (around.source, weights.path, *((weights.bias,) if weights.bias else ()))
    shape = (layer.filters, *window.output)
    variables = variables_of(layer, name, activated, shape)
    return BuiltLayer(
        name,
        around.source,
        shape,
        layer.activation,
        (
            ops.Conv2d(read, f"{name}/z", window),
            ops.ACTIVATIONS[layer.activation]((f"{name}/z",), activated),
            *finishing(name, activated, around),
        ),
        variables,
        (weights,),
        (Masked(f"{name}/mask", variables[0].units, around.dropout, shape=shape),) if masked else (),
    )


def parameter_of(layer: Conv2d, name: str, image: tuple[int, int, int]) -> Parameter:
    """The kernels (filters, channels, k, k); an input feeds k · k places of every filter."""
    kernel = (image[0], layer.kernel, layer.kernel)
    return Parameter(
        f"{name}/W",
        "weight",
        layer.filters,
        image[0] * layer.kernel**2,
        layer.initialiser,
        f"{name}/b" if layer.bias else "",
        layer.bias_initialiser if layer.bias else None,
        shape=kernel,
        fan_out=layer.filters * layer.kernel**2,
    )


def variables_of(layer: Conv2d, name: str, activated: str, shape: tuple[int, ...]) -> tuple[Variable, ...]:
    """From the sum to the output."""
    units = shape[0] * shape[1] * shape[2]
    output = Variable(f"{name}/a", "activation", units, padded=True, shape=shape)
    same = activated if layer.activation == "linear" else ""
    z = Variable(f"{name}/z", "pre_activation", units, same=same, shape=shape)
    if activated == output.path:
        return z, replace(output, activation=layer.activation)
    return z, Variable(activated, "branch", units, activation=layer.activation, shape=shape), output


def refuse(name: str, around: Around) -> None:
    """What a convolution has no part for."""
    for what, amount in (("dropconnect", around.dropconnect), ("batch_norm", around.batch_norm)):
        if amount:
            raise BackflowError(
                f"regularisers has {what} and {name} is a convolution: {what} acts on dense layers only; "
                f"expected a network without convolutions, or no {what}."
            )
