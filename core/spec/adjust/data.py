"""Another data set wants another output, another loss, another batch."""

from __future__ import annotations

from dataclasses import replace

from core.datasets import DATASETS, inputs_of, outputs_of, task_of, training_examples
from core.optimizers import OPTIMIZERS
from core.spec.adjust.layers import forgetting, with_fitting_ties
from core.spec.adjust.training import fitting
from core.spec.layers import Layer, Output, Stepwise
from core.spec.parts import Data, Dense
from core.spec.reading import output_of, readable, units_of
from core.spec.spec import Spec
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


def can_stop(name: str, data: Data) -> bool:
    """Whether a stop condition finds what it needs in another data set; what came with the spec is looked at later."""
    needs = STOPS[name].needs
    if needs == "validation":
        return data.validation_fraction > 0.0
    return needs != "classes" or data.name == "given" or task_of(data) != "regression"
