"""Networks along time: a node for every feature and every unit, edges for weights that all steps share."""

import networkx as nx
import numpy as np
import pytest

from core import RECIPES
from core import session as sessions
from tests.viz.receiving import Browser
from tests.viz.recipes import ALONG_TIME, run_of, step_of
from viz.colour import QUANTITIES
from viz.graph import network_graph
from viz.look import MOST_EDGES
from viz.sketch.biases import is_biased
from viz.sketch.columns import columns
from viz.sketch.families import edge_count, families
from viz.sketch.selection import edge_of
from viz.structure import structure

along_time = pytest.mark.parametrize("name", ALONG_TIME)


@along_time
def test_a_node_is_a_feature_or_a_unit_with_its_numbers(name: str) -> None:
    step = step_of(name)
    graph = network_graph(step.layout, step.row)
    for column in columns(step.layout):
        values = step.value(column.path)
        batch = len(values)
        assert column.features == values[0].size
        numbers = values.reshape(batch, column.before, column.units).mean(axis=(0, 1))
        found = [graph.nodes[f"{column.name}:{unit}"]["activation"] for unit in range(column.units)]
        np.testing.assert_allclose(found, numbers, rtol=1e-12)
        if column.name != "x":
            deltas = step.adjoint(column.delta).reshape(batch, -1, column.units).sum(axis=(0, 1))
            found = [graph.nodes[f"{column.name}:{unit}"]["delta"] for unit in range(column.units)]
            np.testing.assert_allclose(found, deltas, rtol=1e-10, atol=1e-16)


@along_time
def test_every_weight_belongs_to_exactly_one_edge(name: str) -> None:
    layout = run_of(name).program.layout
    places = np.concatenate([family.places.ravel() for family in families(layout)])
    weights = [slot.places().ravel() for slot in layout.parameters() if slot.role == "weight"]
    assert sorted(places.tolist()) == sorted(np.concatenate(weights).tolist())


@along_time
def test_weights_from_step_to_step_join_the_units_of_a_layer(name: str) -> None:
    step = step_of(name)
    graph = network_graph(step.layout, step.row)
    assert graph.number_of_edges() == edge_count(step.layout)
    within = [(a, b) for a, b in graph.edges if a.split(":")[0] == b.split(":")[0]]
    units = {column.name: column.units for column in columns(step.layout)}
    assert len(within) == sum(units[family.path.split("/")[0]] ** 2 for family in families(step.layout)
                              if family.path.endswith("/U"))  # fmt: skip
    assert within
    assert nx.is_directed_acyclic_graph(nx.DiGraph([edge for edge in graph.edges if edge not in set(within)]))


def test_an_edge_of_a_gated_unit_stands_for_its_four_gates() -> None:
    step = step_of("adding_lstm")
    graph, units = network_graph(step.layout, step.row), columns(step.layout)[1].units
    for source, unit in ((0, 0), (1, 3)):
        edge = graph.edges[f"x:{source}", f"h1:{unit}"]
        gates = step.gradient("h1/W")[unit::units, source]
        assert (edge["weights"], len(gates)) == (4, 4)
        assert edge["gradient"] == pytest.approx(np.linalg.norm(gates), rel=1e-12)
    layout = step.layout
    assert edge_of(layout, f"h1/W[{units + 3},1]") == edge_of(layout, "h1/W[3←1]") == edge_of(layout, "h1/W[3,1]")
    assert not is_biased(layout, "h1:0")


@along_time
def test_every_colouring_has_a_number_for_each_edge(name: str) -> None:
    step = step_of(name)
    for quantity in QUANTITIES.values():
        numbers = quantity.of(step.layout, step.row)
        assert numbers.shape == (edge_count(step.layout),)
        assert np.isfinite(numbers).all()


@along_time
def test_slices_name_what_they_bring(name: str) -> None:
    browser = Browser(sessions.begin(RECIPES[name], playing=True))
    header, numbers = browser.receive(more=True)
    described = header["structure"]
    assert numbers["activation"].shape[1] == len(described["nodes"]["id"])
    assert numbers["delta_norm"].shape[1] == len(described["layers"]) - 1
    if "choice" in numbers:
        assert len(numbers["choice"]) == min(MOST_EDGES, described["edge_count"])
    biases = [path for path in described["bias_ids"] if path]
    assert len(structure(browser.session.program, 10_000)["bias_ids"]) == len(described["bias_ids"])
    assert all(path.split("/")[1].startswith("b[") for path in biases)
