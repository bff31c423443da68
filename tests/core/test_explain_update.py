"""The optimizer's lines, worked out for single weights: they end at the recorded update and memory, whatever is on."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Optimizer, Program, Regulariser, Schedule, Spec, State, Step, compile_program
from core import session as sessions
from core.explain import Update, course, explain_update, state_before
from core.line import symbol
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.spec import adjust
from tests.core.optimizing import COMBINATIONS, RATES, STABLE, identify, trained_by

EXACT = 1e-12
LOOKED_AT = (1, 2, 3, 10)
each_combination = pytest.mark.parametrize("optimizer", COMBINATIONS, ids=identify)
PLAIN_OF = {name: Optimizer(name, RATES.get(name, 0.002), STABLE.get(name, {})) for name in OPTIMIZERS}
# One of each, with its weight decay where it has one.
PLAIN = [
    Optimizer(name, RATES.get(name, 0.002), STABLE.get(name, {}) | ({"weight_decay": 0.05} if decays else {}))
    for name, rule in OPTIMIZERS.items()
    for decays in [False, *([True] if "weight_decay" in rule.options else [])]
]
# Sums of squares alone have no regularisers.
REGULAR = [one for one in PLAIN if not OPTIMIZERS[one.name].least_squares]
REGULARISED = {
    "clipped by norm": (("clip_norm", 0.05),),
    "clipped by value": (("clip_value", 0.01),),
    "clipped by both": (("clip_norm", 0.05), ("clip_value", 0.005)),
    "max-norm": (("max_norm", 0.5),),
    "penalties": (("l2", 0.1), ("l1", 0.01)),
    "all": (("clip_norm", 0.05), ("l2", 0.1), ("max_norm", 0.5)),
}


def every_weight(program: Program, step: Step, before: State) -> Iterator[Update]:
    for slot in program.layout.parameters():
        for index in np.ndindex(slot.shape):
            yield explain_update(program, step, before, slot.path, index)


def steps_of(spec: Spec) -> Iterator[tuple[Program, Step, State]]:
    """Some recorded steps with the state before them; the steps are counted from 1."""
    program = compile_program(spec)
    state = program.start()
    for k in range(1, max(LOOKED_AT) + 1):
        after, step = program.advance(state)
        if k in LOOKED_AT:
            yield program, step, state
        state = after


def assert_explained(spec: Spec) -> None:
    """Every line that something was recorded of comes to that, and the last value is the update."""
    for program, step, before in steps_of(spec):
        for found in every_weight(program, step, before):
            assert found.error <= EXACT, (step.index, found.path, found.index)
            update = [line for line in found.lines if line.line.name == "update"][-1]
            assert update.expected == found.recorded == float(step.update(found.path)[found.index])
            assert found.final["theta"] == found.known["theta"] + update.value


@each_combination
def test_the_lines_end_at_the_recorded_update_and_memory(optimizer: Optimizer) -> None:
    assert_explained(trained_by(optimizer))


@pytest.mark.parametrize("optimizer", REGULAR, ids=identify)
@pytest.mark.parametrize("name", REGULARISED)
def test_so_they_do_behind_clipping_and_before_max_norm(optimizer: Optimizer, name: str) -> None:
    assert_explained(replace(trained_by(optimizer), regularisers=tuple(Regulariser(*one) for one in REGULARISED[name])))


@pytest.mark.parametrize("optimizer", PLAIN, ids=identify)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_so_they_do_at_the_rate_of_the_step(optimizer: Optimizer, schedule: str) -> None:
    assert_explained(trained_by(optimizer, schedule=Schedule(schedule)))


@pytest.mark.parametrize("optimizer", PLAIN, ids=identify)
@pytest.mark.parametrize("frozen", [("h1/W[0,1]", "h2", "*/b"), ("out/W",)], ids=["some", "a layer"])
def test_what_is_frozen_ends_at_zero(optimizer: Optimizer, frozen: tuple[str, ...]) -> None:
    spec = trained_by(optimizer, frozen=frozen)
    assert_explained(spec)
    if not OPTIMIZERS[optimizer.name].least_squares:
        assert_explained(replace(spec, regularisers=(Regulariser("max_norm", 0.5), Regulariser("clip_norm", 0.1))))


@each_combination
def test_every_field_of_the_memory_has_a_line(optimizer: Optimizer) -> None:
    program, step, before = next(steps_of(trained_by(optimizer)))
    found = explain_update(program, step, before, "h1/W", (0, 0))
    named = {line.line.name.removesuffix("_before") for line in found.lines if line.expected is not None}
    older = {f"{pair}{i}" for pair in "sy" for i in range(1, 11)}
    assert set(found.after) - older - {"start"} <= named
    assert {"update"} <= named


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_parameter_of_every_recipe_has_an_update_that_is_explained(recipe: str) -> None:
    program = compile_program(RECIPES[recipe])
    before, _ = program.advance(program.start())
    _, step = program.advance(before)
    for slot in program.layout.parameters():
        last = tuple(n - 1 for n in slot.shape)
        found = explain_update(program, step, before, slot.path, last)
        assert (found.path, found.index) == (slot.path, last)
        assert found.error <= EXACT


def test_a_tied_weight_is_that_of_the_layer_that_owns_it() -> None:
    tied = next(name for name, spec in RECIPES.items() if getattr(spec.output, "tied", ""))
    program = compile_program(RECIPES[tied])
    state = program.start()
    step = program.advance(state)[1]
    found = explain_update(program, step, state, "out/W", (1, 0))
    assert found == explain_update(program, step, state, "h1/W", (0, 1))
    assert found.path == "h1/W"


def played(spec: Spec, rows: int, stride: int = 1) -> sessions.Session:
    session = sessions.recorded(sessions.begin(spec), rows, stride)
    while session.history.last < rows * stride:
        session = sessions.recorded(session, rows, stride)
    return session


@pytest.mark.parametrize("stride", [1, 7])
@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_the_state_before_a_step_is_the_same_from_rows_as_from_training(optimizer: str, stride: int) -> None:
    session = played(trained_by(Optimizer(optimizer, 0.01)), 12, stride)
    for k in session.history.losses.steps.tolist():
        assert state_before(session.history, k) == session.history.state(k)


def test_behind_an_edit_and_another_rate_the_memory_before_is_what_the_step_found() -> None:
    session = sessions.looked_at(played(trained_by(Optimizer("momentum", 0.05)), 8), 5)
    session = sessions.edit(session, "h1/W", (0, 0), 0.5)
    session = sessions.recorded(sessions.change(session, session.spec.with_learning_rate(0.01)), 4)
    for k in range(4, 9):
        program, step = session.history.program_at(k), session.history.step(k)
        found = explain_update(program, step, state_before(session.history, k), "h1/W", (0, 0))
        assert found.error <= EXACT
        assert found.before["v"] == session.history.step(k - 1).value("h1/W:v")[0, 0]
        assert found.known["learning_rate"] == (0.05 if k <= 5 else 0.01)
        assert k != 5 or found.known["theta"] == 0.5


def test_another_damping_is_what_the_next_step_begins_with() -> None:
    session = sessions.looked_at(played(trained_by(Optimizer("levenberg_marquardt")), 6), 4)
    session = sessions.recorded(sessions.change(session, adjust.with_option(session.spec, "damping", 3.0)), 2)
    found = explain_update(session.program, session.history.step(5), state_before(session.history, 5), "h1/W", (0, 0))
    assert found.lines[0].line.symbols() == r"\lambda_0"
    assert found.lines[0].value == 3.0 != found.before["damping"]
    assert found.error <= EXACT


def test_another_optimizer_begins_with_an_empty_memory() -> None:
    session = sessions.looked_at(played(trained_by(Optimizer("momentum", 0.05)), 8), 5)
    session = sessions.recorded(sessions.change(session, adjust.with_optimizer(session.spec, "adam")), 2)
    found = explain_update(session.program, session.step, state_before(session.history, 5), "h1/W", (0, 0))
    assert found.before == {"m": 0.0, "v": 0.0, "t": 0.0}
    assert found.error <= EXACT


def test_the_course_has_the_recorded_steps_of_this_program_up_to_the_cursor() -> None:
    session = sessions.looked_at(played(trained_by(Optimizer("momentum", 0.05)), 20), 14)
    series = course(session.history, 14, "h1/W", (1, 0), most=10)
    assert series.steps.tolist() == list(range(5, 15))
    assert list(series.series) == ["gradient", "v", "update", "weight"]
    for place, k in enumerate(series.steps.tolist()):
        step = session.history.step(k)
        assert series.series["gradient"][place] == step.gradient("h1/W")[1, 0]
        assert series.series["v"][place] == step.value("h1/W:v")[1, 0]
        assert series.series["update"][place] == step.update("h1/W")[1, 0]
        assert series.series["weight"][place] == step.parameter("h1/W")[1, 0]
    changed = sessions.recorded(sessions.change(session, session.spec.with_learning_rate(0.01)), 3)
    later = sessions.looked_at(changed, 17)
    assert course(later.history, 17, "h1/W", (1, 0)).steps.tolist() == [15, 16, 17]


def test_a_step_that_was_not_recorded_stands_at_the_end_of_its_course() -> None:
    session = played(trained_by(Optimizer("sgd", 0.05)), 5, 10)
    series = course(session.history, 23, "h1/W", (0, 0))
    assert series.steps.tolist() == [0, 1, 11, 21, 23]
    assert series.series["gradient"][-1] == session.history.step(23).gradient("h1/W")[0, 0]


def explained(spec: Spec, count: int, path: str, index: tuple[int, ...]) -> Iterator[Update]:
    """One parameter at each of so many steps."""
    program = compile_program(spec)
    state = program.start()
    for _ in range(count):
        after, step = program.advance(state)
        yield explain_update(program, step, state, path, index)
        state = after


def test_rprop_is_explained_through_every_change_of_sign() -> None:
    found = list(explained(trained_by(Optimizer("rprop", 0.2)), 40, "out/b", (0,)))
    assert max(one.error for one in found) <= EXACT
    assert {np.sign(one.final["q"]) for one in found} == {-1.0, 0.0, 1.0}
    assert all(one.recorded == one.after["previous"] == 0.0 for one in found if one.final["q"] < 0.0)


def test_levenberg_marquardt_is_explained_where_a_trial_is_kept_and_where_it_is_taken_back() -> None:
    spec = trained_by(Optimizer("levenberg_marquardt", 0.1, {"damping": 1e-6}))
    found = list(explained(spec, 25, "h1/W", (0, 0)))
    assert max(one.error for one in found) <= EXACT
    kept = [one.final["accepted"] > one.before["accepted"] for one in found]
    assert {*kept} == {True, False}
    assert all((one.recorded != 0.0) == won for one, won in zip(found, kept, strict=True))


def test_lbfgs_is_explained_where_a_pair_is_kept_and_where_it_is_left_out() -> None:
    spec = replace(RECIPES["xor"], optimizer=Optimizer("lbfgs", 0.05), batch_size=None)
    found = list(explained(spec, 60, "h1/W", (0, 0)))
    assert max(one.error for one in found) <= EXACT
    assert {one.final["kept"] for one in found[1:]} == {0.0, 1.0}
    assert found[0].final["shortened"] <= 1.0


def test_a_wrong_line_is_seen() -> None:
    program, step, before = next(steps_of(trained_by(Optimizer("momentum", 0.05))))
    moved = State(before.layout, before.step, before.vector + 0.25)
    assert explain_update(program, step, moved, "h1/W", (0, 0)).error > 0.01


def test_a_step_that_overflowed_is_explained_as_far_as_it_goes() -> None:
    program = compile_program(trained_by(Optimizer("adam", 0.05)))
    state = program.start().with_parameter("out/W", np.full((1, 3), 1e308))
    state = State(state.layout, 0, np.where(state.vector == 1e308, np.inf, state.vector))
    step = program.advance(state)[1]
    found = explain_update(program, step, state, "out/W", (0, 0))
    assert not np.isfinite(found.final["theta"])
    assert found.error == np.inf


@pytest.mark.parametrize("optimizer", PLAIN_OF.values(), ids=PLAIN_OF)
def test_a_step_that_overflowed_in_any_optimizer_is_explained_without_a_warning(optimizer: Optimizer) -> None:
    program = compile_program(trained_by(optimizer))
    state = program.advance(program.advance(program.start())[0])[0]
    for size in (1e160, 1e308):
        vector = state.vector.copy()
        vector[state.model.size :] = np.sign(vector[state.model.size :]) * size
        huge = State(state.layout, state.step, vector)
        step = program.advance(huge)[1]
        for slot in program.layout.parameters():
            assert explain_update(program, step, huge, slot.path, (0,) * len(slot.shape)).path == slot.path


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_a_line_computes_with_is_what_its_formula_shows(name: str) -> None:
    """Each line is a function of exactly the numbers that its TeX has places for: it is called with no others."""
    program, step, before = next(steps_of(trained_by(PLAIN_OF[name])))
    for line in explain_update(program, step, before, "h1/W", (0, 0)).lines:
        symbols = line.line.symbols()
        assert "$" not in symbols
        assert all(symbol(read) in symbols for read in line.line.reads)
        assert set(line.given) == set(line.line.reads)
