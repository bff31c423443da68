"""The path ledger as it is read: names of routes, the table, the product in TeX, and what is lit on the stage."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from core import RECIPES, Program, Regulariser, Step, compile_program
from core.explain.routes import Ledger, path_ledger
from tests.core.codes import sparse_spec
from tests.core.layered import layered_program
from viz.explain.notations import NOTATIONS
from viz.explain.parts import lit_along, part_at, place_at, time_at
from viz.explain.routes import balance, heading, how_many, ledger_table, route_equation, route_text, way_text
from viz.explain.routes.words import counted, stays
from viz.graph import network_graph
from viz.sketch.families import edge_count, edge_paths


def stepped(program: Program) -> Step:
    return program.advance(program.start())[1]


def found(program: Program, path: str, index: tuple[int, ...], row: int | None = None) -> Ledger:
    return path_ledger(program, stepped(program), path, index, partial(place_at, program), row)


def worked() -> tuple[Program, Ledger]:
    program = compile_program(RECIPES["two_two_two"])
    return program, found(program, "h1/W", (0, 0))


def test_the_routes_of_the_worked_example_are_named_and_multiplied_out() -> None:
    program, ledger = worked()
    first, second = ledger.routes
    assert route_text(ledger, first, [0]) == "h1/W[0,0] → h1:0 → out:0 → L"
    assert way_text(ledger, second, [0]) == "h1:0 → out:1 → L"
    formula = route_equation(program, ledger, first, 1)
    assert r"\left. \frac{\partial L}{\partial W_{0,0}^{h1}} \right|_{\text{route 1}}" in formula
    product = r"(a_{0}^{out} - y_{0}) \cdot f'(z_{0}^{out}) \cdot W_{0,0}^{out} \cdot f'(z_{0}^{h1}) \cdot x_{0}"
    assert f"&= {product}" in formula
    assert r"0.74136507 \times 0.186815602 \times 0.4 \times 0.241300709 \times 0.05" in formula
    assert formula.endswith(r"= 0.000668396 \end{aligned}")


def test_the_table_has_every_route_the_sum_and_what_was_recorded() -> None:
    _, ledger = worked()
    lines = ledger_table(ledger, [0]).splitlines()[2:]
    assert lines[0] == ("| 1 | h1:0 → out:0 → L | 0.000668396 | 152.4% | 0.7414 × 0.1868 × 0.4 × 0.2413 × 0.05 |")
    assert lines[1].startswith("| 2 | h1:0 → out:1 → L | −0.000229828 | −52.4% |")
    assert lines[2:] == [
        "|  | **sum of all routes** | **0.000438568** |  |  |",
        "|  | **recorded** | **0.000438568** |  |  |",
    ]
    assert balance(ledger).startswith("All routes: 0.000438568, equal to the recorded 0.000438568: difference")


def test_a_batch_is_added_and_what_is_not_listed_is_counted() -> None:
    program = compile_program(RECIPES["spiral"])
    ledger = found(program, "h1/W", (3, 1))
    assert how_many(program, ledger)[0] == "There are 640 routes."
    assert "added over examples" in how_many(program, ledger)[1]
    assert "The 12 largest of 64 lines are listed." in how_many(program, ledger)
    assert any(line.startswith("|  | 520 more |") for line in ledger_table(ledger, [0]).splitlines())
    assert "(largest of 10)" in ledger_table(ledger, [0])
    assert r"\cdots \text{ (9 more)}" in route_equation(program, ledger, ledger.routes[0], 1)
    assert "Listed" in balance(ledger)
    assert "rest" in balance(ledger)


def test_one_example_has_routes_of_its_own() -> None:
    program = compile_program(RECIPES["spiral"])
    ledger = found(program, "h1/W", (3, 1), row=4)
    assert heading(ledger, "example 17").startswith("The share that example 17 has in ∂L/∂h1/W[3,1]")
    assert how_many(program, ledger)[0] == "There are 64 routes."
    assert "largest of" not in ledger_table(ledger, [0])


def test_where_nobody_could_walk_them_all_each_route_names_its_example() -> None:
    program = compile_program(RECIPES["adding_lstm"])
    ledger, examples = found(program, "h1/W", (40, 0)), list(range(500, 532))
    assert "by dynamic programming" in " ".join(how_many(program, ledger))
    row = ledger.routes[0].hops[0].term.example
    assert way_text(ledger, ledger.routes[0], examples).endswith(f"→ out:0 → L (example {500 + row})")
    assert "t=30" in way_text(ledger, ledger.routes[0], examples)
    assert "about 1.1e54 routes" in how_many(program, ledger)[0]


def test_the_middle_of_a_long_product_is_counted() -> None:
    program = compile_program(RECIPES["adding_rnn"])
    ledger = found(program, "h1/a", (0, 1))
    route = replace(ledger.routes[0], hops=ledger.routes[0].hops * 9)
    assert "more) …" in ledger_table(replace(ledger, routes=(route,)), [0])
    left_out = len(route.hops) - 12
    assert rf"\cdots \text{{ ({left_out} more)}} \cdots" in route_equation(program, ledger, route, 1)


def test_penalties_and_terms_on_the_code_are_named() -> None:
    program = compile_program(replace(RECIPES["two_two_two"], regularisers=(Regulariser("l2", 0.5),)))
    texts = [way_text(ledger, route, [0]) for ledger in [found(program, "h1/W", (0, 1))] for route in ledger.routes]
    assert "L2 penalty → L" in texts
    sparse = compile_program(sparse_spec())
    ledger = found(sparse, "h1/W", (0, 1))
    assert any(way_text(ledger, route, [0]).endswith("→ sparsity → L") for route in ledger.routes)


def test_where_all_routes_are_closed_it_is_said_of_all() -> None:
    program, ledger = worked()
    for closed, said in ((2.0, "all of them closed"), (1.0, "1 of them closed")):
        assert how_many(program, replace(ledger, closed=closed))[0].startswith(f"There are 2 routes, {said}")


def test_stays_are_told_together_and_numbers_of_routes_in_short() -> None:
    assert stays(("h1:0 t=3", "h1:0 t=4", "h1:0 t=5", "h1:2 t=6", "out:0")) == ["h1:0 t=3…5", "h1:2 t=6", "out:0"]
    assert stays(("h1:0 t=3", "h1:0 t=5")) == ["h1:0 t=3", "h1:0 t=5"]
    assert stays(("h1:0", "h2:0")) == ["h1:0", "h2:0"]
    assert [counted(320.0), counted(12345678.0), counted(2.84e36)] == ["320", "12,345,678", "about 2.8e36"]


def test_a_dead_end_an_overflow_and_a_wrong_sum_are_said() -> None:
    program, ledger = worked()
    assert how_many(program, replace(ledger, count=0.0)) == ["No route leads from here to the loss."]
    assert "no longer finite" in balance(replace(ledger, total=np.nan))
    assert "NOT equal to" in balance(replace(ledger, recorded=1.0))
    assert "closed: a slope on them is exactly 0" in how_many(program, replace(ledger, closed=1.0))[0]
    assert "There is 1 route." in how_many(program, replace(ledger, count=1.0))


@pytest.mark.parametrize(
    ("recipe", "path", "index", "part", "time"),
    [
        ("two_two_two", "h1/W", (1, 0), "h1/W[1,0]", None),
        ("two_two_two", "h1/b", (1,), "h1/b[1]", None),
        ("two_two_two", "h1/z", (0, 1), "h1:1", None),
        ("cnn", "h1/W", (2, 0, 1, 1), "h1/W[2,0,1,1]", None),
        ("cnn", "h1/z", (5, 2, 3, 4), "h1:2", None),
        ("cnn", "h2/a", (5, 2, 1, 1), "h2:2", None),
        ("sunspots", "h1/t=3/z", (0, 5), "h1:5", 3),
        ("sunspots", "h1/z", (0, 2, 5), "h1:5", 3),
        ("sunspots", "h1/a", (0, 5), "h1:5", 12),
        ("sunspots", "h1/before", (0, 2, 5), "h1:5", 2),
        ("sunspots", "x", (0, 4), "x:0", 5),
        ("echo", "out/a", (0, 4, 0), "out:0", 5),
        ("adding_lstm", "h1/t=7/gates", (3, 35), "h1:3", 7),
        ("adding_lstm", "h1/z", (3, 6, 50), "h1:2", 7),
        ("adding_lstm", "h1/W", (50, 1), "h1/W[50,1]", None),
        ("sparse", "h1/rate", (4,), "h1:4", None),
        ("two_two_two", "L", (), "", None),
    ],
)
def test_every_number_has_its_part_of_the_stage_and_its_time(recipe: str, path: str, index, part: str, time) -> None:
    layout = compile_program(RECIPES[recipe]).layout
    assert part_at(layout, path, index) == part
    assert time_at(layout, path, index) == time


def test_a_masked_weight_and_its_mask_are_the_edge_of_the_weight() -> None:
    layout = layered_program(("dropconnect",)).layout
    assert [part_at(layout, path, (1, 0)) for path in ("h1/V", "h1/W:mask", "h1/W")] == ["h1/W[1,0]"] * 3


def test_inside_a_gated_unit_the_place_says_which_number() -> None:
    program = compile_program(RECIPES["adding_lstm"])
    assert place_at(program, "h1/t=7/gates", (3, 35)) == "h1:3 o t=7"
    assert place_at(program, "h1/t=7/c", (3, 4)) == "h1:4 c t=7"
    assert place_at(program, "h1/t=7/g:z", (3, 4)) == ""
    assert place_at(program, "h1/t=7/a", (3, 4)) == "h1:4 t=7"


def lit(program: Program, path: str, index: tuple[int, ...]) -> list[tuple[str, ...]]:
    return [lit_along(program, route.hops) for route in found(program, path, index).routes]


def test_a_route_is_lit_edge_by_edge() -> None:
    program, ledger = worked()
    assert lit_along(program, ledger.routes[0].hops) == ("h1/W[0,0]", "h1:0", "out/W[0,0]", "out:0")
    unit = found(program, "h1/a", (0, 1))
    assert ("h1:1", "out/W[1,1]", "out:1") in [lit_along(program, route.hops) for route in unit.routes]


def test_kernels_states_masks_and_links_are_lit_by_the_edges_that_are_drawn() -> None:
    assert ("h1/W[2,0,1,1]", "h1:2", "h2:2", "out/W[4←2]", "out:4") in lit(
        compile_program(RECIPES["cnn"]), "h1/W", (2, 0, 1, 1)
    )
    recurrent = [part for parts in lit(compile_program(RECIPES["sunspots"]), "h1/W", (2, 0)) for part in parts]
    assert any(part.startswith("h1/U[") for part in recurrent)
    linked = [part for parts in lit(layered_program(("dropconnect",), "skips"), "h1/W", (2, 0)) for part in parts]
    assert "h1→h3" in linked
    assert "h1/W[2,0]" in linked


@pytest.mark.parametrize("recipe", RECIPES)
def test_all_that_is_lit_is_on_the_stage(recipe: str) -> None:
    program = compile_program(RECIPES[recipe])
    layout = program.layout
    drawn = {*network_graph(layout, only=()), *edge_paths(layout, range(edge_count(layout)))}
    for slot in layout.parameters():
        for parts in lit(program, slot.path, tuple(n // 2 for n in slot.shape)):
            assert set(parts[1:]) <= drawn, (slot.path, parts)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_route_of_every_recipe_is_written_in_every_notation(notation: str) -> None:
    for recipe in ("xor", "cnn", "sunspots", "adding_lstm", "denoising", "sparse"):
        program = compile_program(RECIPES[recipe])
        for slot in program.layout.parameters():
            ledger = found(program, slot.path, tuple(n // 2 for n in slot.shape))
            for rank, route in enumerate(ledger.routes[:2], 1):
                written = route_equation(program, ledger, route, rank, notation)
                assert written.count("{") == written.count("}")


def test_batch_normalisation_is_a_place_of_its_unit() -> None:
    program = layered_program(("batch_norm",))
    ledger = found(program, "h3/W", (1, 0))
    assert {route.places for route in ledger.routes} == {("h3:1", f"out:{unit}") for unit in range(3)}
