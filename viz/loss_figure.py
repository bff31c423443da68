"""The live loss plot as it is mounted: empty, since the browser fills it step by step without mounting it again."""

from typing import Any

from viz.raw_figure import RawFigure

# Readable on a white and on a dark ground; the browser then takes the theme's own primary colour for the train curve.
TRAIN = {"light": "#0b5cad", "dark": "#7db8f5", "both": "#3d8bd9"}
TEST = "#8a8f98"
# The browser draws the test curve in these, so that it stands out from a noisy train curve on either ground.
TEST_ON = {"light": "#4b5563", "dark": "#d3d8e2"}
# Dotted, in a hue of its own that can be read on either ground.
VALIDATION = "#c2571a"
VALIDATION_ON = {"light": "#b4500f", "dark": "#f0a15e"}
GRID = "rgba(128,132,140,0.22)"
FAINT = "rgba(128,132,140,0.09)"
CLEAR = "rgba(0,0,0,0)"
# A format of its own keeps plotly from writing bare "2 5 2 5" between the decades; where the loss moves so little that
# ticks are evenly spaced (plotly's L0.005), they have as many digits as they differ in.
# So few, since plotly writes all of 0.02, 0.03 … 0.1, 0.2 where a little more than a decade may have five.
LOG_TICKS = 3
LOG_LABELS = {"tickformat": ".2~g", "tickformatstops": [{"dtickrange": [None, "L1e99"], "value": ".6~g"}]}


def loss_figure(log: bool, dark: bool | None = None, validation: bool = False) -> RawFigure:
    """The train curve (trace 0), the test curve (1) and the marker of the drawn step (2), all empty: a constant figure.

    `log` chooses the loss axis; `dark` the colours (None: colours that fit both themes);
    `validation` adds the validation curve (3), where there is a validation set.
    """
    train = TRAIN["both" if dark is None else "dark" if dark else "light"]
    return RawFigure({"data": _traces(train)[: 4 if validation else 3], "layout": _layout(log)})


def _traces(train: str) -> list[dict[str, Any]]:
    shared = {"type": "scatter", "x": [], "y": [], "hovertemplate": "step %{x}<br>%{y:.6g}"}
    return [
        {**shared, "name": "train", "mode": "lines", "line": {"color": train, "width": 1.8}},
        {**shared, "name": "test", "mode": "lines", "line": {"color": TEST, "width": 1.8, "dash": "4px 3px"}},
        {**shared, "name": "now", "mode": "markers", "showlegend": False, "hoverinfo": "skip", "hovertemplate": None,
         "cliponaxis": False, "marker": {"color": train, "size": 9, "line": {"color": "white", "width": 1.5}}},
        {**shared, "name": "validation", "mode": "lines",
         "line": {"color": VALIDATION, "width": 1.8, "dash": "1px 3px"}},
    ]  # fmt: skip


def _layout(log: bool) -> dict[str, Any]:
    small = {"font": {"size": 12}, "standoff": 6}
    axis = {"zeroline": False, "tickfont": {"size": 12}}
    steps = {**axis, "title": {"text": "step", **small}, "showgrid": False, "nticks": 6}
    steps["autorangeoptions"] = {"include": [0, 10]}  # whole steps from the first one on
    loss = {**axis, "title": {"text": "loss", **small}, "showgrid": True, "gridcolor": GRID, "exponentformat": "e"}
    if log:
        minor = {"dtick": "D1", "showgrid": True, "gridcolor": FAINT}
        loss |= {"type": "log", **LOG_LABELS, "nticks": LOG_TICKS, "minor": minor}
    else:
        loss |= {"nticks": 5, "rangemode": "tozero"}
    return {
        "height": 220,
        "margin": {"l": 8, "r": 12, "t": 30, "b": 8, "pad": 4},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "uirevision": "loss",
        "meta": {"test": TEST_ON, "validation": VALIDATION_ON},
        "hovermode": "x unified",
        "dragmode": "zoom",
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1.01,
            "yanchor": "bottom",
            "title": {"text": ""},
        },
        "xaxis": steps,
        "yaxis": loss,
    }
