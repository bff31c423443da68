"""Recurrent layers as units in columns: nothing is drawn that is not there."""

import numpy as np
import pytest

from core.computing_order import layers_of
from tests.viz.recipes import ALONG_TIME, run_of, step_of
from viz.colour import QUANTITIES
from viz.graph import network_graph
from viz.slices import per_node
from viz.structure import structure

along_time = pytest.mark.parametrize("name", ALONG_TIME)


@along_time
def test_weights_that_all_steps_share_are_no_edges(name: str) -> None:
    graph = network_graph(step_of(name).layout, step_of(name).row)
    assert {data["path"].split("[")[0] for _, _, data in graph.edges(data=True)} <= {"out/W"}
    assert bool(graph.edges) is (name != "echo")
    for _, _, data in graph.edges(data=True):
        j, i = map(int, data["path"].split("[")[1].strip("]").split(","))
        assert data["weight"] == step_of(name).parameter("out/W")[j, i]


@along_time
def test_units_carry_the_numbers_of_the_step(name: str) -> None:
    step = step_of(name)
    graph, place = network_graph(step.layout, step.row), 0
    activations, deltas = (per_node(step.layout, step.row[None], what)[0] for what in ("activation", "delta"))
    for layer in ("x", *layers_of(step.layout)):
        path = "x" if layer == "x" else f"{layer}/a"
        means = step.value(path).mean(axis=0).ravel()
        sums = None if layer == "x" else step.adjoint(path).sum(axis=0).ravel()
        for unit, mean in enumerate(means):
            data = graph.nodes[f"{layer}:{unit}"]
            assert abs(data["activation"] - mean) < 1e-14
            assert abs(activations[place] - mean) < 1e-14
            assert (data["delta"] is None) is (sums is None)
            if layer == "h1" and name != "echo":
                assert abs(data["delta"] - sums[unit]) < 1e-14
                assert abs(deltas[place] - sums[unit]) < 1e-14
            place += 1
    assert place == len(graph) == len(deltas)


@along_time
def test_a_bias_is_that_of_the_unit_or_of_none(name: str) -> None:
    described, state = structure(run_of(name).program), run_of(name).history.state(5)
    for node, path, place in zip(
        described["nodes"]["id"], described["bias_ids"], described["nodes"]["bias"], strict=True
    ):
        layer, unit = node.split(":")
        gated = (name, layer) == ("adding_lstm", "h1")
        assert (place < 0) is (path == "") is (layer == "x" or gated)
        if place >= 0:
            biases = state.parameter(f"{layer}/b")
            assert path == f"{layer}/b[{int(unit) % len(biases)}]"
            assert state.parameters[place] == biases[int(unit) % len(biases)]


@along_time
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_colouring_has_a_number_for_each_edge(name: str, quantity: str) -> None:
    step = step_of(name)
    numbers = QUANTITIES[quantity].of(step.layout, step.row)
    assert numbers.shape == (network_graph(step.layout).number_of_edges(),)
    assert np.isfinite(numbers).all()
