"""Other layers, their links and ties; what no longer fits them goes."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from core.datasets import inputs_of
from core.initialisers import INITIALISERS
from core.spec.layers import Biased, Layer, Weighted, shaping, weighted
from core.spec.parts import Data, Dense, Initialiser
from core.spec.skips import Skip, possible
from core.spec.spec import Spec, names_of
from core.spec.ties import untied
from core.spec.typed import Typed, handing_on, retyped
from core.spec.typed import hidden_text as text_of


def with_hidden(spec: Spec, hidden: tuple[Typed, ...]) -> Spec:
    """Other hidden layers, in the style of the first hidden layer there was; pasted weights that no longer fit go.

    A width alone keeps the activation of the layer that stood there.
    """
    kept = spec.layers[:-1]
    style = next(iter(weighted(kept)), Dense(1, "tanh"))
    typed = (retyped(stood, style, one) for stood, one in zip_longest(kept[: len(hidden)], hidden))
    layers = with_fitting_ties(handing_on((*typed, spec.layers[-1])), spec.data)
    return replace(forgetting(spec, layers, spec.data), layers=layers)


def hidden_text(spec: Spec) -> str:
    """The hidden layers as they are typed."""
    return text_of(spec.layers[:-1])


def with_activation(spec: Spec, activation: str) -> Spec:
    """Another activation in all hidden layers."""
    hidden = (
        replace(layer, activation=activation) if isinstance(layer, Weighted) else layer for layer in spec.layers[:-1]
    )
    return replace(spec, layers=(*hidden, spec.layers[-1]))


def with_initialiser(spec: Spec, name: str) -> Spec:
    """Another initialiser for the weights of all layers; pasted weights give way to it."""
    scale = 1.0 if name != "constant" else 0.5
    rule = Initialiser(name, scale)
    layers = tuple(reinitialised(layer, rule) if isinstance(layer, Biased) else layer for layer in spec.layers)
    return replace(spec, layers=layers, initial=())


def reinitialised(layer: Biased, initialiser: Initialiser) -> Biased:
    """Another start of the weights; biases that start as went with the old one start as goes with the new one."""
    followed = layer.bias_initialiser == Initialiser(INITIALISERS[layer.initialiser.name].bias)
    bias = Initialiser(INITIALISERS[initialiser.name].bias) if followed else layer.bias_initialiser
    return replace(layer, initialiser=initialiser, bias_initialiser=bias)


def with_frozen(spec: Spec, selector: str, frozen: bool) -> Spec:
    """Freeze or free what a selector names; freeing a single part of something frozen as a whole is refused."""
    others = tuple(entry for entry in spec.frozen if entry != selector)
    return replace(spec, frozen=(*others, selector) if frozen else others)


def forgetting(spec: Spec, layers: tuple[Layer, ...], data: Data) -> Spec:
    """The spec without what these layers have no place for, unless layers and inputs stay as wide as they were."""
    same = [shaping(layer) for layer in layers] == [shaping(layer) for layer in spec.layers]
    inputs = inputs_of(data)
    if same and inputs == inputs_of(spec.data):
        return spec
    kept = set(possible_skips(inputs, layers))
    return replace(spec, initial=(), frozen=(), skips=tuple(skip for skip in spec.skips if skip in kept))


def with_fitting_ties(layers: tuple[Layer, ...], data: Data) -> tuple[Layer, ...]:
    """The layers with weights of their own where a tie no longer fits; what came with the spec is looked at later."""
    inputs = inputs_of(data)
    return untied(names_of(layers), layers, inputs) if inputs else layers


def with_tie(spec: Spec, tied: bool) -> Spec:
    """The output layer uses the weights of the first layer, transposed; or weights of its own."""
    layers = tied_layers(spec, tied)
    return replace(forgetting(spec, layers, spec.data), layers=layers)


def can_tie(spec: Spec, inputs: int) -> bool:
    """Whether the output layer can use the weights of the first one: both dense, with widths that mirror each other."""
    layers = tied_layers(spec, True)
    return isinstance(spec.output, Dense) and untied(spec.layer_names, layers, inputs) == layers


def tied_layers(spec: Spec, tied: bool) -> tuple[Layer, ...]:
    """The layers with the last one tied to the first, or to none; only dense layers can be."""
    last = spec.output
    if not isinstance(last, Dense):
        return spec.layers
    return (*spec.layers[:-1], replace(last, tied=spec.layer_names[0] if tied else ""))


def possible_skips(inputs: int, layers: tuple[Layer, ...]) -> list[Skip]:
    """All skip links that these layers allow."""
    hidden = {f"h{i}": layer.units for i, layer in enumerate(layers[:-1], 1) if isinstance(layer, Dense)}
    return possible({"x": inputs} | hidden)


def with_skips(spec: Spec, skips: tuple[Skip, ...]) -> Spec:
    """Other skip links."""
    return replace(spec, skips=skips)
