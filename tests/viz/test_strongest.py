"""A network with fifty thousand edges: the strongest travel, what is said of them is true, and slices stay small."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core import session as sessions
from core.recipes import RECIPES
from core.session import Session
from tests.core.image_nets import STACKS, conv, image_program
from tests.core.nets import dense
from tests.viz.receiving import Browser
from tests.viz.recipes import run_of
from viz.colour import QUANTITIES
from viz.live import edges_shown
from viz.look import MOST_EDGES, Look
from viz.sketch.choice import choose, rest, shares
from viz.sketch.drawn import drawn, is_sketched
from viz.sketch.families import edge_count, edge_paths, families
from viz.sketch.selection import edge_of, weight_of
from viz.slices import segments
from viz.structure import structure

SELECTED = "h1/W[3,400]"


def mnist_browser() -> Browser:
    session = sessions.begin(RECIPES["mnist"], playing=True)
    return Browser(sessions.select(session, SELECTED))


def at_rest(session: Session) -> Session:
    return sessions.pause(session)


def test_small_networks_send_every_edge() -> None:
    assert {name for name in RECIPES if is_sketched(run_of(name).program.layout, MOST_EDGES)} >= {
        "mnist",
        "digits",
        "cnn",
    }
    assert not is_sketched(run_of("xor").program.layout, MOST_EDGES)
    assert is_sketched(run_of("spiral").program.layout, 50)
    assert is_sketched(image_program(STACKS["conv"]).layout, MOST_EDGES), "a kernel is more than one weight"


def test_what_a_small_matrix_leaves_over_goes_to_the_others() -> None:
    assert dict(shares([50_176, 640], 400)) == {1: 200, 0: 200}
    assert dict(shares([5, 1000, 4], 400)) == {2: 4, 0: 5, 1: 391}


@pytest.mark.parametrize("colour_by", QUANTITIES)
def test_no_edge_left_out_is_stronger_than_one_of_its_matrix_that_is_drawn(colour_by: str) -> None:
    session = run_of("mnist")
    layout, of = session.program.layout, QUANTITIES[colour_by].of
    rows = np.stack([session.history.step(k).row for k in range(3)])
    chosen = choose(layout, rows, of, 400)
    assert len(chosen) == len(set(chosen.tolist())) == 400
    peaks = np.max([np.abs(of(layout, row)) for row in rows], axis=0)
    for family in families(layout):
        numbers = np.arange(family.first, family.first + family.count)
        inside = np.isin(numbers, chosen)
        assert peaks[numbers[inside]].min() >= peaks[numbers[~inside]].max()
    for row, together in zip(rows, rest(layout, rows, of, chosen), strict=True):
        assert together == pytest.approx(np.linalg.norm(np.delete(of(layout, row), chosen)), rel=1e-12)


def test_nothing_is_left_when_every_edge_is_drawn() -> None:
    session = run_of("xor")
    rows, layout = session.step.row[None], session.program.layout
    shown = drawn(layout, rows, QUANTITIES["sign"].of, 400, "")
    assert shown.chosen.tolist() == list(range(edge_count(layout)))
    assert shown.rest.tolist() == [0.0]


def test_numbers_that_are_not_finite_are_never_the_strongest() -> None:
    layout = run_of("moons").program.layout
    row = run_of("moons").step.row.copy()
    row[families(layout)[0].places[3, 0] + families(layout)[0].of_kind(layout, "adjoint")] = np.nan
    chosen = choose(layout, row[None], QUANTITIES["magnitude"].of, 6)
    assert 3 not in chosen
    assert {3, 5} <= set(choose(layout, row[None], QUANTITIES["magnitude"].of, 6, always=(3, 5)))


def test_the_numbers_sent_are_those_of_the_other_parameters_and_the_chosen_edges() -> None:
    browser = mnist_browser()
    header, numbers = browser.receive(more=True)
    described, session = header["structure"], browser.session
    assert described["edge_count"] == 784 * 64 + 640
    assert described["edges"]["id"] == []
    paths = edge_paths(session.program.layout, numbers["choice"])
    assert SELECTED in paths
    assert numbers["parameter"].shape[1] == 74 + len(paths) == 74 + 400
    row = session.history.recorded(int(numbers["step"][-1]))
    step = session.program.step_from_row(int(numbers["step"][-1]), row)
    for place, path in enumerate(paths):
        parameter, index = path.rstrip("]").split("[")
        j, i = map(int, index.split(","))
        assert numbers["parameter"][-1, 74 + place] == np.float32(step.parameter(parameter)[j, i])
        assert numbers["gradient"][-1, 74 + place] == np.float32(step.gradient(parameter)[j, i])
        assert numbers["update"][-1, 74 + place] == np.float32(step.update(parameter)[j, i])
    for node, place in zip(described["nodes"]["id"], described["nodes"]["bias"], strict=True):
        layer, unit = node.split(":")
        bias = np.nan if layer == "x" else np.float32(step.parameter(f"{layer}/b")[int(unit)])
        assert place == -1 if layer == "x" else numbers["parameter"][-1, place] == bias


def test_slices_are_small_and_every_row_that_was_trained_is_sent() -> None:
    browser = mnist_browser()
    seen: list[int] = []
    for _ in range(4):
        header, numbers = browser.receive(more=True)
        seen += numbers["step"].tolist()
        assert len(browser.sent.message) < 200_000
        assert len(json.dumps(header["structure"])) < 60_000
    assert seen == list(range(seen[0], seen[0] + len(seen)))
    assert len(seen) >= 4


def test_another_number_of_edges_is_another_choice_and_the_same_structure() -> None:
    browser = mnist_browser()
    browser.receive(more=True)
    browser.session = at_rest(browser.session)
    first, _ = browser.receive()
    browser.look = replace(browser.look, edges=50)
    header, numbers = browser.receive()
    assert len(numbers["choice"]) == 50
    assert header["structure_id"] == first["structure_id"]
    assert browser.sent.edges == tuple(numbers["choice"].tolist())


def test_another_selection_and_another_colouring_are_drawn_at_once() -> None:
    browser = mnist_browser()
    browser.receive(more=True)
    browser.session = sessions.select(at_rest(browser.session), "h1/W[7,7]")
    layout = browser.session.program.layout
    assert edge_of(layout, "h1/W[7,7]") in browser.receive()[1]["choice"]
    browser.look = replace(browser.look, colour_by="weight")
    _, numbers = browser.receive()
    row = browser.session.step.row[None]
    wanted = choose(layout, row, QUANTITIES["weight"].of, 400, (edge_of(layout, "h1/W[7,7]"),))
    assert numbers["choice"].tolist() == wanted.tolist()


def test_what_is_lit_is_always_drawn() -> None:
    browser = mnist_browser()
    browser.receive(more=True)
    session = at_rest(browser.session)
    lit = {"parts": ("h1/W[9,9]", "h1:9", "out/W[2,9]"), "soft": ("h1/W[9,8]",), "note": ""}
    drawn = edges_shown(session, browser.look, session.step.row[None], lit)
    asked = {edge_of(session.program.layout, path) for path in (*lit["parts"], *lit["soft"])} - {None}
    assert len(asked) == 3
    assert asked <= set(drawn.chosen.tolist())


def test_paths_lead_to_edges_and_back() -> None:
    layout = run_of("mnist").program.layout
    for path in ("h1/W[0,0]", "h1/W[63,783]", "out/W[2,5]"):
        assert edge_paths(layout, [edge_of(layout, path)]) == [path]
    for path in ("h1:0", "h1/b[0]", "", "h1/W[64,0]", "h1/W[0]", "h7/W[0,0]", "h1/W[0←0]"):
        assert edge_of(layout, path) is None
        assert weight_of(layout, run_of("mnist").step.row, path, "value") == path


def test_a_click_on_a_kernel_selects_its_strongest_weight() -> None:
    program = image_program([conv(3, 2), dense(4, "tanh")])
    step = program.advance(program.start())[1]
    gradient, weights = step.gradient("h1/W")[2, 1], step.parameter("h2/W")
    place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
    path = weight_of(program.layout, step.row, "h1/W[2←1]", "adjoint")
    assert path == f"h1/W[2,1,{place[0]},{place[1]}]"
    assert edge_paths(program.layout, [edge_of(program.layout, path)]) == ["h1/W[2←1]"]
    pixels = weights.shape[1] // 3
    strongest = pixels + int(np.abs(weights[3, pixels : 2 * pixels]).argmax())
    assert weight_of(program.layout, step.row, "h2/W[3←1]", "value") == f"h2/W[3,{strongest}]"
    assert edge_of(program.layout, f"h2/W[3,{strongest}]") == edge_of(program.layout, "h2/W[3←1]")


def test_the_selected_weight_of_several_travels_by_itself() -> None:
    program = image_program([conv(3, 2)])
    rows = program.record(program.start(), 2).rows
    shown = drawn(program.layout, rows, QUANTITIES["sign"].of, 4, "h1/W[2,1,0,1]")
    sent = segments(program.layout, np.arange(2), rows, np.zeros(2), shown)
    step = program.step_from_row(1, rows[1])
    expected = [of("h1/W")[2, 1, 0, 1] for of in (step.parameter, step.gradient, step.update)]
    assert sent["picked"][1].tolist() == expected
    assert edge_of(program.layout, "h1/W[2,1,0,1]") in shown.chosen


def test_frozen_weights_are_named_by_their_edges() -> None:
    spec = replace(RECIPES["mnist"], frozen=("out", "h1/W[3,17]"))
    content = structure(sessions.begin(spec).program, MOST_EDGES)
    hidden, out = content["families"]
    assert hidden["frozen"] == [3 * 784 + 17]
    assert out["frozen"] == list(range(640))


def test_a_look_draws_four_hundred_edges() -> None:
    assert Look().edges == MOST_EDGES == 400


def test_a_tied_layer_has_edges_of_its_own_and_shares_its_weights() -> None:
    step = run_of("denoising").step
    hidden, out = families(step.layout)
    assert (hidden.count, out.count, out.size) == (1024, 1024, 1)
    assert weight_of(step.layout, step.row, "out/W[5,3]", "value") == "h1/W[3,5]"
    edge, shared = edge_of(step.layout, "out/W[5,3]"), edge_of(step.layout, "h1/W[3,5]")
    weights = QUANTITIES["weight"].of(step.layout, step.row)
    assert weights[edge] == weights[shared] == step.parameter("h1/W")[3, 5]
    assert edge_paths(step.layout, [edge]) == ["out/W[5,3]"]
