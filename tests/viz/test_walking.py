"""The walk on the page and on the stage: what is known only grows, every part is one of the stage's, all is written."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Program, Regulariser, compile_program
from core.explain.walk import Case, Walk, micro_step, walk_of
from tests.core.layered import layered_program
from viz.explain.walking import formula, headline, known, landmarks, products, progress, rule_of, scene, start_for
from viz.explain.walking.moment import moment
from viz.sketch.columns import columns
from viz.sketch.families import edge_count
from viz.sketch.selection import edge_of
from viz.structure import structure

GROWING, SHRINKING = ("activation", "loss", "update"), ("delta", "gradient", "bias")


def case_of(program: Program) -> Case:
    return Case(program, program.advance(program.start())[1], program.batch - 1)


def some_positions(walk: Walk, count: int = 40) -> list[int]:
    """The ends of all layers, and some in between."""
    ends = [walk.position("layer", stage) for stage in range(walk.count("layer") + 1)]
    return sorted({*ends, *np.random.default_rng(0).integers(1, walk.last, count).tolist()})


def is_known(program: Program, parts: dict, part: str) -> bool:
    """Whether the stage has a node, an edge or a bias for this name."""
    return part in parts["nodes"]["id"] or part in parts["bias_ids"] or edge_of(program.layout, part) is not None


@pytest.mark.parametrize("name", RECIPES)
def test_what_the_stage_shows_grows_from_nothing_to_everything(name: str) -> None:
    program = compile_program(RECIPES[name])
    walk, layout = walk_of(program), program.layout
    moments = [moment(walk, layout, position) for position in some_positions(walk)]
    inputs, nodes = columns(layout)[0].units, sum(column.units for column in columns(layout))
    biases = nodes if ("out/b", "value") in layout else inputs
    assert [moments[0][what] for what in GROWING] == [inputs, False, 0]
    assert [moments[0][what] for what in SHRINKING] == [nodes, edge_count(layout), biases]
    assert [moments[-1][what] for what in GROWING] == [nodes, True, edge_count(layout)]
    assert [moments[-1][what] for what in SHRINKING] == [inputs, 0, inputs]
    for what in (*GROWING, *SHRINKING):
        values = [one[what] for one in moments]
        assert values == sorted(values, reverse=what in SHRINKING), what
    assert all(0.0 <= one["share"] <= 1.0 for one in moments)


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_is_written_and_lit(name: str) -> None:
    program = compile_program(RECIPES[name])
    walk, case, parts = walk_of(program), case_of(program), structure(program)
    phases = {f"{way} {layer.name}" for way in ("forward", "backward") for layer in program.network.layers}
    for position in some_positions(walk, 12)[1:]:
        step = micro_step(walk, case, position)
        shown = scene(walk, case, step)
        assert shown.more["moment"]["phase"] in {*phases, "loss", "update"}
        unknown = [part for part in (*shown.parts, *shown.more["soft"]) if not is_known(program, parts, part)]
        assert not [part for part in unknown if "/b[" not in part and "/c[" not in part], unknown
        assert headline(case, step)
        assert rule_of(case, step) or step.product.kind in ("others", "part", "nothing")
        assert formula(case, step, "ours").count("{") == formula(case, step, "ours").count("}")
        assert products(case, step).count("\n") <= 9
        assert known(walk, case, "layer", position).count("\n") <= 14
        assert f"{position:,} of {walk.last:,}" in progress(walk, step)


@pytest.mark.parametrize("name", RECIPES)
def test_every_term_of_the_loss_lights_the_output_it_is_of(name: str) -> None:
    program = compile_program(RECIPES[name])
    walk, case, terms = walk_of(program), case_of(program), np.ndindex(program.layout.slot("y").shape[1:])
    start = walk.position("phase", 1)
    for position, index in enumerate(terms, start + 1):
        step = micro_step(walk, case, position)
        assert scene(walk, case, step).parts == (f"out:{index[-1]}",)
        assert rf"\ell_{{{','.join(map(str, index))}}}" in formula(case, step, "ours")


def test_the_first_products_of_the_worked_example_in_formulas_and_as_a_table() -> None:
    program = compile_program(RECIPES["two_two_two"])
    walk, case = walk_of(program), case_of(program)
    second, third = (micro_step(walk, case, position) for position in (2, 3))
    assert r"W_{0,1}^{h1} \cdot x_{1} &= 0.2 \times 0.1 = 0.02" in formula(case, second, "ours")
    assert r"z_{0}^{h1}\,\text{so far} &= 0.0075 + 0.02 = 0.0275" in formula(case, second, "ours")
    assert r"z_{0}^{h1} &= 0.0275 + 0.35 = 0.3775" in formula(case, third, "ours")
    rows = products(case, second).splitlines()[2:]
    assert rows == [
        "| 1 | `h1/W[0,0] × x[0,0]` | 0.0075 | 0.0075 |",
        "| **2** | **`h1/W[0,1] × x[0,1]`** | **0.02** | **0.0275** |",
        "|  | 1 still to come |  |  |",
    ]
    shown = scene(walk, case, second)
    assert shown.parts == ("x:1", "h1:0", "h1/W[0,1]")
    assert shown.more["soft"] == ["h1/W[0,0]"]
    assert shown.more["tag"] == {"at": "h1:0", "text": "z so far 0.0275"}
    assert shown.note == "h1/z[0,0], product 2 of 3: h1/W[0,1] × x[0,1] = 0.02"


def test_an_update_says_what_was_read_and_what_is_frozen() -> None:
    spec = replace(RECIPES["two_two_two"], frozen=("h1/W[0,0]",), regularisers=(Regulariser("clip_value", 0.001),))
    program = compile_program(spec)
    walk, case = walk_of(program), case_of(program)
    kept, clipped = (landmarks(walk, program.layout, path)["its update"] for path in ("h1/W[0,0]", "out/W[0,0]"))
    assert rule_of(case, micro_step(walk, case, kept + 1)) == "It is frozen by `h1/W[0,0]`, so nothing is added to it."
    assert (
        rule_of(case, micro_step(walk, case, clipped + 1))
        == "SGD has read 0.001, the clipped gradient of the whole batch."
    )


def test_the_walk_comes_past_what_is_selected() -> None:
    program = compile_program(RECIPES["two_two_two"])
    walk, case, layout = walk_of(program), case_of(program), program.layout
    found = landmarks(walk, layout, "h1/W[1,0]")
    assert list(found) == ["its forward sum", "its gradient", "its update"]
    steps = [micro_step(walk, case, position + 1) for position in found.values()]
    assert [(step.path, step.index) for step in steps] == [("h1/z", (0, 1)), ("h1/W", (1, 0)), ("h1/W", (1, 0))]
    assert [step.block.phase for step in steps] == ["forward", "backward", "update"]
    assert start_for(walk, layout, "h1:1") == found["its forward sum"]
    assert start_for(walk, layout, "x:0") == start_for(walk, layout, "") == 0


def test_masked_weights_and_normalised_units_are_lit_by_their_own_edges() -> None:
    program = layered_program(("dropconnect", "batch_norm"))
    walk, case, parts = walk_of(program), case_of(program), structure(program)
    for position in range(1, walk.last + 1, 7):
        shown = scene(walk, case, micro_step(walk, case, position))
        assert all(is_known(program, parts, part) for part in shown.parts), shown.parts


def test_a_layer_of_a_large_network_is_looked_at_as_quickly_as_one_of_a_small_one() -> None:
    program = compile_program(RECIPES["mnist"])
    walk, case = walk_of(program), case_of(program)
    assert walk.last > 200_000
    step = micro_step(walk, case, 400)
    assert (step.path, step.index[1:], step.done, step.count) == ("h1/z", (0,), 400, 785)
    assert products(case, step).splitlines()[2].startswith("| 1–394 | summed before |")
    assert known(walk, case, "phase", walk.last).endswith("50,878 more |  |")
