"""Holds the meaning of colour and width: more gradient never looks like less."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.viz.recipes import each_recipe, step_of
from viz.colour import QUANTITIES, Range, edge_colour, edge_value, edge_width, fitted
from viz.graph import network_graph
from viz.palette import PALETTES

SPANS = st.builds(lambda low, width: Range(low, low + width), st.floats(-12, 4), st.floats(0.5, 6))
SIZES = st.floats(1e-300, 1e300)
each_quantity = pytest.mark.parametrize("colour_by", QUANTITIES)
each_theme = pytest.mark.parametrize("theme", PALETTES)


def strength(colour_by: str, value: float, span: Range, theme: str) -> int:
    """Where on its scale the colour of an edge lies."""
    palette = PALETTES[theme]
    colour, _ = edge_colour(colour_by, value, span, theme)
    scale = palette.sequential
    if QUANTITIES[colour_by].signed:
        scale = palette.negative if value < 0 else palette.positive
    return scale.index(colour)


@each_quantity
@each_theme
@given(span=SPANS, one=SIZES, other=SIZES, sign=st.sampled_from([1, -1]))
def test_colour_and_opacity_never_fall_as_the_size_grows(colour_by, theme, span, one, other, sign) -> None:
    small, large = sorted((one, other))
    assert strength(colour_by, sign * small, span, theme) <= strength(colour_by, sign * large, span, theme)
    assert edge_colour(colour_by, sign * small, span, theme)[1] <= edge_colour(colour_by, sign * large, span, theme)[1]


@given(span=SPANS, size=SIZES)
def test_the_size_of_the_gradient_has_no_sign(span: Range, size: float) -> None:
    assert edge_colour("magnitude", size, span, "light") == edge_colour("magnitude", -size, span, "light")
    assert edge_colour("sign", size, span, "light") != edge_colour("sign", -size, span, "light")


@pytest.mark.parametrize("value", [0.0, -0.0, math.nan, math.inf, -math.inf])
@each_theme
def test_zero_and_what_is_not_finite_are_the_faintest(value: float, theme: str) -> None:
    assert Range(-3, 0).position(value) == 0.0
    assert strength("magnitude", value, Range(-3, 0), theme) == 0


def test_the_ends_of_a_range_are_the_ends_of_the_scale() -> None:
    span = Range(-3.0, 0.0)
    assert [span.position(q) for q in (1e-9, 1e-3, 10**-1.5, 1.0, 1e9)] == pytest.approx([0, 0, 0.5, 1, 1])


@each_recipe
@each_quantity
def test_a_fitted_range_ends_at_the_largest_number(name: str, colour_by: str) -> None:
    step, quantity = step_of(name), QUANTITIES[colour_by]
    span = fitted(colour_by, step.layout, step.row)
    largest = np.abs(quantity.of(step.layout, step.row)).max()
    assert span.high - span.low == quantity.decades
    assert span.high - 0.5 < np.log10(largest) <= span.high


def test_a_range_can_be_fitted_when_nothing_is_finite_or_all_is_zero() -> None:
    step = step_of("xor")
    for value in (0.0, np.nan, np.inf):
        span = fitted("magnitude", step.layout, np.full_like(step.row, value))
        assert (span.low, span.high) == (-3.0, 0.0)


@each_recipe
@each_quantity
def test_an_edge_of_the_graph_has_the_number_of_the_table(name: str, colour_by: str) -> None:
    step = step_of(name)
    graph = network_graph(step.layout, step.row)
    ends = sorted(graph.edges, key=lambda ends: graph.edges[ends]["number"])
    found = [edge_value(graph, *edge, colour_by) for edge in ends]
    expected = QUANTITIES[colour_by].of(step.layout, step.row)
    np.testing.assert_allclose(found, expected, rtol=1e-15)


@given(weight=st.floats(allow_nan=True), widest=st.floats(1.0, 1e6))
def test_widths_stay_between_the_thinnest_and_the_thickest(weight: float, widest: float) -> None:
    assert 0.6 <= edge_width(weight, widest) <= 4.0


@given(one=st.floats(0, 1e6), other=st.floats(0, 1e6))
def test_widths_never_fall_as_the_weight_grows(one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert edge_width(small, 1e6) <= edge_width(large, 1e6)
    assert edge_width(-small, 1e6) == edge_width(small, 1e6)
