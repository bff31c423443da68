"""Small changes of a spec that pull others along: another data set wants another output, another loss too."""

from __future__ import annotations

import re
from dataclasses import replace

from core.datasets import DATASETS, training_examples
from core.errors import SpecError
from core.initialisers import INITIALISERS
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.options import Pairs
from core.regularisers import REGULARISERS
from core.spec.limits import LIMITS, shown
from core.spec.parts import Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Schedule, Stop
from core.spec.skips import Skip, possible
from core.spec.spec import Spec
from core.stops import STOPS

# What each task asks of the end of the network: output activation and loss.
ENDINGS = {
    "binary": ("sigmoid", "binary_cross_entropy"),
    "classes": ("softmax", "categorical_cross_entropy"),
    "regression": ("linear", "mean_squared_error"),
}
SAMPLES = 250
# Perhaps with a minus, which is refused by name.
WIDTH = re.compile(r"-?\d+")
LONGEST_TEXT = 200
# A hidden layer as somebody typed it: its width, perhaps with its activation.
Typed = int | tuple[int, str]


def with_data(spec: Spec, data: Data) -> Spec:
    """Another data set; the output layer and the loss follow where they no longer fit, the batch shrinks if it must."""
    rule = DATASETS[data.name]
    layers, loss = spec.layers, spec.loss
    if data.name != "given" and not fits(spec, data):
        activation, name = ENDINGS[rule.task]
        layers = (*layers[:-1], replace(layers[-1], units=rule.outputs, activation=activation))
        loss = replace(loss, name=name)
    kept = forgetting(spec, layers, data)
    left = fitting(spec, loss.name)
    stops = tuple(stop for stop in spec.stops if can_stop(stop.name, data))
    changed = replace(kept, batch_size=None, data=data, layers=layers, loss=loss, regularisers=left, stops=stops)
    return with_batch(changed, spec.batch_size)


def fits(spec: Spec, data: Data) -> bool:
    """Whether the end of the network can answer this data set as it is."""
    rule, last = DATASETS[data.name], spec.layers[-1]
    ranged = rule.task == "regression" or last.activation in ("sigmoid", "softmax", "tanh") or spec.loss.name == "hinge"
    same_task = DATASETS[spec.data.name].task == rule.task or spec.loss.name in (
        "half_squared_error",
        ENDINGS[rule.task][1],
    )
    return last.units == rule.outputs and ranged and same_task


def named(name: str, spec: Spec) -> Data:
    """The data set of that name with sensible numbers, from the data a spec has now."""
    if name in ("xor", "and", "or"):
        return Data(name, samples=4)
    if spec.data.name in ("given", "xor", "and", "or"):
        return Data(name, samples=SAMPLES, noise=0.05, test_fraction=0.2)
    return replace(spec.data, name=name)


def with_batch(spec: Spec, batch_size: int | None) -> Spec:
    """Another batch size; as many as there are examples, or more than a new data set has, is the full batch."""
    examples = training_examples(spec.data)
    full = batch_size is None or examples is None or batch_size >= examples
    return replace(spec, batch_size=None if full else batch_size)


def with_hidden(spec: Spec, hidden: tuple[Typed, ...]) -> Spec:
    """Other hidden layers, in the style of the first hidden layer there was; pasted weights that no longer fit go.

    A width alone keeps the activation of the layer that stood there.
    """
    style = spec.layers[0] if len(spec.layers) > 1 else Dense(1, "tanh")
    kept = spec.layers[:-1]
    typed = tuple(retyped(kept[i] if i < len(kept) else style, one) for i, one in enumerate(hidden))
    layers = (*typed, spec.layers[-1])
    return replace(forgetting(spec, layers, spec.data), layers=layers)


def retyped(layer: Dense, typed: Typed) -> Dense:
    """The layer with another width, and another activation where one was typed."""
    if isinstance(typed, int):
        return replace(layer, units=typed)
    return replace(layer, units=typed[0], activation=typed[1])


def hidden_text(spec: Spec) -> str:
    """The hidden layers as they are typed: "8, 8", or "8 relu, 8 tanh" where their activations differ."""
    hidden = spec.layers[:-1]
    mixed = len({layer.activation for layer in hidden}) > 1
    return ", ".join(f"{layer.units} {layer.activation}" if mixed else str(layer.units) for layer in hidden)


def with_activation(spec: Spec, activation: str) -> Spec:
    """Another activation in all hidden layers."""
    return replace(
        spec, layers=(*(replace(layer, activation=activation) for layer in spec.layers[:-1]), spec.layers[-1])
    )


def with_initialiser(spec: Spec, name: str) -> Spec:
    """Another initialiser for the weights of all layers; pasted weights give way to it."""
    scale = 1.0 if name != "constant" else 0.5
    layers = tuple(reinitialised(layer, Initialiser(name, scale)) for layer in spec.layers)
    return replace(spec, layers=layers, initial=())


def reinitialised(layer: Dense, initialiser: Initialiser) -> Dense:
    """Another start of the weights; biases that start as went with the old one start as goes with the new one."""
    followed = layer.bias_initialiser == Initialiser(INITIALISERS[layer.initialiser.name].bias)
    bias = Initialiser(INITIALISERS[initialiser.name].bias) if followed else layer.bias_initialiser
    return replace(layer, initialiser=initialiser, bias_initialiser=bias)


def with_loss(spec: Spec, name: str) -> Spec:
    """Another loss; the output activation follows when the loss needs other outputs."""
    allowed = LOSSES[name].output_activations
    last = spec.layers[-1]
    if allowed and last.activation not in allowed:
        last = replace(last, activation=allowed[0])
    loss, layers = replace(spec.loss, name=name), (*spec.layers[:-1], last)
    return replace(spec, loss=loss, layers=layers, regularisers=fitting(spec, name))


