"""What is drawn of networks of every kind: nodes for channels and features, edges that stand for several weights."""

from dataclasses import replace

import numpy as np
import pytest

from core import Program, Regulariser, Step, compile_program
from tests.core.image_nets import SHAPE, STACKS, conv, image_program, image_spec, images
from tests.core.nets import dense
from tests.viz.recipes import run_of
from viz.colour import QUANTITIES, fitted
from viz.graph import network_graph
from viz.network_figure import network_figure
from viz.positions import MOST_IN_LINE, grid, positions
from viz.sketch.biases import is_biased
from viz.sketch.columns import Column, columns
from viz.sketch.families import edge_count, families
from viz.slices import segments
from viz.structure import structure

each_stack = pytest.mark.parametrize("stack", STACKS)


def step_of(program: Program) -> Step:
    return program.advance(program.run(program.start(), 3))[1]


def by_channel(values: np.ndarray, channels: int) -> np.ndarray:
    """(batch, channels, the rest)."""
    return values.reshape(len(values), channels, -1)


@each_stack
def test_every_channel_is_a_node_with_its_numbers(stack: str) -> None:
    program = image_program(STACKS[stack])
    step = step_of(program)
    graph = network_graph(program.layout, step.row)
    for column in columns(program.layout):
        shape = step.value(column.path).shape[1:]
        assert column.features == np.prod(shape)
        assert column.units == shape[0] or column.name == "x" or (column.before, len(shape)) == (1, 1)
        mean = by_channel(step.value(column.path), column.units).mean(axis=(0, 2))
        for unit in range(column.units):
            node = graph.nodes[f"{column.name}:{unit}"]
            assert node["activation"] == pytest.approx(mean[unit], rel=1e-12)
            if column.name != "x":
                delta = by_channel(step.adjoint(column.delta), column.units).sum(axis=(0, 2))
                assert node["delta"] == pytest.approx(delta[unit], rel=1e-11, abs=1e-17)


@each_stack
def test_every_weight_belongs_to_exactly_one_edge(stack: str) -> None:
    layout = image_program(STACKS[stack]).layout
    places = np.concatenate([family.places.ravel() for family in families(layout)])
    weights = [slot.places().ravel() for slot in layout.parameters() if slot.role == "weight"]
    assert sorted(places.tolist()) == sorted(np.concatenate(weights).tolist())
    assert [family.first for family in families(layout)] == np.cumsum(
        [0, *(family.count for family in families(layout)[:-1])]
    ).tolist()


@each_stack
def test_an_edge_is_the_norm_of_its_weights_between_two_nodes(stack: str) -> None:
    program = image_program(STACKS[stack])
    step = step_of(program)
    graph = network_graph(program.layout, step.row)
    assert graph.number_of_edges() == edge_count(program.layout)
    channels = {column.name: column.units for column in columns(program.layout)}
    for source, target, edge in graph.edges(data=True):
        (start, i), (end, j) = (node.split(":") for node in (source, target))
        for kind, of in (("weight", step.parameter), ("gradient", step.gradient), ("update", step.update)):
            matrix = of(f"{end}/W")
            group = matrix.reshape(len(matrix), channels[start], -1)[int(j), int(i)]
            expected = group[0] if group.size == 1 else np.linalg.norm(group)
            assert edge[kind] == pytest.approx(expected, rel=1e-12), edge["path"]
        assert edge["weights"] == group.size


@each_stack
def test_what_is_sent_fits_what_is_drawn(stack: str) -> None:
    program = image_program(STACKS[stack])
    content = structure(program, most=10_000)
    recording = program.record(program.start(), 3)
    sent = segments(program.layout, recording.steps, recording.rows, np.zeros(3))
    nodes = len(content["nodes"]["id"])
    assert sent["activation"].shape == sent["delta"].shape == (3, nodes)
    assert sent["delta_norm"].shape == (3, len(content["layers"]) - 1)
    assert sum(layer["count"] for layer in content["layers"]) == nodes
    for colour_by, quantity in QUANTITIES.items():
        numbers = quantity.of(program.layout, recording.rows[0])
        assert numbers.size == content["edge_count"] == edge_count(program.layout)
        high = fitted(colour_by, program.layout, recording.rows[0]).high
        assert high - 0.5 <= np.log10(np.abs(numbers).max()) <= high


