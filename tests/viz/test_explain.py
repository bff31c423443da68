"""Derivations as they are read: formulas, tables and the ways onward, on a worked example and on every recipe."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Program, Regulariser, Step, compile_program
from core.explain import Derivation, Term, explain
from tests.core.nets import small_program, small_spec
from viz.explain import agreement, equation, in_words, name_of, number_of, onward, others, sentences, table, trail_of
from viz.explain.numbers import added, decimal, factor, rough, tex


def at(program: Program, name: str) -> tuple[Program, Step, Derivation]:
    step = program.advance(program.start())[1]
    number = number_of(program.layout, name)
    assert number is not None
    return program, step, explain(program, step, *number)


def worked(name: str) -> tuple[Program, Step, Derivation]:
    return at(compile_program(RECIPES["two_two_two"]), name)


def test_the_weight_of_the_worked_example_is_three_factors() -> None:
    program, step, found = worked("h1/W[0,0]")
    formula = equation(program, step, found)
    assert r"\frac{\partial L}{\partial a_{0}^{h1}} \cdot f'(z_{0}^{h1}) \cdot x_{0}" in formula
    assert r"0.036350306 \times 0.241300709 \times 0.05 \\[0.2em] &= 0.000438568" in formula
    factors = {name: decimal(adjoint) for name, adjoint in onward(program, step, found).items()}
    assert factors == {"h1/z[0,0]": "0.008771355", "h1/a[0,0]": "0.036350306"}


def test_the_error_that_arrives_at_a_unit_is_two_terms() -> None:
    program, step, found = worked("h1/a[0,0]")
    formula = equation(program, step, found)
    assert "= 0.055399425 - 0.019049118" in formula
    assert formula.endswith(r"= 0.036350306 \end{aligned}")
    assert r"f'(z_{1}^{out}) \cdot W_{1,0}^{out}" in formula
    assert "| `out/z[0,1]` | −0.038098237 | 0.5 | −0.019049118 |" in table(found)


def test_a_delta_is_upstream_deltas_times_weights_times_slope() -> None:
    formula = equation(*worked("h1/z[0,0]"))
    upstream = r"\delta_{0}^{out} \cdot W_{0,0}^{out} + \delta_{1}^{out} \cdot W_{1,0}^{out}"
    assert rf"= ({upstream}) \cdot f'(z_{{0}}^{{h1}})" in formula
    assert r"= (0.055399425 - 0.019049118) \times 0.241300709 \\[0.2em] &= 0.036350306 \times 0.241300709" in formula
    assert "= (" not in equation(*worked("h1/W[0,0]"))


def test_the_way_ends_at_the_loss() -> None:
    program, step, found = worked("out/a[0,0]")
    assert equation(program, step, found).count("0.74136507") == 1
    assert onward(program, step, found) == {}
    assert others(found) == []
    assert "half squared error" in sentences(program, found)[0]


def test_a_batch_is_a_sum_and_what_is_not_written_out_is_counted() -> None:
    program, step, found = at(small_program(), "h1/W[1,0]")
    formula = equation(program, step, found)
    assert r"= \sum_n \delta_{1}^{h1\,(n)} \cdot x_{0}^{(n)} \\[0.2em]" in formula
    assert formula.count("(2 more)") == 2
    assert "| 3 more |" in table(found, lines=2)
    assert len(others(found)) == 5
    assert any("carry its 1/5" in sentence for sentence in sentences(program, found))
    bias = at(program, "h1/b[1]")
    assert r"= \sum_n \delta_{1}^{h1\,(n)} \\[0.2em]" in equation(*bias)


def test_the_sum_stands_beside_what_was_recorded_and_a_wrong_one_is_said_to_be() -> None:
    _, _, found = at(small_program(), "h1/W[1,0]")
    lines = table(found).splitlines()
    assert lines[-2].split("|")[4] == lines[-1].split("|")[4]
    assert "is equal to the recorded number" in agreement(found)
    wrong = Derivation("u", (), None, 0.0, 5.0, (Term("k", (), None, "affine", 2.0, 3.0),))
    assert "NOT equal" in agreement(wrong)
    assert "**5**" in table(wrong)


def test_the_worked_example_in_words() -> None:
    assert in_words(*worked("h1/W[0,0]")) == (
        "Step 0 reads 1 example; with the weights as they are, the loss is 0.298371109. At step 0 the gradient "
        "reaching h1 is 11 times smaller than at out. h1/W[0,0] is 0.15, and its gradient is 0.000438568: were it a "
        "little larger, the loss would be larger. SGD at the rate 0.5 adds −0.000219284, and the next step begins with "
        "0.149780716."
    )
    assert "its adjoint is 0.036350306" in in_words(*worked("h1/a[0,0]"))
    assert "adds" not in in_words(*worked("h1/a[0,0]"))


def test_what_is_frozen_clipped_or_without_effect_is_said_to_be() -> None:
    spec = small_spec("relu")
    frozen = at(compile_program(replace(spec, frozen=("h1",))), "h1/W[1,0]")
    assert in_words(*frozen).endswith("It is frozen by `h1`, so nothing is added to it.")
    clipped = at(compile_program(replace(spec, regularisers=(Regulariser("clip_value", 1e-3),))), "out/W[0,0]")
    assert "The optimizer reads it clipped, as" in in_words(*clipped)
    program, step, _ = at(compile_program(spec), "h1/W[1,0]")
    example, unit = np.argwhere(step.value("h1/z") < 0.0)[0].tolist()
    dead = explain(program, step, "h1/z", (example, unit))
    assert "its adjoint is 0: a small change" in in_words(program, step, dead)


def test_a_step_that_overflowed_is_shown_as_it_is() -> None:
    program = small_program("linear", ("linear", "mean_squared_error"), depth=3, learning_rate=100.0)
    recording = program.record(program.start(), 200)
    assert recording.fault is not None
    step = program.step_from_row(int(recording.steps[-1]), recording.rows[-1])
    for slot in (slot for slot in program.layout if slot.kind == "adjoint"):
        found = explain(program, step, slot.path, tuple(0 for _ in slot.shape))
        assert r"\end{aligned}" in equation(program, step, found)
        assert table(found)
        assert "training overflowed" in in_words(program, step, found)
        assert np.isfinite(found.total) or "no longer finite" in agreement(found)


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_variable_of_every_recipe_can_be_read(recipe: str) -> None:
    program = compile_program(RECIPES[recipe])
    step = program.advance(program.start())[1]
    kept = [slot for slot in program.layout if slot.kind == "adjoint" and not re.search(r"/t=([2-9]|\d\d)/", slot.path)]
    for slot in kept:
        found = explain(program, step, slot.path, tuple(n // 2 for n in slot.shape))
        formula = equation(program, step, found)
        assert formula.count("{") == formula.count("}"), formula
        assert table(found).count("\n") >= 3
        assert all(number_of(program.layout, name) for name in onward(program, step, found))
        assert not found.terms or sentences(program, found)
        assert in_words(program, step, found).endswith(".")


def test_a_selection_is_a_number() -> None:
    layout = compile_program(RECIPES["cnn"]).layout
    assert number_of(layout, "h1/W[0,0,1,2]") == ("h1/W", (0, 0, 1, 2))
    assert number_of(layout, "h1:2", row=4) == ("h1/a", (4, 2, 3, 3))
    assert number_of(layout, "h1:6") is None
    assert number_of(layout, "h1:999999") is None
    assert number_of(layout, "h1/W[0,0,9,9]") is None
    assert number_of(layout, "h9:0") is None
    assert number_of(layout, "") is None
    assert number_of(small_program().layout, "x:0") is None


def test_a_trail_begins_anew_with_another_selection_and_ends_where_the_network_has_changed() -> None:
    layout = small_program().layout
    trail = ("h1/W[0,0]", "h1/z[3,0]", "h1/a[3,0]")
    assert trail_of(layout, "h1/W[0,0]", trail) == trail
    assert trail_of(layout, "h1/W[0,1]", trail) == ("h1/W[0,1]",)
    assert trail_of(layout, "h1/W[0,0]", (*trail[:2], "h1/a[9,0]", "h1/a[3,0]")) == trail[:2]
    assert trail_of(layout, "", trail) == ()
    assert name_of("L", ()) == "L[]"


def test_numbers_have_nine_decimals_or_a_power_of_ten() -> None:
    assert [decimal(value) for value in (0.0, 0.05, -0.5, 1.5e-7, -2e9)] == ["0", "0.05", "−0.5", "1.5e-7", "−2e9"]
    assert [tex(value) for value in (-0.0, -0.25, -1.5e-7)] == ["0", "-0.25", r"-1.5 \cdot 10^{-7}"]
    assert factor(-2.0) == "(-2)"


def test_what_is_not_finite_is_written_as_on_the_stage() -> None:
    known = (float("inf"), float("-inf"), float("nan"))
    assert [decimal(value) for value in known] == ["∞", "−∞", "not a number"]
    assert [rough(value) for value in (*known, -0.0)] == ["∞", "−∞", "not a number", "0"]
    assert [tex(value) for value in known] == [r"\infty", r"-\infty", r"\text{not a number}"]


def test_a_sum_of_numbers_has_their_signs() -> None:
    assert added([-1.0, -2.0, 3.0]) == "-1 - 2 + 3"
