"""A state never changes: it is read-only, and whatever changes it gives another one."""

import pickle

import numpy as np
import pytest

from core import RECIPES, BackflowError, Dense, Spec, State, UnknownPathError, compile_program
from tests.core.nets import small_program

PATHS = ["h1/W", "h1/b", "out/W", "out/b"]


def all_kinds_of_state() -> dict[str, State]:
    program = small_program()
    start = program.start()
    return {
        "start": start,
        "after one step": program.advance(start)[0],
        "after many steps": program.run(start, 3),
        "after a recording": program.record(start, 3).state,
        "changed by hand": start.with_parameter("h1/b", [1.0, 2.0]),
        "from a pickle": pickle.loads(pickle.dumps(start)),  # noqa: S301
    }


@pytest.mark.parametrize("kind", all_kinds_of_state())
def test_nothing_of_a_state_can_be_written(kind: str) -> None:
    state = all_kinds_of_state()[kind]
    for array in (state.vector, state.parameters, *(state.parameter(path) for path in PATHS)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_changing_a_parameter_gives_a_new_state_and_leaves_the_old_one() -> None:
    state = small_program().start()
    before, weights = state.vector.copy(), np.full((2, 2), 0.25)
    changed = state.with_parameter("h1/W", weights)
    assert weights.tolist() == changed.parameter("h1/W").tolist()
    assert before.tobytes() == state.vector.tobytes()
    for path in PATHS[1:]:
        assert state.parameter(path).tolist() == changed.parameter(path).tolist()
    assert state != changed


def test_a_changed_state_keeps_its_step_number_and_trains_on() -> None:
    program = small_program()
    changed = program.run(program.start(), 5).with_parameter("out/b", [1.0, 2.0, 3.0])
    after, step = program.advance(changed)
    assert (changed.step, step.index, after.step) == (5, 5, 6)
    assert step.parameter("out/b").tolist() == [1.0, 2.0, 3.0]


def test_the_array_handed_over_may_be_changed_afterwards() -> None:
    weights = np.ones((2, 2))
    changed = small_program().start().with_parameter("h1/W", weights)
    weights[...] = 5.0
    assert changed.parameter("h1/W").tolist() == [[1.0, 1.0], [1.0, 1.0]]


@pytest.mark.parametrize("shape", [(2, 3), (4,), (), (1, 2, 2)])
def test_a_wrong_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(BackflowError, match=r"h1/W has the shape \(2, 2\)"):
        small_program().start().with_parameter("h1/W", np.ones(shape))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused(bad: float) -> None:
    with pytest.raises(BackflowError, match="h1/W was given NaN or an infinity"):
        small_program().start().with_parameter("h1/W", [[0.0, 0.0], [0.0, bad]])


@pytest.mark.parametrize("path", ["h1/w", "h2/W", "out", "h1/a"])
def test_an_unknown_parameter_names_the_nearest_known(path: str) -> None:
    state = small_program().start()
    with pytest.raises(UnknownPathError, match=f"no parameter called '{path}': the nearest known are .*(h1|out)/W"):
        state.parameter(path)
    with pytest.raises(UnknownPathError, match="nearest known"):
        state.with_parameter(path, [0.0])


def test_states_are_equal_when_step_and_numbers_are() -> None:
    one, two = small_program(), small_program()
    assert one.start() == two.start()
    assert hash(one.start()) == hash(two.start())
    assert one.start() != small_program(seed=1).start()
    assert one.start() != one.run(one.start(), 1)


def test_a_state_survives_pickling_and_trains_on_bit_for_bit() -> None:
    program = small_program(batch_size=2)
    state = program.run(program.start(), 7)
    again = pickle.loads(pickle.dumps(state))  # noqa: S301
    assert state == again
    assert program.run(state, 5) == small_program(batch_size=2).run(again, 5)


def test_a_program_survives_pickling_with_read_only_data() -> None:
    program = compile_program(RECIPES["spiral"])
    again = pickle.loads(pickle.dumps(program))  # noqa: S301
    assert program.spec == again.spec
    assert program.run(program.start(), 20) == again.run(again.start(), 20)
    for array in (again.examples.x, again.examples.y, again.examples.x_test, again.examples.y_test):
        assert not array.flags.writeable


def same_size() -> tuple[State, Spec]:
    """1-3-1 and 2-2-1 without biases both have six weights."""
    program = compile_program(RECIPES["one_three_one"])
    return program.start(), RECIPES["two_two_one"]


def other_size() -> tuple[State, Spec]:
    return compile_program(RECIPES["xor"]).start(), RECIPES["spiral"]


@pytest.mark.parametrize("make", [same_size, other_size])
def test_a_state_of_another_network_is_refused(make) -> None:
    state, spec = make()
    program = compile_program(spec)
    uses = [
        program.advance,
        program.check_gradients,
        lambda state: program.run(state, 2),
        lambda state: program.record(state, 2),
        lambda state: program.predict(state, program.examples.x),
        lambda state: program.evaluate(state, program.examples.x, program.examples.y),
    ]
    for use in uses:
        with pytest.raises(BackflowError, match=r"The state carries h1/W .*: expected a state of a network with"):
            use(state)
    assert program.run(program.start(), 2) == compile_program(spec).run(compile_program(spec).start(), 2)


def test_a_state_may_go_on_with_another_batch_size_or_learning_rate() -> None:
    state = small_program().run(small_program().start(), 3)
    after = small_program(batch_size=2, learning_rate=0.01).run(state, 3)
    assert after.step == 6


def test_a_state_of_a_longer_net_is_refused_even_by_name() -> None:
    longer = compile_program(Spec(layers=(Dense(4, "sigmoid"), Dense(1, "sigmoid"), Dense(1, "sigmoid"))))
    with pytest.raises(BackflowError, match=r"The state carries .*h2/W \(1, 4\)"):
        compile_program(Spec()).advance(longer.start())
