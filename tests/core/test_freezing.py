"""What is frozen stays put to the last bit, and its gradient is still there to be seen."""

from dataclasses import replace

import numpy as np
import pytest

from core import Program, Spec, compile_program
from tests.core.nets import small_spec

# A net with h1/W (2, 2), h2/W (3, 2), out/W (3, 3) and biases. Per selector: which entries it freezes, by path.
WHOLE = np.s_[...]
SELECTORS: dict[str, dict[str, object]] = {
    "h1": {"h1/W": WHOLE, "h1/b": WHOLE},
    "h1/*": {"h1/W": WHOLE, "h1/b": WHOLE},
    "h2/W": {"h2/W": WHOLE},
    "out/b": {"out/b": WHOLE},
    "h2/W[1]": {"h2/W": np.s_[1]},
    "h2/W[1,0]": {"h2/W": np.s_[1, 0]},
    "h2/b[2]": {"h2/b": np.s_[2]},
    "*/b": {"h1/b": WHOLE, "h2/b": WHOLE, "out/b": WHOLE},
    "*/W[0]": {"h1/W": np.s_[0], "h2/W": np.s_[0], "out/W": np.s_[0]},
    "*": {path: WHOLE for path in ("h1/W", "h1/b", "h2/W", "h2/b", "out/W", "out/b")},
}


def program_with(*frozen: str) -> Program:
    return compile_program(replace(small_spec(depth=3, batch_size=2), frozen=frozen))


def masks(program: Program, picked: dict[str, object]) -> dict[str, np.ndarray]:
    """True where a parameter must be frozen."""
    result = {slot.path: np.zeros(slot.shape, dtype=bool) for slot in program.layout.parameters()}
    for path, index in picked.items():
        result[path][index] = True
    return result


@pytest.mark.parametrize("selector", SELECTORS)
def test_exactly_what_is_selected_has_an_update_of_zero(selector: str) -> None:
    program = program_with(selector)
    step = program.advance(program.run(program.start(), 3))[1]
    for path, mask in masks(program, SELECTORS[selector]).items():
        assert mask.tolist() == (step.update(path) == 0.0).tolist(), path


@pytest.mark.parametrize("selector", SELECTORS)
def test_what_is_frozen_stays_put_and_the_rest_moves(selector: str) -> None:
    program = program_with(selector)
    start = program.start()
    for after in (program.run(start, 50), program.record(start, 50).state, program.advance(start)[0]):
        for path, mask in masks(program, SELECTORS[selector]).items():
            same = start.parameter(path) == after.parameter(path)
            assert mask.tolist() == same.tolist(), path


@pytest.mark.parametrize("selector", SELECTORS)
def test_the_gradient_does_not_care_what_is_frozen(selector: str) -> None:
    frozen, free = program_with(selector), program_with()
    step, expected = (program.advance(program.start())[1] for program in (frozen, free))
    for slot in frozen.layout.parameters():
        assert expected.gradient(slot.path).tolist() == step.gradient(slot.path).tolist()
        assert (step.gradient(slot.path) != 0.0).all()


def test_selectors_add_up() -> None:
    program = program_with("h1", "h2/W[1,0]", "*/b")
    step = program.advance(program.start())[1]
    picked = {"h1/W": WHOLE, "h1/b": WHOLE, "h2/W": np.s_[1, 0], "h2/b": WHOLE, "out/b": WHOLE}
    for path, mask in masks(program, picked).items():
        assert mask.tolist() == (step.update(path) == 0.0).tolist(), path


def test_a_frozen_net_runs_and_learns_nothing() -> None:
    program = program_with("*")
    start = program.start()
    assert start.vector.tobytes() == program.run(start, 100).vector.tobytes()


def test_what_is_frozen_can_still_be_set_by_hand() -> None:
    program = program_with("h1")
    changed = program.start().with_parameter("h1/b", [0.5, -0.5])
    assert program.run(changed, 10).parameter("h1/b").tolist() == [0.5, -0.5]


def test_thawing_goes_on_from_the_same_weights() -> None:
    frozen, free = program_with("h1"), program_with()
    state = frozen.run(frozen.start(), 5)
    after = free.run(state, 1)
    assert (state.parameter("h1/W") != after.parameter("h1/W")).all()


def test_a_frozen_spec_is_another_spec() -> None:
    assert Spec() != Spec(frozen=("h1",))
