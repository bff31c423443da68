"""The chain rule on a 1-3-1 network: a tutorial of formulas, of which one leaves factors out."""

from __future__ import annotations

from core.papers.line import Line, Published
from core.papers.reading import delta, gradient, value
from core.papers.replay import Replay
from core.papers.tutorial import Tutorial

LEFT_OUT = "The formula leaves out two factors: the outgoing weight, and the slope of the hidden unit, h · (1 − h)."
UNITS = ("first", "second", "third")


def without_two_factors(plain: Replay, told: Published) -> float:
    """(o − y) · o (1 − o) · x, as if every hidden unit passed on all of the output's delta."""
    step = plain.step(0)
    return delta("out", 0, 0)(step) * value("x", 0, 0)(step)


def first_layer(unit: int) -> Line:
    """The gradient of a weight behind the input."""
    reading = gradient("h1/W", unit, 0)
    name = f"weight_gradients[0][{unit}][0]"
    return Line(name, f"gradient of the {UNITS[unit]} weight in", reading, why=LEFT_OUT, slip=without_two_factors)


def last_layer(unit: int) -> Line:
    """The gradient of a weight before the output."""
    reading = gradient("out/W", 0, unit)
    return Line(f"weight_gradients[1][0][{unit}]", f"gradient of the {UNITS[unit]} weight out", reading)


def hidden_output(unit: int) -> Line:
    """What a hidden unit gives."""
    return Line(f"activations[1][{unit}]", f"output of the {UNITS[unit]} hidden unit", value("h1/a", 0, unit))


ONE_THREE_ONE = Tutorial(
    "The chain rule on 1-3-1",
    "Three hidden sigmoids without biases. It gives formulas and no numbers; the weights are chosen here.",
    "one_three_one",
    (
        *(hidden_output(unit) for unit in range(3)),
        Line("activations[2][0]", "output", value("out/a", 0, 0)),
        Line("error", "half the squared error", value("L")),
        Line("deltas_dE_dnet[1][0]", "delta of the output", delta("out", 0, 0)),
        *(last_layer(unit) for unit in range(3)),
        *(first_layer(unit) for unit in range(3)),
    ),
)
