"""The weight dial in words, as a figure and as a table: only numbers of the step, flat where it is flat."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, compile_program
from core.checking import Dial, Point, secant
from viz.explain import Turned, dial_alt, dial_figure, dial_sentences, dial_table, secant_formula
from viz.explain.numbers import decimal


def turned(recipe: str, reach: float = 2.0, h: float = 0.5, place: tuple | None = None, frozen: str = "") -> Turned:
    program = compile_program(RECIPES[recipe])
    step = program.advance(program.start())[1]
    slot = program.layout.parameters()[0]
    place = place or (slot.path, tuple(0 for _ in slot.shape))
    dial = Dial(program, step, place)
    curve = dial.along(reach)
    weights = (dial.weight, dial.weight + h, dial.weight + dial.update, curve.lowest)
    return Turned("h1/W[0,0]", curve, *(dial.point(weight) for weight in weights), frozen)


def traces(one: Turned, theme: str = "light") -> dict[str, dict]:
    figure = dial_figure(one, theme)
    assert figure.validated()
    return {trace["name"]: trace for trace in figure.to_dict()["data"]}


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_recipe_has_a_dial(recipe: str, theme: str) -> None:
    one = turned(recipe)
    assert {"loss", "tangent", "secant", "weight", "second point"} <= set(traces(one, theme))
    assert dial_alt(one)
    assert all(sentence.endswith(".") for sentence in dial_sentences(one))
    assert "not a number" not in secant_formula(one) + dial_table(one)


def test_curve_tangent_secant_and_points_are_those_of_the_step() -> None:
    one = turned("two_two_two")
    found, curve = traces(one), one.curve
    assert found["loss"]["y"] == curve.losses.tolist()
    ends, heights = found["tangent"]["x"], found["tangent"]["y"]
    assert (heights[1] - heights[0]) / (ends[1] - ends[0]) == pytest.approx(0.000438568, rel=1e-6)
    assert found["secant"]["x"] == [0.15, 0.65]
    assert found["secant"]["y"] == [curve.loss, one.there.loss]
    assert found["next step"]["x"] == [pytest.approx(0.149780716)]


def test_the_sentences_say_how_far_the_secant_is_from_the_tangent() -> None:
    one = turned("two_two_two")
    chord = secant(one.curve, one.there)
    weight, point, after, lowest = dial_sentences(one)
    assert "The slope of the tangent is 0.000438568, the gradient: downhill means a smaller weight." in weight
    assert f"The secant through both has the slope {decimal(chord)}: it is off by" in point
    assert "or 0.0018 times the gradient" in point
    assert after.startswith("The optimizer's next step adds −0.000219284; moved alone")
    assert after.endswith("lower.")
    assert "at its end" in lowest
    assert decimal(chord) in secant_formula(one)
    assert r"\frac{\partial L}{\partial w} &= 0.000438568" in secant_formula(one)


def test_without_h_the_secant_is_the_tangent() -> None:
    one = turned("two_two_two", h=0.0)
    assert "Both points are one" in dial_sentences(one)[1]
    assert secant_formula(one) == r"\frac{\partial L}{\partial w} = 0.000438568"


def test_at_a_minimum_the_tangent_is_flat() -> None:
    one = turned("xor", place=("out/W", (0, 0)), reach=10.0)
    inside = one.curve.values[0] < one.lowest.weight < one.curve.values[-1]
    assert inside, "the test needs a minimum inside the range"
    there = replace(one, there=one.lowest)
    assert "There the tangent is flat: a minimum along this weight." in dial_sentences(there)[1]
    assert "The lowest point of this range is at" in dial_sentences(there)[3]
    assert "its end" not in dial_sentences(there)[3]


def test_at_the_weight_itself_flat_is_said_too() -> None:
    one = turned("xor")
    curve = replace(one.curve, slope=1e-12)
    flat = replace(one, curve=curve, here=replace(one.here, bend=2.0))
    assert "The tangent is flat, its slope is 1e-12: here is a minimum along this weight." in dial_sentences(flat)[0]
    top = replace(flat, here=replace(one.here, bend=-2.0))
    assert "a maximum along this weight" in dial_sentences(top)[0]
    level = replace(flat, here=replace(one.here, bend=0.0))
    assert "a level stretch" in dial_sentences(level)[0]


def test_a_frozen_weight_stays_where_it_is() -> None:
    one = turned("two_two_two", frozen="h1/W")
    assert "next step" not in traces(one)
    assert "It is frozen by `h1/W`" in dial_sentences(one)[2]
    assert "next step" not in dial_table(one)
    assert "next step" not in dial_alt(one)
    assert "next step" in dial_alt(turned("two_two_two"))


def test_a_weight_without_effect_is_said_to_have_none() -> None:
    said = dial_sentences(turned("digits"))
    assert "the loss does not change with it, every tangent is flat." in said[0]


def test_an_overflow_is_a_gap_in_the_curve_and_a_sentence() -> None:
    one = turned("two_two_two")
    losses = one.curve.losses.copy()
    losses[-1] = np.inf
    gone = Point(1e9, np.inf, np.nan, np.nan)
    lost = replace(one, curve=replace(one.curve, losses=losses), there=gone, after=gone)
    found = traces(lost)
    assert found["loss"]["y"][-1] is None
    assert found["second point"]["y"] == [None]
    assert "no longer finite" in dial_sentences(lost)[1]
    assert "no longer finite" in dial_sentences(lost)[2]


def test_points_that_lie_on_one_another_share_a_line_of_the_table() -> None:
    one = turned("two_two_two", h=0.0)
    (shared,) = [line for line in dial_table(one).splitlines() if "the weight" in line]
    assert shared.endswith("| the weight, second point |")


def test_the_table_goes_along_the_curve() -> None:
    lines = [line.strip("|").split("|") for line in dial_table(turned("two_two_two")).splitlines()[2:]]
    weights = [float(line[0].replace("−", "-")) for line in lines]
    assert weights == sorted(weights)
    assert [line[3].strip() for line in lines if line[3].strip()] == [
        "lowest point",
        "next step",
        "the weight",
        "second point",
    ]
