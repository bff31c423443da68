"""The V of the gradient check: its digits, its arms by name, its table."""

import json
from dataclasses import replace

import plotly.io
import pytest

from core import RECIPES, compile_program
from core.checking import ErrorCurve, error_curve
from viz.explain import difference_formula, error_alt, error_figure, error_sentences, error_table


def curve_of(recipe: str, place: tuple | None = None) -> ErrorCurve:
    program = compile_program(RECIPES[recipe])
    step = program.advance(program.start())[1]
    slot = program.layout.parameters()[0]
    return error_curve(program, step, place or (slot.path, tuple(0 for _ in slot.shape)))


def names(curve: ErrorCurve) -> list[str]:
    """What is written into the chart."""
    return [one["text"] for one in error_figure(curve, -4, "light").to_dict()["layout"]["annotations"]]


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_recipe_has_a_curve(recipe: str, theme: str) -> None:
    curve = curve_of(recipe)
    figure = error_figure(curve, -4, theme)
    assert figure.validated()
    assert "NaN" not in json.dumps(json.loads(plotly.io.to_json(figure.to_dict(), validate=False)))
    for exponent in (-12, -4, 0):
        assert error_sentences(curve, exponent)
        assert rf"2 \cdot 10^{{{exponent}}}" in difference_formula(curve, exponent)
    assert error_alt(curve)


def test_the_formula_has_all_digits_of_both_losses() -> None:
    curve = curve_of("two_two_two")
    formula = difference_formula(curve, -4)
    one = curve.at(-4)
    assert repr(one.right) in formula
    assert repr(one.left) in formula
    assert "0.000438567" in formula
    assert r"\text{by backprop}" in formula


def test_both_arms_and_the_bottom_are_named() -> None:
    curve = curve_of("spiral")
    assert names(curve) == ["bottom", "rounding, ε/h", "truncation, h²"]
    said = " ".join(error_sentences(curve, -4))
    assert "the error grows like ε/h" in said
    assert "the error grows like h²" in said


def test_the_chosen_h_is_marked_where_its_error_is() -> None:
    curve = curve_of("spiral")
    marked = error_figure(curve, -6, "light").to_dict()["data"][-1]
    assert (marked["name"], marked["x"], marked["y"]) == ("this h", [1e-6], [curve.at(-6).error])


def test_it_says_how_many_digits_cancel() -> None:
    curve = curve_of("two_two_two")
    assert "have the first 6 in common" in error_sentences(curve, -4)[0]
    assert "have the first 14 in common" in error_sentences(curve, -12)[0]
    same = replace(curve.at(-12), right=curve.loss, left=curve.loss, central=0.0, error=1.0)
    all_gone = replace(curve, differences=(same, *curve.differences[1:]))
    assert "nothing is left of their difference" in error_sentences(all_gone, -12)[0]


def test_a_weight_without_effect_has_no_v() -> None:
    curve = curve_of("digits")
    assert names(curve) == []
    assert "the loss does not change with this weight at all" in error_sentences(curve, -4)[1]


def test_without_a_right_arm_it_says_why() -> None:
    curve = curve_of("spiral")
    flat = tuple(replace(one, error=min(one.error, curve.best.error * 2)) if one.exponent > -5 else one
                 for one in curve.differences)  # fmt: skip
    lame = replace(curve, differences=flat)
    assert "truncation, h²" not in names(lame)
    assert "as good as a parabola or a line" in error_sentences(lame, -4)[-1]


def test_an_overflow_is_a_gap_and_a_sentence() -> None:
    curve = curve_of("spiral")
    lost = replace(curve.at(0), right=float("inf"), central=float("inf"), error=float("inf"))
    broken = replace(curve, differences=(*curve.differences[:-1], lost))
    assert error_figure(broken, 0, "light").to_dict()["data"][1]["y"][-1] is None
    assert "the loss overflows so far from the weight" in error_sentences(broken, 0)[0]


def test_the_table_has_a_line_per_power_and_marks_the_chosen_one() -> None:
    rows = error_table(curve_of("two_two_two"), -4).splitlines()[2:]
    assert len(rows) == 13
    assert [row for row in rows if "**" in row] == [rows[8]]
    assert rows[8].startswith("| **1e-4** | **0.000438568** |")
