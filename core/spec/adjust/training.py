"""Another loss, optimizer, schedule, regulariser or stop condition."""

from __future__ import annotations

from dataclasses import replace

from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.options import Pairs
from core.regularisers import REGULARISERS
from core.spec.parts import Loss, Optimizer, Regulariser, Schedule, Stop
from core.spec.spec import Spec


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
