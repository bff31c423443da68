"""Small changes of a spec that pull others along: another data set wants another output, another loss too."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from core.datasets import DATASETS, inputs_of, outputs_of, task_of, training_examples
from core.initialisers import INITIALISERS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.options import Pairs
from core.regularisers import REGULARISERS
from core.spec.layers import Biased, Layer, Output, Stepwise, Weighted, shaping, weighted
from core.spec.parts import Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Schedule, Stop
from core.spec.reading import output_of, readable, units_of
from core.spec.skips import Skip, possible
from core.spec.spec import Spec, names_of
from core.spec.ties import untied
from core.spec.typed import Typed, handing_on, retyped
from core.spec.typed import hidden_text as text_of
from core.spec.typed import parse_widths as parse_widths
from core.stops import STOPS

# What each task asks of the end of the network: output activation and loss.
ENDINGS = {
    "binary": ("sigmoid", "binary_cross_entropy"),
    "classes": ("softmax", "categorical_cross_entropy"),
    "regression": ("linear", "mean_squared_error"),
}
# Data sets that are complete with so many examples.
EXACT = {"xor": 4, "and": 4, "or": 4, "one_of_eight": 8}
SAMPLES = 250
MANY_SAMPLES = 1000
TEST = 0.2
BATCH = 32


def with_data(spec: Spec, data: Data) -> Spec:
    """Another data set; the output layer and the loss follow where they no longer fit, the batch shrinks if it must."""
    if len(shape_of(data)) != 3:
        data = replace(data, shift=0, rotation=0.0)
    read, loss = readable(layers_for(shape_of(data), spec.layers), data), spec.loss
    last = output_of(read, data)
    layers = (*read[:-1], last)
    if outputs_of(data) and not fits(spec, last, data):
        activation, name = ENDINGS[task_of(data)]
        layers = (*read[:-1], replace(last, units=units_of(last, data), activation=activation))
        loss = replace(loss, name=name)
    layers = with_fitting_ties(layers, data)
    kept = forgetting(spec, layers, data)
    left = fitting(spec, loss.name)
    stops = tuple(stop for stop in spec.stops if can_stop(stop.name, data))
    changed = replace(kept, batch_size=None, data=data, layers=layers, loss=loss, regularisers=left, stops=stops)
    return with_batch(changed, spec.batch_size if data.name == spec.data.name else usual_batch(spec, data))


def layers_for(shape: tuple[int, ...], layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The layers that have a place where examples have this shape: without images, none for them; (0,) is unknown."""
    if len(shape) == 3 or not any(shape):
        return layers
    return tuple(layer for layer in layers if isinstance(layer, Dense | Stepwise))


def shape_of(data: Data) -> tuple[int, ...]:
    """The shape of one example."""
    return DATASETS[data.name].shape if data.name != "given" else (inputs_of(data),)


def usual_batch(spec: Spec, data: Data) -> int | None:
    """What a spec that comes to this data set sees per step: points keep the batch, larger examples get 32 a step."""
    if DATASETS[data.name].group == "points" or OPTIMIZERS[spec.optimizer.name].full_batch:
        return spec.batch_size
    return BATCH


def fits(spec: Spec, last: Output, data: Data) -> bool:
    """Whether the end of the network can answer this data set as it is."""
    task = task_of(data)
    ranged = task == "regression" or last.activation in ("sigmoid", "softmax", "tanh") or spec.loss.name == "hinge"
    same_task = task_of(spec.data) == task or spec.loss.name in (
        "half_squared_error",
        ENDINGS[task][1],
    )
    reaches = last.activation == "linear" or task != "regression" or data.answer == "given"
    return last.units == units_of(last, data) and ranged and same_task and reaches


def named(name: str, spec: Spec) -> Data:
    """The data set of that name with sensible numbers, from the data a spec has now; what is asked for stays."""
    rule, before, answer = DATASETS[name], DATASETS[spec.data.name], spec.data.answer
    if name in EXACT:
        return Data(name, samples=EXACT[name], answer=answer)
    if rule.most is not None:
        return Data(name, samples=rule.most, test_fraction=rule.test_share or TEST, answer=answer)
    if rule.group != "points":
        return Data(name, samples=MANY_SAMPLES, test_fraction=TEST, answer=answer)
    if spec.data.name in ("given", *EXACT) or before.group != "points":
        return Data(name, samples=SAMPLES, noise=0.05, test_fraction=TEST, answer=answer)
    return replace(spec.data, name=name)


def with_answer(spec: Spec, answer: str) -> Spec:
    """Ask for the targets of the data set ("given"), or for the input itself ("input")."""
    return with_data(spec, replace(spec.data, answer=answer))


def with_batch(spec: Spec, batch_size: int | None) -> Spec:
    """Another batch size; as many as there are examples, or more than a new data set has, is the full batch."""
    examples = training_examples(spec.data)
    full = batch_size is None or examples is None or batch_size >= examples
    return replace(spec, batch_size=None if full else batch_size)


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


def with_loss(spec: Spec, name: str) -> Spec:
    """Another loss; the output activation follows when the loss needs other outputs."""
    allowed = LOSSES[name].output_activations
    last = spec.output
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
    options = next((one.options for one in spec.regularisers if one.name == name), ())
    return replace(spec, regularisers=(*others, Regulariser(name, amount, options)) if amount else others)


def with_regulariser_option(spec: Spec, regulariser: str, name: str, value: float) -> Spec:
    """Another value for an option of a regulariser that is on."""
    return replace(
        spec,
        regularisers=tuple(
            replace(one, options=with_pair(one.options, name, value)) if one.name == regulariser else one
            for one in spec.regularisers
        ),
    )


def with_stop(spec: Spec, name: str, value: float | None) -> Spec:
    """Another value for a stop condition; None takes it off the list."""
    others = tuple(stop for stop in spec.stops if stop.name != name)
    return replace(spec, stops=others if value is None else (*others, Stop(name, value)))


def can_stop(name: str, data: Data) -> bool:
    """Whether a stop condition finds what it needs in another data set; what came with the spec is looked at later."""
    needs = STOPS[name].needs
    if needs == "validation":
        return data.validation_fraction > 0.0
    return needs != "classes" or data.name == "given" or task_of(data) != "regression"


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
    last = spec.output
    if not isinstance(last, Dense):
        return spec
    layers = (*spec.layers[:-1], replace(last, tied=spec.layer_names[0] if tied else ""))
    return replace(forgetting(spec, layers, spec.data), layers=layers)


def possible_skips(inputs: int, layers: tuple[Layer, ...]) -> list[Skip]:
    """All skip links that these layers allow."""
    hidden = {f"h{i}": layer.units for i, layer in enumerate(layers[:-1], 1) if isinstance(layer, Dense)}
    return possible({"x": inputs} | hidden)


def with_skips(spec: Spec, skips: tuple[Skip, ...]) -> Spec:
    """Other skip links."""
    return replace(spec, skips=skips)