def fitting(spec: Spec, loss: str) -> tuple[Regulariser, ...]:
    """The regularisers that can stay with another loss."""
    probable = bool(LOSSES[loss].choices(1))
    return tuple(one for one in spec.regularisers if probable or not REGULARISERS[one.name].probabilities)


def with_regulariser(spec: Spec, name: str, amount: float) -> Spec:
    """More or less of one regulariser; an amount of 0 takes it off the list."""
    others = tuple(one for one in spec.regularisers if one.name != name)
    return replace(spec, regularisers=(*others, Regulariser(name, amount)) if amount else others)


def with_stop(spec: Spec, name: str, value: float | None) -> Spec:
    """Another value for a stop condition; None takes it off the list."""
    others = tuple(stop for stop in spec.stops if stop.name != name)
    return replace(spec, stops=others if value is None else (*others, Stop(name, value)))


def can_stop(name: str, data: Data) -> bool:
    """Whether a stop condition finds what it needs in another data set; what came with the spec is looked at later."""
    needs = STOPS[name].needs
    if needs == "validation":
        return data.validation_fraction > 0.0
    return needs != "classes" or data.name == "given" or DATASETS[data.name].task != "regression"


def with_reduction(spec: Spec, reduction: str) -> Spec:
    """Add or average the examples of a batch."""
    return replace(spec, loss=Loss(spec.loss.name, reduction))


def with_optimizer(spec: Spec, name: str) -> Spec:
    """Another optimizer at the same rate; options that both have keep their values."""
    known = OPTIMIZERS[name].options
    kept = tuple((option, value) for option, value in spec.optimizer.options if option in known)
    return replace(spec, optimizer=Optimizer(name, spec.learning_rate, kept))


def with_option(spec: Spec, name: str, value: float) -> Spec:
    """Another value for an option of the optimizer."""
    return replace(spec, optimizer=replace(spec.optimizer, options=with_pair(spec.optimizer.options, name, value)))


def with_schedule(spec: Spec, name: str) -> Spec:
    """Another schedule, with its defaults."""
    return replace(spec, schedule=Schedule(name))


def with_schedule_option(spec: Spec, name: str, value: float) -> Spec:
    """Another value for an option of the schedule."""
    return replace(spec, schedule=replace(spec.schedule, options=with_pair(spec.schedule.options, name, value)))


def with_pair(options: Pairs, name: str, value: float) -> Pairs:
    """The options with another value under this name."""
    return (*(pair for pair in options if pair[0] != name), (name, value))


def with_frozen(spec: Spec, selector: str, frozen: bool) -> Spec:
    """Freeze or free what a selector names; freeing a single part of something frozen as a whole is refused."""
    others = tuple(entry for entry in spec.frozen if entry != selector)
    return replace(spec, frozen=(*others, selector) if frozen else others)


def parse_widths(text: str) -> tuple[Typed, ...]:
    """ "8, 8" or "8-8" or "8 8" → (8, 8); "8 relu, 8" → ((8, "relu"), 8); empty is no hidden layer."""
    parts = text[:LONGEST_TEXT].replace(",", " ").replace(";", " ").replace("–", " ").split()
    parts = [piece for part in parts for piece in split_dashes(part)]
    layers: list[tuple[int, list[str]]] = []
    for part in parts:
        if WIDTH.fullmatch(part):
            layers.append((int(part), []))
        elif layers:
            layers[-1][1].append(part.lower())
        else:
            raise not_hidden_layers(text)
    activations = ["_".join(words) for _, words in layers]
    if not {"", *ACTIVATIONS}.issuperset(activations):
        raise not_hidden_layers(text)
    for width, _ in layers:
        LIMITS["units"].check("the width of a hidden layer", width)
    LIMITS["layers"].check("the number of layers", len(layers) + 1)
    return tuple(
        (width, activation) if activation else width for (width, _), activation in zip(layers, activations, strict=True)
    )


def not_hidden_layers(text: str) -> SpecError:
    """The sentence for what cannot be read as hidden layers."""
    return SpecError(
        f"hidden layers is {shown(text)}: expected whole numbers such as 8, 8, "
        f"or each with its activation, such as 8 relu, 8 tanh; known are {', '.join(ACTIVATIONS)}."
    )


def split_dashes(part: str) -> list[str]:
    """8-8 → 8, 8; but −3 stays −3, so that it can be refused by name."""
    return [part] if part.startswith("-") else part.split("-")


def forgetting(spec: Spec, layers: tuple[Dense, ...], data: Data) -> Spec:
    """The spec without what these layers have no place for, unless layers and inputs stay as wide as they were."""
    same = [layer.units for layer in layers] == [layer.units for layer in spec.layers]
    inputs = inputs_of(data)
    if same and inputs == inputs_of(spec.data):
        return spec
    kept = set(possible_skips(inputs, layers))
    return replace(spec, initial=(), frozen=(), skips=tuple(skip for skip in spec.skips if skip in kept))


def inputs_of(data: Data) -> int:
    """How wide the data are."""
    return len(data.x[0]) if data.x else DATASETS[data.name].inputs


def possible_skips(inputs: int, layers: tuple[Dense, ...]) -> list[Skip]:
    """All skip links that these layers allow."""
    hidden = {f"h{i}": layer.units for i, layer in enumerate(layers[:-1], 1)}
    return possible({"x": inputs} | hidden)


def with_skips(spec: Spec, skips: tuple[Skip, ...]) -> Spec:
    """Other skip links."""
    return replace(spec, skips=skips)
