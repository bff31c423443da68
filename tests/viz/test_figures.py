"""Holds the mounted-once figures: constant, drawable, and valid although nobody validates them at run time."""

import json

import numpy as np
import plotly.graph_objects as go
import plotly.io
import pytest
from streamlit.testing.v1 import AppTest

from core import Data
from core.datasets import load
from viz.confusion_figure import confusion_figure
from viz.data_figures import data_figure
from viz.loss_figure import loss_figure
from viz.raw_figure import RawFigure
from viz.surface_figure import surface_figure

CORNERS = ([-1, -1, 1, 1], [-1, 1, -1, 1], [0, 1, 1, 0])
BOUNDS = (-1.5, 1.5, -1.2, 1.2)
FIGURES = {
    "loss, log": lambda: loss_figure(log=True),
    "loss, linear": lambda: loss_figure(log=False),
    "loss with validation": lambda: loss_figure(log=True, validation=True),
    "loss, dark": lambda: loss_figure(log=True, dark=True),
    "surface with validation": lambda: surface_figure(*CORNERS, BOUNDS, ("off", "on"), validation=CORNERS),
    "confusion": lambda: confusion_figure(np.array([[3.0, 1.0], [0.0, 4.0]])),
    "surface": lambda: surface_figure(*CORNERS, BOUNDS),
    "surface of three classes": lambda: surface_figure(*CORNERS, BOUNDS, ("a", "b", "c")),
    "surface with test points": lambda: surface_figure(*CORNERS, BOUNDS, ("off", "on"), test=CORNERS),
}
each_figure = pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)


def sent(figure: RawFigure) -> dict:
    return json.loads(plotly.io.to_json(figure.to_dict(), validate=False))


@each_figure
def test_plotly_would_accept_what_it_is_not_asked_to_check(make) -> None:
    assert isinstance(make().validated(), go.Figure)


@each_figure
def test_the_same_settings_give_the_same_figure(make) -> None:
    """Streamlit mounts a chart anew, and its zoom is gone, as soon as one character of it differs."""
    assert sent(make()) == sent(make())


@each_figure
def test_the_zoom_outlives_new_data_and_the_ground_is_the_page(make) -> None:
    layout = make().to_dict()["layout"]
    assert layout["uirevision"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"


def test_a_raw_figure_hands_out_its_own_dict() -> None:
    spec = {"data": [{"type": "scatter", "y": [1, 2]}], "layout": {}}
    figure = RawFigure(spec)
    assert isinstance(figure, go.Figure)
    assert figure.to_dict() is spec
    assert figure.to_plotly_json() is spec
    assert json.loads(figure.to_json())["data"] == spec["data"]


def test_a_mistake_in_a_raw_figure_is_seen_when_validated() -> None:
    with pytest.raises(ValueError, match="colour"):
        RawFigure({"data": [{"type": "scatter", "colour": "red"}], "layout": {}}).validated()


def test_streamlit_draws_a_raw_figure_without_validating_it() -> None:
    """If Streamlit begins to validate, this fails: then the figures are slower, and this class has lost its reason."""

    def page() -> None:
        import streamlit as st

        from viz.raw_figure import RawFigure

        st.plotly_chart(RawFigure({"data": [{"type": "scatter", "y": [1], "unheard_of": 1}], "layout": {}}), key="c")

    app = AppTest.from_function(page).run()
    assert not app.exception
    assert json.loads(app.get("plotly_chart")[0].proto.spec)["data"][0] == {
        "type": "scatter",
        "y": [1],
        "unheard_of": 1,
    }


@pytest.mark.parametrize(("log", "kind"), [(True, "log"), (False, None)])
def test_the_loss_plot_is_an_empty_train_and_test_curve(log: bool, kind: str | None) -> None:
    figure = loss_figure(log=log).to_dict()
    assert [trace["name"] for trace in figure["data"]] == ["train", "test", "now"]
    assert all(trace["x"] == trace["y"] == [] for trace in figure["data"])
    assert figure["layout"]["yaxis"].get("type") == kind
    assert figure["layout"]["xaxis"]["title"]["text"] == "step"


def test_the_validation_curve_comes_last_so_that_the_others_keep_their_places() -> None:
    figure = loss_figure(log=True, validation=True).to_dict()
    assert [trace["name"] for trace in figure["data"]] == ["train", "test", "now", "validation"]
    assert set(figure["layout"]["meta"]["validation"]) == {"light", "dark"}


def test_the_confusion_shows_counts_coloured_by_their_share_of_the_row() -> None:
    heat = confusion_figure(np.array([[3.0, 1.0], [0.0, 0.0]])).to_dict()["data"][0]
    assert heat["text"] == [["3", "1"], ["0", "0"]]
    assert heat["z"] == [[0.75, 0.25], [0.0, 0.0]]
    assert heat["x"] == heat["y"] == ["class 0", "class 1"]


def test_the_surface_says_nothing_before_the_net_does() -> None:
    heat = surface_figure(*CORNERS, BOUNDS, grid=7, low=-1, high=1).to_dict()["data"][0]
    assert heat["z"].shape == (7, 7)
    assert not heat["z"].any()
    assert (heat["zmin"], heat["zmax"]) == (-1, 1)
    np.testing.assert_allclose(heat["x"][[0, -1]], BOUNDS[:2])
    np.testing.assert_allclose(heat["y"][[0, -1]], BOUNDS[2:])


def test_the_points_carry_their_class_and_the_test_points_are_open() -> None:
    _, train, test, _ = surface_figure(*CORNERS, BOUNDS, ("off", "on"), test=([0.0], [0.5], [1])).to_dict()["data"]
    assert list(train["text"]) == ["off", "on", "on", "off"]
    assert (train["marker"]["symbol"], test["marker"]["symbol"]) == ("circle", "circle-open")
    assert list(test["text"]) == ["on"]


def test_the_validation_points_come_last_as_open_diamonds() -> None:
    *_, test, held, _ = surface_figure(*CORNERS, BOUNDS, ("off", "on"), validation=([0.0], [0.5], [1])).to_dict()[
        "data"
    ]
    assert (held["name"], held["marker"]["symbol"], list(held["text"])) == ("validation", "diamond-open", ["on"])
    assert len(test["x"]) == 0


@pytest.mark.parametrize("name", ["moons", "blobs", "sine"])
def test_every_example_is_a_point_of_its_set(name: str) -> None:
    examples = load(Data(name, samples=40, test_fraction=0.25, validation_fraction=0.2))
    _, *drawn, _ = data_figure(examples, name).to_dict()["data"]
    assert {one["name"]: len(one["x"]) for one in drawn} == {"train": 22, "test": 10, "validation": 8}


def test_points_without_classes_say_their_target() -> None:
    train = surface_figure([0.0], [0.0], [0.25], BOUNDS).to_dict()["data"][1]
    assert train["text"] == ["target 0.25"]


def test_both_axes_of_the_surface_have_one_scale() -> None:
    assert surface_figure(*CORNERS, BOUNDS).to_dict()["layout"]["yaxis"]["scaleanchor"] == "x"


def test_more_than_two_classes_get_a_hue_each_and_no_blend() -> None:
    heat, train, *_ = surface_figure([0, 1, 2], [0, 1, 2], [0, 1, 2], BOUNDS, ("a", "b", "c")).to_dict()["data"]
    assert heat["zsmooth"] is False
    assert (heat["zmin"], heat["zmax"]) == (train["marker"]["cmin"], train["marker"]["cmax"]) == (-0.5, 2.5)
    assert len({colour for _, colour in heat["colorscale"]}) == 3
