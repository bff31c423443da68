"""The error function against the C library's, which is itself right to one unit in the last place."""

import math

import numpy as np

from core.special import erf, erf_calls

GRID = np.concatenate([np.linspace(-6.5, 6.5, 130_001), np.geomspace(1e-308, 6.0, 50_001), -np.geomspace(1e-9, 6, 999)])
ULP = 2.0
STEP = 1e-200


def test_erf_is_right_to_two_units_in_the_last_place() -> None:
    expected = np.array([math.erf(x) for x in GRID])
    assert (np.abs(erf(GRID) - expected) / np.spacing(np.abs(expected))).max() <= ULP


def test_erf_at_the_ends() -> None:
    far = [-math.inf, -1e308, -710.0, -6.0, 0.0, 6.0, 710.0, 1e308, math.inf]
    assert erf(far).tolist() == [-1.0, -1.0, -1.0, -1.0, 0.0, 1.0, 1.0, 1.0, 1.0]
    assert math.isnan(erf(math.nan))
    assert erf(5e-324) > 0.0


def test_erf_is_odd_and_never_falls() -> None:
    x = np.sort(np.abs(GRID))
    assert (-erf(x)).tolist() == erf(-x).tolist()
    steps = np.diff(erf(np.linspace(-6.5, 6.5, 2001)))
    assert (steps >= 0.0).all()


def test_a_complex_step_through_erf_gives_its_slope() -> None:
    """As far out as the slope is worth a digit beside 1."""
    x = GRID[np.abs(GRID) < 5.9]
    stepped = erf(x + 1j * STEP)
    slope = 2.0 / math.sqrt(math.pi) * np.exp(-x * x)
    assert np.abs(stepped.imag / STEP - slope).max() <= 1e-15
    assert stepped.real.tolist() == erf(x).tolist()


def test_erf_leaves_what_it_is_taken_of_alone() -> None:
    x = np.array([[-7.0, 0.3], [0.1, 9.0]])
    before, out = x.copy(), np.zeros((2, 2))
    for _ in range(2):
        for bound in erf_calls(x, out):
            bound.run()
        assert before.tolist() == x.tolist()
        assert out.tolist() == [[math.erf(value) for value in row] for row in x]
