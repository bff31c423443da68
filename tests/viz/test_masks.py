"""What masks, batch normalisation and skip links add: the numbers sent are those of the row, and nothing else moves."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from core import RECIPES, compile_program
from core.spec.parts import Regulariser
from viz.extras import NORM
from viz.graph import columns, network_graph
from viz.network_figure import network_figure
from viz.slices import segments
from viz.structure import structure

AMOUNTS = {"dropout": 0.4, "dropconnect": 0.3, "batch_norm": 0.1}
PLAIN = RECIPES["spiral"]
SKIPS = (("h1", "h3"), ("h1", "h2"))


def program_with(*names: str, skips=()):
    return compile_program(replace(PLAIN, regularisers=[Regulariser(n, AMOUNTS[n]) for n in names], skips=skips))


def step_of(program):
    return program.advance(program.start())[1]


def sent(program):
    rows = program.record(program.start(), 3).rows
    return rows, segments(program.layout, np.arange(3), rows, np.full(3, np.nan))


@pytest.mark.parametrize(("name", "segment"), [("dropout", "alive"), ("dropconnect", "kept"), ("batch_norm", "norm")])
def test_a_network_sends_what_it_has_and_nothing_else(name: str, segment: str) -> None:
    assert structure(program_with(name))["recorded"] == [segment]
    _, plain = sent(program_with())
    _, more = sent(program_with(name))
    assert set(more) - set(plain) == {segment}
    assert structure(program_with(name))["id"] != structure(program_with())["id"]


def test_alive_is_the_share_of_the_batch_that_the_mask_leaves_in() -> None:
    program = program_with("dropout")
    rows, parts = sent(program)
    first = 0
    for column in columns(program.layout):
        part = parts["alive"][:, first : first + column.units]
        for row, alive in zip(rows, part, strict=True):
            mask = program.layout.view(row, f"{column.name}/mask") if column.name.startswith("h") else np.ones((1, 1))
            assert np.allclose(alive, (mask != 0).mean(axis=0))
        first += column.units
    assert 0 < (parts["alive"] < 1).mean() < 1


def test_a_weight_that_is_left_out_is_sent_as_such_and_has_no_gradient() -> None:
    program = program_with("dropconnect")
    rows, parts = sent(program)
    described = structure(program)
    for edge, place in zip(described["edges"]["id"], described["edges"]["parameter"], strict=True):
        path, index = edge.split("[")
        j, i = map(int, index.strip("]").split(","))
        for n, row in enumerate(rows):
            masked = path != "out/W" and program.layout.view(row, f"{path}:mask")[j, i] == 0
            assert parts["kept"][n, place] == (not masked)
    assert np.all(parts["gradient"][parts["kept"] == 0] == 0.0)
    assert 0 < (parts["kept"] == 0).mean() < 0.5


def test_the_numbers_of_a_normalised_unit_are_those_of_the_row() -> None:
    program = program_with("batch_norm")
    rows, parts = sent(program)
    nodes = sum(column.units for column in columns(program.layout))
    numbers = parts["norm"].reshape(3, len(NORM), nodes)
    assert np.isnan(numbers[:, :, :2]).all() and np.isnan(numbers[:, :, -1]).all()
    view = partial(program.layout.view, rows[1])
    routes = [np.linalg.norm(view(f"h2/s:{route}"), axis=0) for route in ("value", "mean", "variance")]
    wanted = [view("h2/mean"), view("h2/variance"), np.abs(view("h2/n")).max(axis=0), *routes]
    assert np.allclose(numbers[1, :, 10:18], wanted, rtol=1e-6)


def test_the_scale_lies_where_the_structure_says() -> None:
    program = program_with("batch_norm")
    described, flat = structure(program), program.start().parameters
    scale = dict(zip(described["nodes"]["id"], described["nodes"]["scale"], strict=True))
    assert (scale["x:0"], scale["out:0"]) == (-1, -1)
    taken = [*described["edges"]["parameter"], *described["nodes"]["bias"], *described["nodes"]["scale"]]
    assert sorted(place for place in taken if place >= 0) == list(range(len(flat)))
    assert all(flat[place] == 1.0 for place in scale.values() if place >= 0)


def test_skip_links_move_no_node_and_have_names() -> None:
    linked, plain = structure(program_with(skips=SKIPS)), structure(program_with())
    assert linked["skips"] == [
        {"id": "h1→h3", "from": "h1", "to": "h3"},
        {"id": "h1→h2", "from": "h1", "to": "h2"},
    ]
    assert (linked["nodes"], linked["edges"]) == (plain["nodes"], plain["edges"])


def test_the_still_figure_draws_masks_and_links_too() -> None:
    step = step_of(program_with("dropout", "dropconnect", skips=SKIPS))
    graph = network_graph(step.layout, step.row, SKIPS)
    left_out = [data for _, _, data in graph.edges(data=True) if not data["kept"]]
    assert left_out and all(data["gradient"] == 0.0 for data in left_out)
    figure = network_figure(graph)
    dotted = [trace for trace in figure.data if trace.mode == "lines" and trace.line.dash == "dot"]
    assert [trace.name for trace in dotted if trace.name] == ["h1→h3", "h1→h2"]
    drawn = sum(np.isnan(trace.x.astype(float)).sum() for trace in dotted if not trace.name)
    assert drawn == len(left_out)
    opacity = dict(zip(graph, figure.data[-1].marker.opacity, strict=True))
    assert all((opacity[node] < 1) == (data["alive"] < 1) for node, data in graph.nodes(data=True))
