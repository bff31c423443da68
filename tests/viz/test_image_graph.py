"""Networks for images as they are drawn: a unit for every pixel, edges where two units have a weight of their own."""

from dataclasses import replace

import numpy as np
import pytest

from core import Program, Regulariser, Step, compile_program
from core.narrate import gradient_sentence
from tests.core.image_nets import STACKS, image_program, image_spec, images
from viz.colour import QUANTITIES
from viz.graph import columns, network_graph
from viz.network_figure import network_figure
from viz.slices import segments
from viz.structure import bias_number, structure

each_stack = pytest.mark.parametrize("stack", STACKS)


def step_of(program: Program) -> Step:
    return program.advance(program.run(program.start(), 3))[1]


@each_stack
def test_every_unit_is_a_node_with_its_numbers(stack: str) -> None:
    program = image_program(STACKS[stack])
    step = step_of(program)
    graph = network_graph(program.layout, step.row)
    sizes = {layer.name: layer.units for layer in program.network.layers}
    assert {column.name: column.units for column in columns(program.layout)} == {"x": 60} | sizes
    assert len(graph) == 60 + sum(sizes.values())
    for name, units in sizes.items():
        means, table = step.value(f"{name}/a").reshape(7, -1).mean(axis=0), step.layout
        path = f"{name}/z" if (f"{name}/z", "adjoint") in table else f"{name}/a"
        deltas = step.adjoint(path).reshape(7, -1).sum(axis=0)
        for unit in range(units):
            node = graph.nodes[f"{name}:{unit}"]
            assert node["activation"] == pytest.approx(means[unit], rel=1e-12)
            assert node["delta"] == pytest.approx(deltas[unit], rel=1e-12, abs=1e-18)


@each_stack
def test_edges_are_the_weights_of_dense_layers_and_start_at_the_layer_before(stack: str) -> None:
    program = image_program(STACKS[stack])
    step = step_of(program)
    graph = network_graph(program.layout, step.row)
    before = dict(zip(program.spec.layer_names, ("x", *program.spec.layer_names), strict=False))
    matrices = [slot for slot in program.layout.parameters() if slot.role == "weight" and len(slot.shape) == 2]
    assert graph.number_of_edges() == sum(slot.shape[0] * slot.shape[1] for slot in matrices)
    for source, target, edge in graph.edges(data=True):
        layer, j, i = target.split(":")[0], int(target.split(":")[1]), int(source.split(":")[1])
        assert source.split(":")[0] == before[layer]
        assert edge["weight"] == step.parameter(f"{layer}/W")[j, i]
        assert edge["gradient"] == step.gradient(f"{layer}/W")[j, i]


def test_all_pixels_of_a_channel_share_its_bias() -> None:
    program = image_program(STACKS["conv"])
    step = step_of(program)
    graph, content = network_graph(program.layout, step.row), structure(program)
    parameters = step.row[program.layout.blocks["parameter"]]
    for unit in range(24):
        assert bias_number(program.layout, "h1", unit) == unit // 12
        assert graph.nodes[f"h1:{unit}"]["bias"] == step.parameter("h1/b")[unit // 12]
        place = content["nodes"]["id"].index(f"h1:{unit}")
        assert content["bias_ids"][place] == f"h1/b[{unit // 12}]"
        assert parameters[content["nodes"]["bias"][place]] == step.parameter("h1/b")[unit // 12]


@each_stack
def test_what_is_sent_to_the_browser_fits_what_it_draws(stack: str) -> None:
    program = image_program(STACKS[stack])
    content = structure(program)
    recording = program.record(program.start(), 3)
    sent = segments(program.layout, recording.steps, recording.rows, np.zeros(3))
    nodes = len(content["nodes"]["id"])
    assert sent["activation"].shape == sent["delta"].shape == (3, nodes)
    assert sum(layer["count"] for layer in content["layers"]) == nodes
    assert sent["delta_norm"].shape == (3, len(content["layers"]) - 1)
    assert gradient_sentence(program.step_from_row(2, recording.rows[2])).startswith("At step 2 ")
    for quantity in QUANTITIES.values():
        assert quantity.of(program.layout, recording.rows[0]).size == len(content["edges"]["id"])


def test_layers_say_what_they_are() -> None:
    labels = [layer["label"] for layer in structure(image_program(STACKS["max pool that tiles"]))["layers"]]
    assert labels == ["x", "h1 · conv 2 padding 1 sigmoid", "h2 · conv 2 2x2 relu", "h3 · pool 1", "h4 · pool 2",
                      "out · softmax"]  # fmt: skip


def test_masks_of_images_are_drawn() -> None:
    spec = replace(image_spec(STACKS["max pool that leaves pixels out"]), regularisers=(Regulariser("dropout", 0.5),))
    program = compile_program(spec, images())
    recording = program.record(program.start(), 2)
    sent = segments(program.layout, recording.steps, recording.rows, np.zeros(2))
    step = program.step_from_row(0, recording.rows[0])
    expected = (step.value("h1/mask") != 0.0).mean(axis=0).ravel()
    assert np.allclose(sent["alive"][0, 60 : 60 + expected.size], expected)
    graph = network_graph(program.layout, recording.rows[0])
    assert [graph.nodes[f"h1:{unit}"]["alive"] for unit in range(expected.size)] == pytest.approx(list(expected))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_still_figure_is_valid(theme: str) -> None:
    program = image_program(STACKS["conv"])
    graph = network_graph(program.layout, step_of(program).row)
    figure = network_figure(graph, theme=theme)
    assert figure.to_dict()["data"]
