"""Holds the graph to the step it is made from: every node, every edge, every number."""

import networkx as nx
import numpy as np
import pytest

from core import RECIPES
from tests.viz.recipes import each_recipe, run_of, step_of
from viz.graph import columns, network_graph
from viz.sketch.selection import weight_of


@each_recipe
def test_the_graph_has_every_unit_and_every_weight(name: str) -> None:
    network = run_of(name).program.network
    graph = network_graph(run_of(name).program.layout)
    units = {f"x:{i}" for i in range(network.inputs)}
    units |= {f"{layer.name}:{j}" for layer in network.layers for j in range(layer.units)}
    assert set(graph) == units
    weights = {
        entry
        for slot in run_of(name).program.layout
        if slot.kind == "value" and slot.role in ("weight", "tied")
        for entry in slot.entries()
    }
    assert {data["path"] for _, _, data in graph.edges(data=True)} == weights
    assert nx.is_directed_acyclic_graph(graph)


@each_recipe
def test_an_edge_leads_from_the_unit_it_reads_to_the_unit_it_feeds(name: str) -> None:
    graph = network_graph(step_of(name).layout)
    drawn = columns(step_of(name).layout)
    before = dict(zip([c.name for c in drawn][1:], drawn, strict=False))
    for source, target, data in graph.edges(data=True):
        layer, index = data["path"].split("/W")
        j, i = index.strip("[]").split(",")
        assert (source, target) == (f"{before[layer].name}:{i}", f"{layer}:{j}")
    assert graph.number_of_edges() == sum(units.units * before[units.name].units for units in drawn[1:])


@each_recipe
def test_the_numbers_of_the_edges_are_those_of_the_step(name: str) -> None:
    step = step_of(name)
    for _, _, data in network_graph(step.layout, step.row).edges(data=True):
        path, _, index = weight_of(step.layout, step.row, data["path"], "value").partition("[")
        place = tuple(int(part) for part in index.strip("]").split(","))
        assert data["weight"] == step.parameter(path)[place]
        assert data["gradient"] == step.gradient(path)[place]
        assert data["update"] == step.update(path)[place]


@each_recipe
def test_the_numbers_of_the_neurons_are_those_of_the_step(name: str) -> None:
    step = step_of(name)
    biased = {slot.path for slot in step.layout.parameters() if slot.role == "bias"}
    for _, data in network_graph(step.layout, step.row).nodes(data=True):
        layer, unit = data["layer"], data["unit"]
        if layer == "x":
            np.testing.assert_allclose(data["activation"], step.value("x")[:, unit].mean(), rtol=1e-14)
            assert data["delta"] is data["bias"] is None
            continue
        np.testing.assert_allclose(data["activation"], step.value(f"{layer}/a")[:, unit].mean(), rtol=1e-14)
        np.testing.assert_allclose(data["delta"], step.delta(layer)[:, unit].sum(), rtol=1e-13, atol=1e-17)
        if f"{layer}/b" in biased:
            assert data["bias"] == step.parameter(f"{layer}/b")[unit]
            assert data["bias_gradient"] == step.gradient(f"{layer}/b")[unit]
            assert data["bias_update"] == step.update(f"{layer}/b")[unit]
        else:
            assert data["bias"] is data["bias_gradient"] is data["bias_update"] is None


@each_recipe
def test_layers_stand_from_left_to_right_and_nothing_lies_on_top_of_another(name: str) -> None:
    graph = network_graph(step_of(name).layout)
    places = nx.get_node_attributes(graph, "pos")
    assert len(set(places.values())) == len(places)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places.values())
    assert all(places[source][0] < places[target][0] for source, target in graph.edges)
    for column in columns(step_of(name).layout):
        heights = [places[f"{column.name}:{unit}"][1] for unit in range(column.units)]
        assert heights == sorted(heights, reverse=True), "the first unit is at the top"


@pytest.mark.parametrize("widths", [(1,), (40,), (200, 3)])
def test_wide_layers_stay_within_the_picture(widths: tuple[int, ...]) -> None:
    from core import session as sessions
    from core.spec.adjust import with_hidden

    layout = sessions.begin(with_hidden(RECIPES["moons"], widths)).program.layout
    places = nx.get_node_attributes(network_graph(layout), "pos").values()
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)
