"""Updates as they are read: lines in TeX, the table, the sentences and the chart of the last steps."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Optimizer, Regulariser, Schedule, Spec
from core import session as sessions
from core.explain import Update, Worked, course, explain_update, state_before
from core.line import Line
from core.optimizers import OPTIMIZERS
from core.session import Session
from tests.core.optimizing import RATES, STABLE, trained_by
from viz.explain import NOTATIONS
from viz.explain.course_figure import course_figure, course_in_words, course_table, drawn
from viz.explain.deeds import DEEDS, NOT_FINITE, deed
from viz.explain.lines import in_lines, rows_of, with_numbers
from viz.explain.numbers import rough
from viz.explain.symbols import Writer
from viz.explain.update import around, beside_plain, confirmed, rate_in_words, update_table


def worked_out(tex: str, **numbers: float) -> str:
    return with_numbers(Worked(Line("a", tex, lambda **_: 0.0), numbers, 0.0, False, None, 0.0))


@pytest.mark.parametrize(
    ("tex", "numbers", "written"),
    [
        (r"$m \cdot $g", {"m": -2.0, "g": -3.0}, r"-2 \cdot (-3)"),
        ("$g^2", {"g": -3.0}, "(-3)^2"),
        ("$g^2", {"g": 3.0}, "3^2"),
        ("$g^2", {"g": 3e-7}, r"(3 \cdot 10^{-7})^2"),
        (r"\frac{$g}{$s}", {"g": -3.0, "s": 3e-7}, r"\frac{-3}{3 \cdot 10^{-7}}"),
        ("-$g", {"g": -3.0}, "-(-3)"),
        ("|$g| + $g", {"g": -3.0}, "|-3| + (-3)"),
        (r"\max($g,\, $s)", {"g": -3.0, "s": -4.0}, r"\max(-3,\, -4)"),
        ("$s1 + $s10", {"s1": 1.0, "s10": 10.0}, "1 + 10"),
    ],
)
def test_numbers_stand_in_brackets_where_they_must(tex: str, numbers: dict[str, float], written: str) -> None:
    assert worked_out(tex, **numbers) == written


def test_what_would_be_said_twice_is_said_once() -> None:
    same = Worked(Line("v", "$g", lambda g: g), {"g": 2.0}, 2.0, True, None, 0.0)
    assert rows_of(same) == [r"v &\leftarrow g", "&= 2"]
    nothing = Worked(Line("update", "0", lambda: 0.0), {}, 0.0, False, None, 0.0)
    assert rows_of(nothing) == [r"\Delta\theta &= 0"]


def at(spec: Spec, k: int = 4, path: str = "h1/W", index: tuple[int, ...] = (0, 1)) -> tuple[Session, Update]:
    session = sessions.recorded(sessions.begin(spec), 8)
    session = sessions.looked_at(session, k)
    return session, explain_update(session.program, session.step, state_before(session.history, k), path, index)


def optimised(name: str, **changes: object) -> Spec:
    return replace(trained_by(Optimizer(name, RATES.get(name, 0.002), STABLE.get(name, {}))), **changes)


def test_every_optimizer_has_a_sentence() -> None:
    assert list(DEEDS) == list(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("k", [0, 1, 5])
def test_every_step_of_every_optimizer_can_be_read(name: str, k: int) -> None:
    session, found = at(optimised(name), k)
    written = in_lines(Writer(session.program, NOTATIONS["ours"]), found)
    assert written.count("&=") + written.count(r"&\leftarrow") > 4
    assert deed(name, found).endswith(".")
    assert "equal to the recorded one" in confirmed(found)
    assert "NOT" not in confirmed(found)
    assert beside_plain(found).endswith(".")
    assert rate_in_words(session.program, found).startswith("The learning rate")


def test_momentum_says_how_many_gradients_it_carries() -> None:
    _, found = at(optimised("momentum"))
    ratio = found.after["v"] / found.known["g"]
    assert f"The velocity is {rough(ratio)} times the gradient" in deed("momentum", found)
    assert "the same way on balance" in deed("momentum", found)
    against = replace(found, final={**found.final, "g": -found.final["g"]})
    assert "the other way on balance and outweigh it" in deed("momentum", against)
    assert "Nothing is carried on" in deed("momentum", at(optimised("momentum"), 0)[1])
    still = replace(found, final={**found.final, "g": 0.0})
    assert "carries the weight on" in deed("momentum", still)


def test_rprop_says_what_the_sign_did() -> None:
    _, found = at(optimised("rprop"))
    assert f"kept its sign, so the step size went from {rough(found.before['s'])}" in deed("rprop", found)
    turned = replace(found, final={**found.final, "q": -1.0})
    assert "stepped over the bottom of a valley" in deed("rprop", turned)
    assert "no earlier gradient" in deed("rprop", at(optimised("rprop"), 0)[1])


def test_a_trial_of_levenberg_marquardt_is_kept_or_taken_back() -> None:
    _, found = at(optimised("levenberg_marquardt"))
    lost = replace(found, final={**found.final, "trial": found.final["loss"] * 2.0})
    assert ("it is kept" in deed("levenberg_marquardt", found)) == (found.final["trial"] < found.final["loss"])
    assert "it is taken back" in deed("levenberg_marquardt", lost)


def test_what_is_frozen_and_what_is_not_finite_is_said() -> None:
    _, found = at(optimised("adam", frozen=("h1",)))
    assert "frozen by `h1`" in deed("adam", found)
    broken = replace(found, frozen=None, final={**found.final, "v": float("inf")})
    assert deed("adam", broken) == NOT_FINITE


def test_the_table_has_the_gradient_twice_the_memory_the_pulls_and_the_weight() -> None:
    regularisers = (Regulariser("clip_norm", 0.01), Regulariser("l2", 0.1))
    _, found = at(optimised("momentum", regularisers=regularisers))
    lines = update_table(found).splitlines()
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == [
        "gradient", "of it the pull of L2 penalty", "memory `v`", "memory `t`", "update", "**the weight**",
    ]  # fmt: skip
    assert lines[2].split(" | ")[1] != lines[2].split(" | ")[2]
    assert "| memory `t` | 4 | 5 |" in lines


def test_clipping_and_max_norm_are_said_where_they_act() -> None:
    clipped = at(optimised("sgd", regularisers=(Regulariser("clip_norm", 1e-3), Regulariser("clip_value", 10.0))))[1]
    first, second = around(clipped)
    ratio = clipped.final["g"] / clipped.known["g"]
    assert first == f"Clipping by norm makes the gradient {rough(ratio)} times as large."
    assert second == "Clipping by value leaves the gradient as it is."
    bounded = at(optimised("sgd", regularisers=(Regulariser("max_norm", 0.05),)), 0)[1]
    assert "max-norm shortens them to 0.05" in around(bounded)[0]
    assert around(at(optimised("sgd"))[1]) == []


def test_the_schedule_is_named() -> None:
    session, found = at(optimised("sgd", schedule=Schedule("exponential", {"gamma": 0.5})))
    said = rate_in_words(session.program, found)
    assert "The learning rate η of this step is 0.003125, made from 0.05 by the schedule exponential: the rate" in said
    assert "none of these lines" in rate_in_words(*(lambda s, f: (s.program, f))(*at(optimised("rprop"))))


def test_without_a_gradient_there_is_no_step() -> None:
    found = at(optimised("sgd"))[1]
    assert deed("sgd", found).startswith(f"The step is {rough(found.final['learning_rate'])} times the gradient")
    assert deed("sgd", replace(found, final={**found.final, "g": 0.0})) == "The gradient is 0, so there is no step."
    overflowed = replace(found, known={**found.known, "g": float("nan")})
    assert beside_plain(overflowed).endswith("the gradient is no longer finite.")


def test_beside_plain_descent_there_is_a_ratio_unless_the_gradient_is_zero() -> None:
    _, found = at(optimised("sgd"))
    assert beside_plain(found).endswith("this update is exactly that.")
    assert beside_plain(replace(found, known={**found.known, "g": 0.0})).endswith("there is no ratio to that.")


def test_a_wrong_update_is_said_to_be() -> None:
    _, found = at(optimised("sgd"))
    wrong = replace(found.lines[0], expected=1.0)
    assert "NOT equal" in confirmed(replace(found, lines=(wrong, *found.lines[1:])))


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chart_has_a_line_for_each_number_and_a_table_beside_it(name: str, theme: str) -> None:
    session, _ = at(optimised(name), 7)
    series = course(session.history, 7, "h1/W", (0, 1))
    figure = course_figure(series, theme).validated()
    assert [trace.name for trace in figure.data] == drawn(series)
    for trace in figure.data:
        np.testing.assert_array_equal(trace.y, series.series[trace.name])
        assert list(trace.x) == list(range(8))
    table = course_table(series)
    assert set(drawn(series)) | {"step", "weight"} == set(table)
    assert table["step"] == list(range(7, -1, -1))
    assert course_in_words(series).startswith("Steps 0 to 7: gradient from ")


def test_of_many_pairs_the_newest_is_drawn() -> None:
    session, _ = at(optimised("lbfgs"), 7)
    assert drawn(course(session.history, 7, "h1/W", (0, 1))) == ["gradient", "s1", "y1", "update"]


def test_the_worked_example_is_a_line_of_numbers() -> None:
    session, found = at(RECIPES["two_two_two"], 0, index=(0, 0))
    written = in_lines(Writer(session.program, NOTATIONS["ours"]), found)
    assert r"\Delta\theta &= -\eta \cdot g \\[0.1em] &= -0.5 \cdot 0.000438568 \\[0.1em] &= -0.000219284" in written


@pytest.mark.parametrize(
    ("notation", "weight", "gradient"),
    [
        ("ours", "W_{0,0}^{h1}", r"\frac{\partial L}{\partial W_{0,0}^{h1}}"),
        ("nielsen", "w_{1,1}^{2}", r"\frac{\partial C}{\partial w_{1,1}^{2}}"),
        ("goodfellow", "W_{1,1}^{(1)}", r"\frac{\partial J}{\partial W_{1,1}^{(1)}}"),
        ("code", r"\texttt{h1/W[0,0]}", r"\texttt{h1/W.grad[0,0]}"),
    ],
)
def test_what_theta_and_g_stand_for_is_written_in_the_chosen_notation(
    notation: str, weight: str, gradient: str
) -> None:
    session, found = at(RECIPES["two_two_two"], 0, index=(0, 0))
    written = in_lines(Writer(session.program, NOTATIONS[notation]), found)
    assert rf"\theta &= {weight} = 0.15 \\[0.1em] g &= {gradient} = 0.000438568 \\[0.9em]" in written
