"""The rate of every step: PyTorch's where it has the schedule, recorded in the row, and the same on all ways."""

import pickle

import numpy as np
import pytest

from core import Optimizer, Schedule, compile_program
from core.schedules import SCHEDULES
from tests.core.optimizing import trained_by
from tests.core.test_no_allocation import MOST, rise, traced

RATE = 0.3
# Short enough that something happens within some hundred steps.
SETTINGS: dict[str, dict[str, float]] = {
    "constant": {},
    "step": {"step_size": 30, "gamma": 0.5},
    "exponential": {"gamma": 0.99},
    "cosine": {"T_max": 80, "eta_min": 0.01},
    "warm_up": {"start_factor": 0.2, "total_iters": 50},
    "one_cycle": {"total_steps": 200, "pct_start": 0.25, "div_factor": 10.0, "final_div_factor": 100.0},
    "reduce_on_plateau": {"factor": 0.5, "patience": 4, "threshold": 0.01, "cooldown": 3, "min_lr": 0.02, "eps": 1e-8},
}
STEPS = 200
# PyTorch multiplies its rates up step by step, which adds half a unit in the last place each time.
CLOSED, CHAINED = 1e-15, 1e-13
each = pytest.mark.parametrize("name", SCHEDULES)


def rates(name: str, losses: np.ndarray) -> list[float]:
    """The rates by the pure rule."""
    rule, settings = SCHEDULES[name], Schedule(name, SETTINGS[name]).settings | {"learning_rate": RATE}
    memory, found = rule.init(), []
    for loss in losses:
        found.append(rule.rate(memory, settings))
        memory = rule.after(memory, float(loss), settings)
    return found


def losses() -> np.ndarray:
    """Falls, rests, jumps: a loss with plateaus."""
    rng = np.random.default_rng(5)
    return 1.0 / (1.0 + np.arange(STEPS) // 25) + 0.02 * rng.random(STEPS)


def theirs(name: str):
    """(PyTorch's optimizer and schedule)."""
    import torch
    from torch.optim import lr_scheduler as of

    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    options = Schedule(name, SETTINGS[name]).settings
    make = {
        "constant": lambda: of.ConstantLR(optimizer, factor=1.0),
        "step": lambda: of.StepLR(optimizer, **options),
        "exponential": lambda: of.ExponentialLR(optimizer, **options),
        "cosine": lambda: of.CosineAnnealingLR(optimizer, **options),
        "warm_up": lambda: of.LinearLR(optimizer, **options, end_factor=1.0),
        "one_cycle": lambda: of.OneCycleLR(optimizer, RATE, **options, cycle_momentum=False),
        "reduce_on_plateau": lambda: of.ReduceLROnPlateau(optimizer, **options),
    }[name]
    return optimizer, make()


@pytest.mark.torch
@each
def test_every_schedule_is_pytorchs(name: str) -> None:
    optimizer, schedule = theirs(name)
    ours = rates(name, losses())
    for k, loss in enumerate(losses()):
        expected = optimizer.param_groups[0]["lr"]
        assert abs(ours[k] - expected) <= CHAINED * expected, k
        if name in ("one_cycle", "reduce_on_plateau"):
            assert abs(ours[k] - expected) <= CLOSED * expected, k
        elif hasattr(schedule, "_get_closed_form_lr"):
            [closed] = schedule._get_closed_form_lr()
            assert abs(ours[k] - closed) <= CLOSED * closed, k
        optimizer.step()
        if k + 1 < STEPS:
            schedule.step(loss) if name == "reduce_on_plateau" else schedule.step()
    assert (len(set(ours)) > 3) is (name != "constant")


@each
def test_the_rate_of_each_step_is_recorded_and_used(name: str) -> None:
    program = compile_program(trained_by(Optimizer("sgd", RATE), schedule=Schedule(name, SETTINGS[name])))
    state, rows = program.start(), []
    for _ in range(60):
        state, step = program.advance(state)
        rows.append(step)
    assert [float(step.value("learning_rate")) for step in rows] == rates(name, np.array([step.loss for step in rows]))
    for step in rows:
        np.testing.assert_allclose(
            step.update("h1/W"), -step.value("learning_rate") * step.gradient("h1/W"), rtol=1e-15, atol=0
        )


@each
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adamw", "nadam", "rmsprop"])
def test_all_ways_to_train_agree_bit_for_bit(name: str, optimizer: str) -> None:
    program = compile_program(trained_by(Optimizer(optimizer, 0.01), schedule=Schedule(name, SETTINGS[name])))
    start, one_by_one = program.start(), program.start()
    for _ in range(40):
        one_by_one = program.advance(one_by_one)[0]
    halfway = pickle.loads(pickle.dumps(program.run(start, 17)))  # noqa: S301
    for other in (program.run(start, 40), program.record(start, 8, 5).state, program.run(halfway, 23)):
        assert one_by_one.vector.tobytes() == other.vector.tobytes()


@each
def test_a_step_allocates_nothing(name: str) -> None:
    program = compile_program(trained_by(Optimizer("adam", 0.01), schedule=Schedule(name, SETTINGS[name])))
    state = program.start()

    def one_step() -> None:
        program.run(state, 1)

    with traced():
        one, forty = rise(one_step, one_step), rise(lambda: program.run(state, 40), one_step)
    assert forty - one <= MOST


def test_after_its_cycle_the_rate_stays_where_it_is() -> None:
    settings = Schedule("one_cycle", SETTINGS["one_cycle"]).settings | {"learning_rate": RATE}
    rule = SCHEDULES["one_cycle"]
    last = rule.rate({"t": 199.0}, settings)
    assert last == rule.rate({"t": 200.0}, settings) == rule.rate({"t": 1e9}, settings)
    assert last == pytest.approx(RATE / 1000.0, rel=1e-12)


@pytest.mark.parametrize("rate", [0.0, 100.0])
@each
def test_the_ends_of_the_range_of_rates_are_no_trouble(name: str, rate: float) -> None:
    settings = Schedule(name).settings | {"learning_rate": rate}
    rule, memory = SCHEDULES[name], SCHEDULES[name].init()
    for _ in range(3000):
        assert 0.0 <= rule.rate(memory, settings) <= 100.0
        memory = rule.after(memory, float("nan"), settings)


@each
def test_every_schedule_says_what_it_is(name: str) -> None:
    rule = SCHEDULES[name]
    assert all((rule.label, rule.tex, rule.source, rule.about, rule.__doc__))
    assert list(SETTINGS) == list(SCHEDULES)
    for option in rule.options.values():
        option.limit.check("default", option.default)
