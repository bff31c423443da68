"""The loss along one weight is the loss that training would have; its tangent is the gradient, its V has two arms."""

import numpy as np
import pytest

from core import RECIPES, Data, Dense, Loss, Program, Spec, Step, compile_program
from core.checking import Dial, Point, error_curve, secant, tensors
from core.checking.along import NARROWINGS
from core.layout import Slot
from core.ops import Call, call
from core.ops.affine import Affine
from tests.core.layered import AMOUNTS, layered_program
from tests.core.nets import small_program
from tests.core.recurring import recurrent_program


def at(program: Program, index: int = 3) -> tuple[Program, Step]:
    return program, program.advance(program.run(program.start(), index))[1]


def first(slot: Slot) -> tuple[str, tuple[int, ...]]:
    return slot.path, tuple(0 for _ in slot.shape)


def trained_with(program: Program, step: Step, path: str, index: tuple[int, ...], value: float) -> float:
    """The loss that the same step has in training when one weight is another."""
    state = program.run(program.start(), step.index)
    array = state.parameter(path).copy()
    array[index] = value
    return program.advance(state.with_parameter(path, array))[1].loss


@pytest.mark.parametrize("recipe", ["two_two_two", "spiral", "cnn", "echo", "adding_lstm", "sparse", "denoising"])
def test_the_curve_is_the_loss_of_the_step_with_another_weight(recipe: str) -> None:
    program, step = at(compile_program(RECIPES[recipe]))
    for slot in program.layout.parameters()[:3]:
        dial = Dial(program, step, first(slot))
        assert dial.loss(dial.weight) == step.loss
        for value in (-1.5, 0.0, 0.7):
            trained = trained_with(program, step, *first(slot), value)
            assert dial.loss(value) == pytest.approx(trained, rel=1e-12), slot.path


def test_masks_and_statistics_of_the_step_stay_on_the_curve() -> None:
    program, step = at(layered_program(tuple(AMOUNTS), "skips"))
    dial = Dial(program, step, ("h1/W", (0, 0)))
    assert dial.loss(0.4) == pytest.approx(trained_with(program, step, "h1/W", (0, 0), 0.4), rel=1e-12)


@pytest.mark.parametrize("make", [lambda: small_program("tanh"), lambda: recurrent_program("gru", 4)])
def test_the_tangent_is_the_gradient_and_the_secant_comes_to_it(make) -> None:
    program, step = at(make())
    for slot in program.layout.parameters():
        dial = Dial(program, step, first(slot))
        curve = dial.along(1.0)
        point = dial.point(curve.weight)
        scale = max(abs(point.bend), 1e-3)
        assert point.slope == pytest.approx(curve.slope, abs=1e-6 * scale)
        far, near = (abs(secant(curve, dial.point(curve.weight + h)) - curve.slope) for h in (1e-2, 1e-4))
        assert near <= 0.02 * far + 1e-9
        assert secant(curve, point) == curve.slope


def test_the_weight_is_one_of_the_points_and_the_ends_are_a_reach_away() -> None:
    program, step = at(small_program())
    curve = Dial(program, step, ("h1/W", (1, 0))).along(0.5, 61)
    assert len(curve.values) == len(curve.losses) == 61
    assert curve.values[30] == curve.weight
    assert curve.losses[30] == curve.loss == step.loss
    assert curve.values[[0, -1]] == pytest.approx([curve.weight - 0.5, curve.weight + 0.5])


def parabola() -> tuple[Program, Step]:
    """L = ½ (2 w − 3)², of one linear unit."""
    spec = Spec(
        Data("given", x=((2.0,),), y=((3.0,),)),
        (Dense(1, "linear", bias=False),),
        Loss("half_squared_error", "sum"),
        initial={"out/W": ((0.5,),)},
    )
    return at(compile_program(spec), 0)


def test_the_lowest_point_is_the_minimum_and_its_tangent_is_flat() -> None:
    dial = Dial(*parabola(), ("out/W", (0, 0)))
    curve = dial.along(1.9)  # none of the points of the curve is at 1.5
    lowest = dial.point(curve.lowest)
    assert lowest.weight == pytest.approx(1.5, abs=1e-7)
    assert lowest.loss == pytest.approx(0.0, abs=1e-12)
    assert lowest.slope == pytest.approx(0.0, abs=1e-6)
    assert lowest.bend == pytest.approx(4.0)
    assert curve.slope == -4.0
    assert dial.along(0.5).lowest == 1.0


def test_the_secant_of_a_parabola_is_its_slope_half_way() -> None:
    dial = Dial(*parabola(), ("out/W", (0, 0)))
    assert secant(dial.along(1.0), dial.point(1.5)) == -2.0


