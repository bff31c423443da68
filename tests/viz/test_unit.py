"""A unit as it is read: formula, table, picture and words, on the worked example and on every recipe."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Program, Regulariser, Step, compile_program
from core.explain.neuron import Neuron, busiest, neuron
from core.explain.summands import WeightedSum
from tests.core.nets import small_program, small_spec
from tests.core.recurring import recurrent_program
from tests.viz.test_notations import balanced
from viz.explain import NOTATIONS
from viz.explain.symbols import Writer
from viz.explain.unit import (
    Unit,
    handed_back,
    in_condition,
    left_out,
    masked,
    normalised_formula,
    output_table,
    sum_agreement,
    sum_formula,
    sum_table,
    unit_alt,
    unit_figure,
    unit_of,
    unit_table,
)
from viz.explain.unit.words import dead, others, passing


def found(program: Program, selected: str, example: int = 0) -> tuple[Neuron, Step]:
    """The unit at its busiest place."""
    step = program.advance(program.start())[1]
    unit = unit_of(program, selected)
    assert unit is not None
    return neuron(program, step, busiest(step, unit.places, example), example), step


def first(program: Program, selected: str) -> Unit:
    unit = unit_of(program, selected)
    assert unit is not None
    return unit


def test_the_worked_unit() -> None:
    program = compile_program(RECIPES["two_two_two"])
    unit, step = found(program, "h1/W[0,1]")
    (only,) = unit.sums
    formula = sum_formula(Writer(program, NOTATIONS["nielsen"]), only)
    assert r"z_{1}^{2} &= w_{1,1}^{2} \cdot a_{1}^{1} + w_{1,2}^{2} \cdot a_{2}^{1} + b_{1}^{2}" in formula
    assert r"&= 0.15 \times 0.05 + 0.2 \times 0.1 + 0.35 \\[0.2em] &= 0.0075 + 0.02 + 0.35" in formula
    assert formula.endswith(r"&= 0.3775 \end{aligned}")
    assert "| `h1/W[0,0]` | 0.15 | `x[0,0]` | 0.05 | 0.0075 |" in sum_table(only)
    assert "is equal to the recorded `h1/z[0,0]`" in sum_agreement(only)
    assert unit_table(unit, step).splitlines()[0] == "|  | this example |"
    assert "| f′(z) | 0.241300709 |" in unit_table(unit, step)
    assert in_condition(unit) == "f′(z) is 0.97 of its largest, 0.25: the unit responds."
    assert handed_back(unit) == "Upstream 0.036350306 times the slope 0.241300709: δ is 0.008771355."
    assert masked(unit, step) == left_out(unit) == ""


def test_a_wrong_sum_is_said_to_be() -> None:
    unit, _ = found(compile_program(RECIPES["two_two_two"]), "h1:0")
    wrong = WeightedSum(unit.sums[0].number, 0.5, unit.sums[0].summands)
    assert "NOT equal" in sum_agreement(wrong)
    assert "**0.5**" in sum_table(wrong)


def test_what_is_not_written_out_is_counted_and_added() -> None:
    program = compile_program(RECIPES["digits"])
    unit, _ = found(program, "h1:3")
    assert "(61 more)" in sum_formula(Writer(program, NOTATIONS["ours"]), unit.sums[0])
    rows = sum_table(unit.sums[0]).splitlines()
    assert len([row for row in rows if "more" in row]) == 1
    assert "| 56 more |" in "\n".join(rows)
    assert rows[-2].split("|")[5] == rows[-1].split("|")[5]


def test_the_picture_has_the_point_on_the_curve_and_the_tangent_through_it() -> None:
    program = compile_program(RECIPES["circles"])
    unit, step = found(program, "h1:2", 4)
    figure = unit_figure(unit, step, "light")
    figure.validated()
    curve, batch, tangent, point = figure.to_dict()["data"]
    assert len(batch["x"]) == program.batch - 1
    assert unit.z not in batch["x"]
    assert (point["x"], point["y"]) == ([unit.z], [unit.a])
    slope = step.value("h1/slope")[4, 2]
    assert np.diff(tangent["y"])[0] / np.diff(tangent["x"])[0] == pytest.approx(slope)
    assert np.mean(tangent["y"]) == pytest.approx(unit.a)
    assert np.interp(unit.z, curve["x"], curve["y"]) == pytest.approx(unit.a, abs=1e-3)
    assert curve["x"][0] < min(batch["x"])
    assert max(batch["x"]) < curve["x"][-1]
    assert "its tangent of slope" in unit_alt(unit, step)
    assert "The 10 examples of the batch" in unit_alt(unit, step)


def test_a_softmax_has_bars_and_targets() -> None:
    unit, step = found(compile_program(RECIPES["blobs"]), "out:1", 2)
    bars, targets = unit_figure(unit, step, "dark").validated().data
    assert list(bars.y) == step.value("out/a")[2].tolist()
    assert list(targets.y) == step.value("y")[2].tolist()
    assert bars.marker.color[0] == bars.marker.color[2] != bars.marker.color[1]
    assert "| **1** |" in output_table(unit, step)
    assert output_table(unit, step).count("\n") == 4
    assert "add up to 1" in unit_alt(unit, step)
    assert "softmax is no function of one z" in in_condition(unit)
    assert "taken together here" in handed_back(unit)


def test_a_hidden_softmax_has_no_targets() -> None:
    unit, step = found(small_program("softmax", ("linear", "mean_squared_error")), "h1:1")
    assert len(unit_figure(unit, step, "light").validated().data) == 1
    assert "target" not in output_table(unit, step)
    assert "along 2 ways" in handed_back(unit)


@pytest.mark.parametrize(
    ("kind", "share", "said"),
    [
        ("sigmoid", 0.02, "f′(z) is 0.02 of its largest, 0.25: this unit is saturated, 50 times less gradient passes."),
        ("tanh", 0.4, "f′(z) is 0.4 of its largest, 1: this unit is half saturated, 2.5 times less gradient passes."),
        ("tanh", 0.8, "f′(z) is 0.8 of its largest, 1: the unit responds."),
        ("relu", 1.0, "f′(z) is at its largest, 1: the unit responds."),
        ("relu", 0.0, "z is negative for this example: f′(z) is 0 and no gradient passes."),
        ("hard_tanh", 0.0, "z lies beyond −1 or 1 for this example: f′(z) is 0 and no gradient passes."),
        ("leaky_relu", 0.01, "f′(z) is 0.01 of its largest, 1: z is negative, where this unit only leaks, 100 times "
                             "less gradient passes."),
    ],
)  # fmt: skip
def test_how_much_passes_is_said_in_words(kind: str, share: float, said: str) -> None:
    assert passing(kind, share) == said


def test_death_is_of_the_whole_batch() -> None:
    assert dead("relu", 64) == (
        "z is negative for all 64 examples of this batch: the unit is dead here, no gradient reaches its weights."
    )
    assert dead("sigmoid", 1).startswith("f′(z) is 0 for the only example of this batch")
    assert others(np.array([0.0, 0.02, 0.03, 0.9])) == " In the batch: 1 shut, 2 saturated, 1 responsive."


def test_a_unit_that_is_pushed_far_down_is_dead() -> None:
    program = small_program("relu")
    state = program.start()
    biases = state.parameter("h1/b").copy()
    biases[0] = -100.0
    step = program.advance(state.with_parameter("h1/b", biases))[1]
    (site,) = first(program, "h1:0").places
    unit = neuron(program, step, site, 2)
    assert "z is negative for all 5 examples of this batch: the unit is dead here" in in_condition(unit)
    assert unit.delta.adjoint == 0.0
    assert np.abs(step.gradient("h1/W")[0]).max() == 0.0


def test_a_linear_unit_never_saturates() -> None:
    unit, step = found(small_program("linear"), "h1:0")
    assert "nothing saturates, and the tangent is the line itself" in in_condition(unit)
    assert unit_table(unit, step).splitlines()[3].startswith("| f′(z) | 1 | 1 | 1 |")


def test_masks_and_normalisation_are_told() -> None:
    rules = (Regulariser("batch_norm", 0.1), Regulariser("dropout", 0.5))
    program = compile_program(replace(small_spec(), regularisers=rules))
    step = program.advance(program.start())[1]
    (site,) = first(program, "h1:1").places
    said = {masked(neuron(program, step, site, example), step)[:20] for example in range(program.batch)}
    assert said == {"Dropout leaves this ", "Dropout keeps this u"}
    formula = normalised_formula(Writer(program, NOTATIONS["ours"]), neuron(program, step, site, 0), step)
    assert r"\frac{s_{1}^{h1\,(0)} - \mu_{1}^{h1}}{\sqrt{v_{1}^{h1} + \varepsilon}}" in formula
    shown = formula.rpartition("&=")[2].removesuffix(r" \end{aligned}")
    assert float(shown) == pytest.approx(step.value("h1/n")[0, 1], abs=1e-9)
    dropped = compile_program(replace(small_spec(), regularisers=(Regulariser("dropconnect", 0.5),)))
    unit, step = found(dropped, "h1:0")
    gone = int((step.value("h1/W:mask")[0] == 0.0).sum())
    assert left_out(unit) == f"Dropconnect leaves out {gone} of its 2 weights in this step."


def test_a_weight_leads_into_a_unit_and_a_gate() -> None:
    lstm, gru = recurrent_program("lstm", 3), recurrent_program("gru", 3)
    units = lstm.layout.slot("h1/t=1/a").shape[1]
    for row, gate in enumerate("ifog"):
        unit = first(lstm, f"h1/U[{row * units + 1},0]")
        assert (unit.number, unit.gate, unit.name) == (1, gate, "h1:1")
    assert first(lstm, "h1:1").gate == ""
    assert first(lstm, "h1:1").gates == list("ifog")
    assert first(gru, "h1/c[0]").gate == "n"
    assert first(gru, "h1/b[0]").gate == "r"
    assert first(compile_program(RECIPES["cnn"]), "h1/W[2,0,1,1]").name == "h1:2"
    assert first(compile_program(RECIPES["cnn"]), "h2:1").places == ()
    assert [unit_of(lstm, name) for name in ("x:0", "", "h9:1", "h9/W[0,0]", "L")] == [None] * 5


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("recipe", RECIPES)
def test_every_unit_of_every_recipe_can_be_read(recipe: str, notation: str) -> None:
    program = compile_program(RECIPES[recipe])
    writer, step = Writer(program, NOTATIONS[notation]), program.advance(program.start())[1]
    for layer in program.network.layers:
        unit = first(program, f"{layer.name}:1" if max(layer.shape) > 1 and layer.shape[-1] > 1 else f"{layer.name}:0")
        for gate in unit.gates or [""]:
            place = busiest(step, tuple(one for one in unit.places if one.gate == gate), 0) if unit.places else None
            if place is None:
                continue
            read = neuron(program, step, place, 0)
            assert all(balanced(sum_formula(writer, one)) for one in read.sums)
            assert all("is equal to" in sum_agreement(one) for one in read.sums)
            assert re.match(r".*\.$", in_condition(read))
            assert unit_alt(read, step).endswith(".")
            unit_figure(read, step, "light")
            assert (unit_table(read, step) if read.is_function else output_table(read, step)).count("\n") >= 3
