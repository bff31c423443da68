"""What replicas may not differ in, and what cannot be stacked, is refused in a sentence that names it."""

from dataclasses import replace

import pytest

from core import BackflowError, Data, Dense, Loss, Optimizer, Regulariser, Schedule, Spec, SpecError
from core.ops import OPS
from core.optimizers import OPTIMIZERS
from core.regularisers import REGULARISERS
from core.replicas import compile_replicas, differences
from tests.core.test_replicas import classes

BASE = classes()
OTHERS = {
    "data.samples": replace(BASE, data=Data("blobs", samples=50)),
    "data.name": replace(BASE, data=Data("circles", samples=40), layers=(Dense(5), Dense(4), Dense(1))),
    "layers[1].units": replace(BASE, layers=(Dense(5), Dense(6), Dense(3))),
    "layers[0].activation": replace(BASE, layers=(Dense(5, "relu"), Dense(4), Dense(3))),
    "layers[2].bias": replace(BASE, layers=(Dense(5), Dense(4), Dense(3, bias=False))),
    "layers": replace(BASE, layers=(Dense(5), Dense(3))),
    "loss.name": replace(BASE, loss=Loss("huber")),
    "loss.reduction": replace(BASE, loss=Loss("mean_squared_error", "sum")),
    "optimizer.name": replace(BASE, optimizer=Optimizer("adam")),
    "batch_size": replace(BASE, batch_size=10),
    "frozen": replace(BASE, frozen=("h1",)),
    "schedule.name": replace(BASE, schedule=Schedule("cosine")),
    "regularisers": replace(BASE, regularisers=(Regulariser("l2", 0.1),)),
}


@pytest.mark.parametrize("path", OTHERS)
def test_a_difference_in_structure_is_told_by_its_path_and_its_replica(path: str) -> None:
    with pytest.raises(SpecError) as refusal:
        compile_replicas([BASE, BASE, OTHERS[path]])
    assert str(refusal.value).startswith(f"{path} is ")
    assert "in replica 2 and" in str(refusal.value)
    assert "expected replicas that differ in numbers only" in str(refusal.value)


@pytest.mark.parametrize("option", [("centered", 1), ("momentum", 0.5)])
def test_a_difference_in_memory_is_told(option: tuple[str, float]) -> None:
    plain, other = (replace(BASE, optimizer=Optimizer("rmsprop", 0.01, options)) for options in ((), (option,)))
    with pytest.raises(SpecError, match=r"The optimizer remembers v, . in replica 1 and v in replica 0"):
        compile_replicas([plain, other])


@pytest.mark.parametrize("name", [name for name, rule in OPTIMIZERS.items() if not rule.stackable])
def test_an_optimizer_that_cannot_be_stacked_is_refused_by_name(name: str) -> None:
    spec = Spec(layers=(Dense(2), Dense(1)), loss=Loss("mean_squared_error"), optimizer=Optimizer(name))
    with pytest.raises(SpecError, match=f"{name} cannot run in replicas"):
        compile_replicas([spec] * 3)


# Where operations occur that no plain network has.
SPARSE = (Dense(3, "sigmoid"), Dense(3))
OCCURS = {
    "absolute_sum": replace(BASE, layers=SPARSE, regularisers=(Regulariser("activation_l1", 0.1),)),
    "rate_divergence": replace(BASE, layers=SPARSE, regularisers=(Regulariser("sparsity", 0.1),)),
    "tied_affine": replace(BASE, layers=(Dense(3), Dense(2, tied="h1"), Dense(3))),
}


@pytest.mark.parametrize("name", [name for name, op in OPS.items() if op.stackable])
def test_an_operation_that_has_not_learnt_it_is_refused_by_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OPS[name], "stackable", False)
    on = [Regulariser(rule, 0.2) for rule in ("dropout", "dropconnect", "batch_norm")]
    hidden = name if name in ("softmax", "linear") or hasattr(OPS[name], "slope") else "tanh"
    layers = (Dense(3, hidden), Dense(3, hidden), Dense(3))
    spec = replace(BASE, layers=layers, regularisers=tuple(on), skips=(("h1", "h2"),))
    spec = OCCURS.get(name, spec)
    with pytest.raises(SpecError, match=f"{name} cannot run in replicas"):
        compile_replicas([spec] * 3)


@pytest.mark.parametrize("name", [name for name, rule in REGULARISERS.items() if not rule.amounts_may_differ])
def test_amounts_that_decide_the_calls_must_be_the_same(name: str) -> None:
    specs = [replace(BASE, regularisers=(Regulariser(name, amount),)) for amount in (0.1, 0.1, 0.2)]
    with pytest.raises(SpecError, match=r"regularisers\[0\].amount is 0.2 in replica 2 and 0.1 in replica 0"):
        compile_replicas(specs)


def test_a_regulariser_that_cannot_be_stacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = replace(REGULARISERS["dropout"], stackable=False)
    monkeypatch.setitem(differences.REGULARISERS, "dropout", alone)
    with pytest.raises(SpecError, match="dropout cannot run in replicas"):
        compile_replicas([replace(BASE, regularisers=(Regulariser("dropout", 0.2),))] * 3)


def test_no_specs_no_negative_counts_no_foreign_states() -> None:
    with pytest.raises(SpecError, match="expected one per replica"):
        compile_replicas([])
    replicas, others = (compile_replicas([BASE] * 3) for _ in range(2))
    with pytest.raises(BackflowError, match="expected at least 0 steps"):
        replicas.record(replicas.start(), -1)
    with pytest.raises(BackflowError, match="expected a state from these replicas"):
        replicas.run(others.start(), 1)
