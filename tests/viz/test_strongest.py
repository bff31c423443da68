"""A network with fifty thousand edges: the strongest travel, what is said of them is true, and slices stay small."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core import session as sessions
from core.recipes import RECIPES
from tests.viz.receiving import Browser
from tests.viz.recipes import ALONG_TIME, WHOLE, run_of
from viz.colour import QUANTITIES
from viz.graph import network_graph
from viz.strongest import STRONGEST, drawn_edges, is_crowded, pairs, place_of, shares, strongest, with_selected
from viz.structure import structure

SELECTED = "h1/W[3,400]"


def mnist_browser() -> Browser:
    session = sessions.begin(RECIPES["mnist"], playing=True)
    return Browser(sessions.select(session, SELECTED))


def test_only_mnist_is_crowded() -> None:
    assert {name: is_crowded(run_of(name).program.layout) for name in RECIPES} == {
        name: name not in (*WHOLE, *ALONG_TIME) for name in RECIPES
    }


def test_what_a_small_layer_leaves_over_goes_to_the_others() -> None:
    assert dict(shares([50_176, 640])) == {1: STRONGEST // 2, 0: STRONGEST - STRONGEST // 2}
    assert dict(shares([5, 1000, 4])) == {2: 4, 0: 5, 1: STRONGEST - 9}


@pytest.mark.parametrize("colour_by", QUANTITIES)
def test_no_edge_left_out_is_stronger_than_one_that_is_drawn(colour_by: str) -> None:
    step = run_of("mnist").step
    chosen = strongest(step.layout, step.row, colour_by)
    graph = network_graph(step.layout, step.row, only=lambda path: pairs(step.layout, chosen, path))
    assert graph.number_of_edges() == len(chosen) == STRONGEST
    sizes = np.abs(QUANTITIES[colour_by].of(step.layout, step.row))
    for part, path in ((sizes[: 784 * 64], "h1/W"), (sizes[784 * 64 :], "out/W")):
        kept = {j * (784 if path == "h1/W" else 64) + i for j, i in pairs(step.layout, chosen, path)}
        others = np.delete(part, sorted(kept))
        assert part[sorted(kept)].min() >= others.max()


def test_the_numbers_sent_are_those_of_the_chosen_edges_and_of_all_biases() -> None:
    browser = mnist_browser()
    header, numbers = browser.receive(more=True)
    described, session = header["structure"], browser.session
    assert described["edge_count"] == 784 * 64 + 640
    assert SELECTED in described["edges"]["id"]
    assert numbers["parameter"].shape[1] == len(described["edges"]["id"]) + 74
    row = session.history.recorded(int(numbers["step"][-1]))
    step = session.program.step_from_row(int(numbers["step"][-1]), row)
    for path, place in zip(described["edges"]["id"], described["edges"]["parameter"], strict=True):
        parameter, index = path.rstrip("]").split("[")
        j, i = map(int, index.split(","))
        assert numbers["parameter"][-1, place] == np.float32(step.parameter(parameter)[j, i])
        assert numbers["gradient"][-1, place] == np.float32(step.gradient(parameter)[j, i])
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
        assert len(json.dumps(header["structure"])) < 100_000
    assert seen == list(range(seen[0], seen[0] + len(seen)))
    assert len(seen) >= 4


def test_the_choice_stays_until_the_run_is_twice_as_long_and_is_then_another() -> None:
    browser = mnist_browser()
    ids = []
    for _ in range(12):
        header, numbers = browser.receive(more=True)
        ids.append(header["structure_id"])
        browser.session = sessions.looked_at(browser.session, int(numbers["step"][-1]))
    assert len(set(ids[:5])) == 1
    assert len(set(ids)) == 2
    assert ids == sorted(ids, key=ids.index)


def test_another_selection_and_another_colouring_are_drawn_at_once() -> None:
    browser = mnist_browser()
    browser.receive(more=True)
    browser.session = sessions.select(browser.session, "h1/W[7,7]")
    header, _ = browser.receive()
    assert "h1/W[7,7]" in header["structure"]["edges"]["id"]
    browser.look = replace(browser.look, colour_by="weight")
    header, numbers = browser.receive()
    layout, row = browser.session.program.layout, browser.session.step.row
    wanted = with_selected(strongest(layout, row, "weight"), layout, "h1/W[7,7]")
    assert set(header["structure"]["edges"]["id"]) == set(drawn_edges(layout, wanted))
    assert len(numbers["step"])


def test_places_are_those_of_the_layout() -> None:
    layout = run_of("mnist").program.layout
    start = layout.blocks["parameter"].start
    assert place_of(layout, "out/W[2,5]") == layout.slot("out/W").places()[2, 5] - start
    assert [place_of(layout, path) for path in ("h1:0", "h1/b[0]", "")] == [None] * 3
    assert structure(run_of("xor").program)["edge_count"] == 12