def test_the_signal_of_an_edge_is_its_source_times_its_weight() -> None:
    step = step_of(image_program(STACKS["flatten"]))
    graph = network_graph(step.layout, step.row)
    signals = QUANTITIES["signal"].of(step.layout, step.row)
    for source, _, edge in graph.edges(data=True):
        expected = graph.nodes[source]["activation"] * edge["weight"]
        assert signals[edge["number"]] == pytest.approx(expected, rel=1e-12)


def test_layers_say_what_they_are_and_the_title_their_shapes() -> None:
    content = structure(image_program(STACKS["max pool that tiles"]))
    assert [layer["label"] for layer in content["layers"]] == [
        "x", "h1 · conv 2 padding 1 sigmoid", "h2 · conv 2 2x2 relu", "h3 · pool 1", "h4 · pool 2", "out · softmax",
    ]  # fmt: skip
    assert [layer["kind"] for layer in content["layers"]] == [
        "data", "conv2d", "conv2d", "max_pool2d", "max_pool2d", "dense",
    ]  # fmt: skip
    assert content["title"] == "2×30-2×6×5-2×5×4-2×5×4-2×2×2-3"


def test_a_picture_of_one_channel_is_one_node_and_its_pixels_travel() -> None:
    program = image_program([conv(2, 3)], shape=(1, 8, 8))
    recording = program.record(program.start(), 2)
    sent = segments(program.layout, recording.steps, recording.rows, np.zeros(2))
    layer = structure(program)["layers"][0]
    assert (layer["count"], layer["image"]) == (1, [8, 8])
    x = program.step_from_row(0, recording.rows[0]).value("x").reshape(7, 64)
    np.testing.assert_allclose(sent["picture"][0], x.mean(axis=0), rtol=1e-6)


def test_a_dense_layer_sees_every_pixel_of_an_image() -> None:
    layer = structure(image_program([dense(3, "tanh")], shape=(1, 8, 8)))["layers"][0]
    assert (layer["count"], layer["image"], layer["grid"]) == (64, [8, 8], [8, 8])


def test_many_units_stand_side_by_side() -> None:
    assert grid(Column("h1", MOST_IN_LINE)) == (MOST_IN_LINE, 1)
    assert grid(Column("h1", 64)) == (16, 4)
    assert grid(Column("x", 784, image=(28, 28))) == (28, 28)
    for place in range(3):
        spots = positions(place, 3, Column("h1", 512))
        assert len(set(spots)) == 512
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in spots)


def test_a_channel_has_the_bias_of_its_kernel_and_a_pooled_one_none() -> None:
    program = image_program(STACKS["max pool that overlaps"])
    step = step_of(program)
    graph, content = network_graph(program.layout, step.row), structure(program, 10)
    for unit in range(2):
        assert graph.nodes[f"h1:{unit}"]["bias"] == step.parameter("h1/b")[unit]
        assert graph.nodes[f"h2:{unit}"]["bias"] is None
    assert is_biased(program.layout, "h1:1")
    assert not is_biased(program.layout, "h2:1")
    assert [path for path in content["bias_ids"] if path][:2] == ["h1/b[0]", "h1/b[1]"]


def test_masks_of_images_are_the_share_of_examples_and_pixels() -> None:
    spec = replace(image_spec(STACKS["max pool that leaves pixels out"]), regularisers=(Regulariser("dropout", 0.5),))
    program = compile_program(spec, images())
    recording = program.record(program.start(), 2)
    sent = segments(program.layout, recording.steps, recording.rows, np.zeros(2))
    mask = program.step_from_row(0, recording.rows[0]).value("h1/mask")
    expected = (mask != 0.0).mean(axis=(0, 2, 3))
    np.testing.assert_allclose(sent["alive"][0, SHAPE[0] : SHAPE[0] + 2], expected)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("stack", ["conv", "max pool that tiles", "flatten"])
def test_the_still_figure_has_every_edge(stack: str, theme: str) -> None:
    program = image_program(STACKS[stack])
    figure = network_figure(network_graph(program.layout, step_of(program).row), theme=theme).to_dict()
    (middles,) = [trace for trace in figure["data"] if trace.get("marker", {}).get("size") == 14]
    assert len(middles["text"]) == edge_count(program.layout)
    assert any("‖∂L/∂w‖ of" in text for text in middles["text"])


def test_outputs_that_are_an_image_stand_as_one() -> None:
    layers = structure(run_of("digit_autoencoder").program)["layers"]
    assert [layer.get("grid") for layer in layers] == [[8, 8], None, [8, 8]]