def test_where_the_loss_does_not_change_the_weight_is_as_low_as_any() -> None:
    program, step = at(compile_program(RECIPES["digits"]))
    curve = Dial(program, step, ("h1/W", (0, 0))).along(2.0)
    assert len(set(curve.losses.tolist())) == 1
    assert curve.lowest == curve.weight


def test_where_no_loss_is_a_number_the_weight_stays() -> None:
    dial = Dial(*parabola(), ("out/W", (0, 0)))
    assert np.isnan(dial.loss(np.nan))
    assert dial.along(np.nan).lowest == dial.weight


def test_the_lowest_point_costs_one_loss_for_each_narrowing(monkeypatch: pytest.MonkeyPatch) -> None:
    dial, asked, loss = Dial(*parabola(), ("out/W", (0, 0))), [], Dial.loss
    monkeypatch.setattr(Dial, "loss", lambda self, weight: asked.append(weight) or loss(self, weight))
    assert dial.along(1.9, 21).lowest == pytest.approx(1.5, abs=1e-7)
    assert len(asked) == 21 + 2 + NARROWINGS + 1


def test_a_point_where_the_loss_overflows_has_no_secant() -> None:
    dial = Dial(*parabola(), ("out/W", (0, 0)))
    curve = dial.along(1.0)
    assert secant(curve, Point(1e200, np.inf, np.nan, np.nan)) == curve.slope


def test_the_error_curve_is_a_v_and_every_number_is_what_it_says() -> None:
    program, step = at(compile_program(RECIPES["spiral"]), 20)
    place = ("h2/W", (3, 2))
    curve, dial = error_curve(program, step, place), Dial(program, step, place)
    for one in curve.differences:
        right, left = dial.loss(dial.weight + one.h), dial.loss(dial.weight - one.h)
        assert (one.right, one.left) == (right, left)
        assert one.central == (right - left) / (2.0 * one.h)
        assert one.error == abs(one.central - dial.slope) / abs(dial.slope)
        assert one.one_sided_error == abs((right - step.loss) / one.h - dial.slope) / abs(dial.slope)
    assert -6 < curve.best.exponent < -3
    assert curve.at(-12).error > 1e3 * curve.best.error
    assert curve.at(0).error > 1e3 * curve.best.error


def test_the_right_arm_rises_with_the_square_of_h_and_the_one_sided_one_with_h() -> None:
    curve = error_curve(*at(compile_program(RECIPES["spiral"]), 20), ("h2/W", (3, 2)))
    assert curve.at(-2).error / curve.at(-3).error == pytest.approx(100.0, rel=0.05)
    assert curve.at(-3).one_sided_error / curve.at(-4).one_sided_error == pytest.approx(10.0, rel=0.05)


def test_a_parabola_has_no_right_arm() -> None:
    curve = error_curve(*parabola(), ("out/W", (0, 0)))
    assert curve.at(0).error < 1e-12


@pytest.mark.parametrize("recipe", ["two_two_two", "cnn", "adding_rnn", "sparse"])
def test_every_tensor_has_its_worst_entry(recipe: str) -> None:
    program, step = at(compile_program(RECIPES[recipe]))
    found = tensors(program, step, 5, seconds=0.2)
    assert found.of == (5, 3)
    assert list(found.checked) == [slot.path for slot in program.layout.parameters()]
    for path, checked in found.checked.items():
        assert checked.verdict == "agrees"
        assert checked.where is not None
        assert checked.where[0] == path
        assert checked.of == step.parameter(path).size
        assert 1 <= checked.count <= checked.of


def test_a_wrong_rule_shows_in_the_tensors_that_it_reaches(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Affine.backward

    def wrong(self: Affine, buffers) -> list[Call]:
        """Too little reaches what is before this layer; its own gradient is right."""
        calls = right(self, buffers)
        if buffers.has_adjoint(self.inputs[0]):
            into = buffers.adjoint(self.inputs[0])
            calls.append(call(np.multiply, into, 0.9, into))
        return calls

    monkeypatch.setattr(Affine, "backward", wrong)
    found = tensors(*at(small_program(depth=3)), run=0, seconds=60.0)
    verdicts = {path: checked.verdict for path, checked in found.checked.items()}
    assert {path for path, verdict in verdicts.items() if verdict == "agrees"} == {"out/W", "out/b"}
    assert verdicts["h1/W"] == verdicts["h2/b"] == "differs"


def test_of_an_overflow_no_tensor_is_compared() -> None:
    program = small_program("leaky_relu", ("linear", "half_squared_error"), 3, learning_rate=100.0)
    rows = program.record(program.start(), 200)
    step = program.step_from_row(int(rows.steps[-1]), rows.rows[-1])
    found = tensors(program, step, 0, seconds=1.0)
    assert {checked.verdict for checked in found.checked.values()} == {"not finite"}
