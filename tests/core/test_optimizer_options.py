"""Options: by PyTorch's names, with defaults, in JSON as an object; what is not allowed is refused by name."""

import json

import pytest

from core import Optimizer, Schedule, Spec, SpecError
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.spec import adjust

REFUSED = {
    "out of range": (lambda: Optimizer("adam", 0.1, (("beta1", 1.5),)), "optimizer.beta1 is 1.5", "from 0 to 0.999999"),
    "not a number": (lambda: Optimizer("adam", 0.1, {"eps": "small"}), "optimizer.eps is 'small'", "from 1e-30 to 1"),
    "NaN": (lambda: Optimizer("sgd", 0.1, {"weight_decay": float("nan")}), "optimizer.weight_decay is nan", "0 to 10"),
    "half a switch": (
        lambda: Optimizer("rmsprop", 0.1, {"centered": 0.5}),
        "optimizer.centered is 0.5",
        "whole number",
    ),
    "unknown": (
        lambda: Optimizer("momentum", 0.1, {"momentun": 0.9}),
        "optimizer.options has 'momentun', which momentum does not have",
        "nearest known are momentum",
    ),
    "of another": (lambda: Optimizer("sgd", 0.1, {"beta1": 0.9}), "'beta1', which sgd does not have", "weight_decay"),
    "of none": (lambda: Schedule("constant", {"gamma": 0.9}), "'gamma', which constant does not have", "it has none"),
    "no pairs": (lambda: Optimizer("adam", 0.1, "beta1"), "optimizer.options is 'beta1'", "names and their values"),
    "no names": (lambda: Optimizer("adam", 0.1, ((1, 2),)), "optimizer.options has the entry (1, 2)", "a name"),
    "schedule unknown": (lambda: Schedule("cosinus"), "schedule.name is 'cosinus'", "cosine"),
    "schedule range": (lambda: Schedule("step", {"step_size": 0}), "schedule.step_size is 0", "from 1 to 1,000,000"),
    "schedule not one": (lambda: Spec(schedule="cosine"), "schedule is 'cosine'", "expected Schedule"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_option_is_refused_with_field_value_and_range(case: str) -> None:
    make, field_and_value, allowed = REFUSED[case]
    with pytest.raises(SpecError) as refusal:
        make()
    assert field_and_value in str(refusal.value)
    assert allowed in str(refusal.value)


def test_an_option_has_its_default_until_it_is_set() -> None:
    assert Optimizer("adam").option("beta2") == 0.999
    assert Optimizer("adam", 0.1, {"beta2": 0.9}).option("beta2") == 0.9
    assert Schedule("step", (("gamma", 0.25),)).option("gamma") == 0.25


def test_the_order_in_which_options_are_given_does_not_matter() -> None:
    one, two = ({"beta1": 0.8, "eps": 1e-6}, {"eps": 1e-6, "beta1": 0.8})
    assert Optimizer("adam", 0.1, one) == Optimizer("adam", 0.1, two)
    assert hash(Optimizer("adam", 0.1, one)) == hash(Optimizer("adam", 0.1, two))


def test_options_are_an_object_in_json_and_come_back() -> None:
    spec = Spec(optimizer=Optimizer("adam", 0.1, {"beta1": 0.8}), schedule=Schedule("cosine", {"T_max": 50}))
    content = json.loads(spec.to_json())
    assert content["optimizer"]["options"] == {"beta1": 0.8}
    assert content["schedule"] == {"name": "cosine", "options": {"T_max": 50}}
    assert spec == Spec.from_json(spec.to_json())


def test_a_setup_from_before_there_were_options_is_still_read() -> None:
    spec = Spec.from_json('{"version": 1, "optimizer": {"name": "sgd", "learning_rate": 0.25}}')
    assert spec == Spec(optimizer=Optimizer("sgd", 0.25))
    assert spec.schedule == Schedule("constant")


@pytest.mark.parametrize("text", ['{"optimizer": {"options": 3}}', '{"schedule": {"options": [[1, 2]]}}'])
def test_json_that_holds_no_options_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match="options"):
        Spec.from_json(text)


@pytest.mark.parametrize("before", OPTIMIZERS)
@pytest.mark.parametrize("after", OPTIMIZERS)
def test_another_optimizer_keeps_the_rate_and_the_options_that_both_have(before: str, after: str) -> None:
    spec = Spec(
        optimizer=Optimizer(before, 0.02, {name: one.default for name, one in OPTIMIZERS[before].options.items()})
    )
    changed = adjust.with_optimizer(spec, after).optimizer
    assert (changed.name, changed.learning_rate) == (after, 0.02)
    assert {name for name, _ in changed.options} == set(OPTIMIZERS[before].options) & set(OPTIMIZERS[after].options)


def test_small_changes_of_options_and_schedule() -> None:
    spec = adjust.with_option(adjust.with_optimizer(Spec(), "adam"), "beta1", 0.5)
    assert adjust.with_option(spec, "beta1", 0.6).optimizer.options == (("beta1", 0.6),)
    spec = adjust.with_schedule_option(adjust.with_schedule(spec, "step"), "step_size", 7)
    assert (spec.schedule.name, spec.schedule.option("step_size"), spec.optimizer.option("beta1")) == ("step", 7, 0.5)
    for name in SCHEDULES:
        assert adjust.with_schedule(spec, name).schedule == Schedule(name)
