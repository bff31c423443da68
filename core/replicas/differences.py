"""In what replicas may differ: in numbers, never in what decides the operations, the layout or the memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace

from core.errors import SpecError
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.regularisers import REGULARISERS
from core.spec import Initialiser, Optimizer, Regulariser, Schedule, Spec
from core.spec.layers import Biased, Layer
from core.spec.limits import shown

MAY_DIFFER = (
    "expected replicas that differ in numbers only: seed, learning rate, options of optimizer and schedule, "
    "initialisers, pasted weights, seed and noise of the data, amounts of penalties, label smoothing and input noise"
)


def check_alike(specs: Sequence[Spec]) -> None:
    """The first difference that replicas cannot have, in a sentence."""
    if not specs:
        raise SpecError("There are no specs: expected one per replica.")
    first, remembered = structure(specs[0]), fields_remembered(specs[0])
    for r, spec in enumerate(specs):
        for path, ours, theirs in differences("", structure(spec), first):
            raise SpecError(f"{path} is {shown(ours)} in replica {r} and {shown(theirs)} in replica 0: {MAY_DIFFER}.")
        if fields_remembered(spec) != remembered:
            raise SpecError(
                f"The optimizer remembers {fields_remembered(spec)} in replica {r} and {remembered} in replica 0: "
                "expected options with which all replicas remember the same."
            )


def check_stackable(spec: Spec, network: Network) -> None:
    """What has not learnt to run in many replicas at once is refused by name."""
    ops = (op.kind for op in network.ops if not op.stackable)
    regularisers = (one.name for one in spec.regularisers if one.amount and not REGULARISERS[one.name].stackable)
    optimizers = (name for name in (spec.optimizer.name,) if not OPTIMIZERS[name].stackable)
    for name in (*ops, *regularisers, *optimizers):
        raise SpecError(f"{name} cannot run in replicas: train one program after the other, or leave {name} away.")


def structure(spec: Spec) -> Spec:
    """The spec without all that may differ."""
    return replace(
        spec,
        seed=0,
        initial=(),
        data=replace(spec.data, seed=0, noise=0.0),
        layers=tuple(bare(layer) for layer in spec.layers),
        optimizer=Optimizer(spec.optimizer.name),
        schedule=Schedule(spec.schedule.name),
        regularisers=tuple(on_or_off(one) for one in spec.regularisers),
    )


def bare(layer: Layer) -> Layer:
    """The layer without its initialisers."""
    if not isinstance(layer, Biased):
        return layer
    return replace(layer, initialiser=Initialiser(), bias_initialiser=Initialiser("zeros"))


def on_or_off(regulariser: Regulariser) -> Regulariser:
    """The regulariser with one and the same amount, where replicas may differ in it."""
    if not REGULARISERS[regulariser.name].amounts_may_differ or not regulariser.amount:
        return regulariser
    return replace(regulariser, amount=REGULARISERS[regulariser.name].amount.high)


def fields_remembered(spec: Spec) -> str:
    """The fields of the optimizer's memory, which options may add to."""
    return ", ".join(OPTIMIZERS[spec.optimizer.name].fields_of(spec.optimizer.settings)) or "nothing"


def differences(path: str, ours: object, theirs: object) -> Iterator[tuple[str, object, object]]:
    """Where two specs differ: path and both values, as deep down as they are of one kind."""
    if ours == theirs:
        return
    if is_dataclass(ours) and type(ours) is type(theirs):
        for field in fields(ours):
            name = f"{path}.{field.name}" if path else field.name
            yield from differences(name, getattr(ours, field.name), getattr(theirs, field.name))
    elif isinstance(ours, tuple) and isinstance(theirs, tuple) and len(ours) == len(theirs):
        for i, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(f"{path}[{i}]", one, other)
    else:
        yield path, ours, theirs
