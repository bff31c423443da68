"""Holds the still figure: valid for Plotly, small, and true to its step."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from core import RECIPES
from core import session as sessions
from core.spec.adjust import with_hidden
from tests.viz.recipes import each_recipe, step_of
from viz.colour import QUANTITIES, Range
from viz.graph import network_graph
from viz.network_figure import network_figure

MOST_TRACES = 140
each_quantity = pytest.mark.parametrize("colour_by", QUANTITIES)


def graph_of(name: str):
    step = step_of(name)
    return network_graph(step.layout, step.row)


def lines(figure: go.Figure) -> list:
    return [trace for trace in figure.data if trace.mode == "lines"]


@each_recipe
@each_quantity
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_recipe_can_be_drawn_by_every_quantity(name: str, colour_by: str, theme: str) -> None:
    figure = network_figure(graph_of(name), colour_by, theme=theme)
    assert isinstance(figure, go.Figure)
    assert json.loads(figure.to_json())["data"]
    assert len(figure.data) <= MOST_TRACES


@each_recipe
def test_every_edge_is_drawn_once(name: str) -> None:
    graph = graph_of(name)
    gaps = sum(int(np.isnan(np.asarray(trace.x)).sum()) for trace in lines(network_figure(graph)))
    assert gaps == graph.number_of_edges()


@each_recipe
def test_negative_weights_are_dashed(name: str) -> None:
    graph = graph_of(name)
    dashed = sum(
        int(np.isnan(np.asarray(trace.x)).sum()) for trace in lines(network_figure(graph)) if trace.line.dash == "dash"
    )
    assert dashed == sum(data["weight"] < 0 for _, _, data in graph.edges(data=True))


@each_recipe
def test_hover_carries_the_numbers_of_edges_and_neurons(name: str) -> None:
    graph = graph_of(name)
    *_, middles, discs = network_figure(graph).data
    assert [text.split("<br>")[0] for text in middles.text] == [data["path"] for _, _, data in graph.edges(data=True)]
    for text, (_, _, data) in zip(middles.text, graph.edges(data=True), strict=True):
        assert f"gradient {data['gradient']:.6g}" in text
    assert [text.split("<br>")[0] for text in discs.hovertext] == list(graph)


def test_a_big_net_stays_a_small_figure() -> None:
    step = sessions.begin(with_hidden(RECIPES["spiral"], (32, 32, 32))).step
    graph = network_graph(step.layout, step.row)
    assert graph.number_of_edges() > 2000
    assert len(network_figure(graph).data) <= MOST_TRACES


def test_a_fixed_range_lets_vanished_gradients_look_vanished() -> None:
    graph = graph_of("spiral")
    faint = {trace.line.color for trace in lines(network_figure(graph, span=Range(5.0, 8.0)))}
    assert len(faint) == 1


def test_numbers_that_are_not_finite_are_drawn_faintly_and_do_not_stop_the_figure() -> None:
    step = step_of("xor")
    row = step.row.copy()
    row[step.layout.blocks["gradient"]] = np.nan
    figure = network_figure(network_graph(step.layout, row))
    assert len({trace.line.color for trace in lines(figure)}) == 1
