"""The last steps of one weight: its gradient, what is remembered of it and its updates, one below the other."""

from __future__ import annotations

from typing import Any

from core.explain import Course
from core.explain.update import BEFORE
from viz.explain.numbers import rough
from viz.loss_figure import CLEAR, GRID
from viz.raw_figure import RawFigure

INKS = {"light": {"update": "#9c4403", "": "#0b5cad"}, "dark": {"update": "#f5a63d", "": "#7db8f5"}}
# Height of each chart with its name above it, and the part of that which is the name.
EACH, NAME = 96, 0.3
MOST_FIELDS = 3


def drawn(course: Course) -> list[str]:
    """Which of the numbers are drawn: the newest of what an optimizer keeps many of, s1 and y1."""
    known = ("gradient", "update", "weight", *BEFORE)
    fields = [name for name in course.series if name not in known and (name[-1] == "1" or not name[-1].isdigit())]
    return ["gradient", *fields[:MOST_FIELDS], "update"]


def course_figure(course: Course, theme: str) -> RawFigure:
    """A small chart for each, with a scale of its own; the steps stand below all of them."""
    names = drawn(course)
    traces = [trace(course, name, place, theme) for place, name in enumerate(names, 1)]
    return RawFigure({"data": traces, "layout": layout(names)})


def trace(course: Course, name: str, place: int, theme: str) -> dict[str, Any]:
    """One of the numbers over the steps; the last point is the step on the screen."""
    ink = INKS[theme].get(name, INKS[theme][""])
    sizes = [4] * (len(course.steps) - 1) + [9]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": course.steps.tolist(),
        "y": course.series[name].tolist(),
        "yaxis": "y" if place == 1 else f"y{place}",
        "line": {"color": ink, "width": 1.5},
        "marker": {"color": ink, "size": sizes},
        "hovertemplate": f"step %{{x}}<br>{name} %{{y:.6g}}<extra></extra>",
    }


def layout(names: list[str]) -> dict[str, Any]:
    """As many axes as there are numbers, over one axis of steps."""
    count = len(names)
    axes = {f"yaxis{place if place > 1 else ''}": axis(place, count) for place in range(1, count + 1)}
    return {
        "height": EACH * count + 40,
        "margin": {"l": 8, "r": 12, "t": 4, "b": 8, "pad": 4},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "xaxis": {"title": {"text": "step"}, "showgrid": False, "zeroline": False, "nticks": 6,
                  "anchor": f"y{count}", "tickformat": "d"},
        **axes,
        "annotations": [title(name, place, count) for place, name in enumerate(names, 1)],
    }  # fmt: skip


def axis(place: int, count: int) -> dict[str, Any]:
    """One of the axes: a stretch of the height, below its name; zero is marked."""
    return {
        "domain": [(count - place) / count, (count - place + 1 - NAME) / count],
        "zeroline": True,
        "zerolinecolor": GRID,
        "gridcolor": GRID,
        "nticks": 4,
        "automargin": True,
        "exponentformat": "e",
    }


def title(name: str, place: int, count: int) -> dict[str, Any]:
    """The name above its chart."""
    label = name if name in ("gradient", "update") else f"memory {name}"
    return {"text": label, "showarrow": False, "xref": "paper", "yref": "paper", "x": 0, "xanchor": "left",
            "y": (count - place + 1 - NAME) / count, "yanchor": "bottom"}  # fmt: skip


def course_table(course: Course) -> dict[str, list[float]]:
    """The same numbers, and the weight: the last step first."""
    series = {name: course.series[name][::-1].tolist() for name in (*drawn(course), "weight")}
    return {"step": course.steps[::-1].tolist(), **series}


def course_in_words(course: Course) -> str:
    """For those who do not see it: where each of them began and where it is now."""
    first, last = int(course.steps[0]), int(course.steps[-1])
    moves = (
        f"{name} from {rough(course.series[name][0])} to {rough(course.series[name][-1])}" for name in drawn(course)
    )
    return f"Steps {first:,} to {last:,}: {', '.join(moves)}. The table below has all of these numbers."
