"""The 2-2-2 network with two sigmoid layers and fixed biases: one step by hand, then ten thousand."""

from __future__ import annotations

from core.papers.line import Line, Slip
from core.papers.reading import Reading, adjoint, delta, gradient, parameter, value
from core.papers.tutorial import BIASES, ORDER, Tutorial

MANY = 10_000


def output_first(reading: Reading, at: int) -> Slip:
    """The same number when the output layer is updated first."""
    return lambda plain, published: reading(plain.output_layer_first().step(at))


def one_step_short(reading: Reading, at: int) -> Slip:
    """The same number one update earlier."""
    return lambda plain, published: reading(plain.step(at - 1))


def new_weight(number: int, published: str, reading: Reading) -> Line:
    """A weight after the first update; the tutorial counts them from 1."""
    return Line(f"new_weights_w1_to_w8[{number - 1}]", f"weight w{number} after one update", reading, published, 1)


FIRST, SECOND, LOSS = value("out/a", 0, 0), value("out/a", 0, 1), value("L")
OTHER_ORDER = "These outputs come from a run that updates the output layer first; the error beside them does not."

TWO_TWO_TWO = Tutorial(
    "One step by hand, 2-2-2 with fixed biases",
    "Eight weights, one example, both layers sigmoid, half the squared error, learning rate 0.5.",
    "two_two_two",
    (
        Line("out_h1", "output of the first hidden unit", value("h1/a", 0, 0), "0.593269992"),
        Line("out_h2", "output of the second hidden unit", value("h1/a", 0, 1), "0.596884378"),
        Line("net_o1", "weighted sum of the first output", value("out/z", 0, 0), "1.105905967"),
        Line("out_o1", "first output", FIRST, "0.75136507"),
        Line("out_o2", "second output", SECOND, "0.772928465"),
        Line("E_o1", "error of the first output", value("L/terms", 0, 0), "0.274811083"),
        Line("E_o2", "error of the second output", value("L/terms", 0, 1), "0.023560026"),
        Line("E_total", "total error", LOSS, "0.298371109"),
        Line("dE_dw5", "gradient of w5", gradient("out/W", 0, 0), "0.082167041"),
        Line("delta_o1", "delta of the first output", delta("out", 0, 0), "0.138498562"),
        Line("dE_dout_h1", "∂E/∂ output of the first hidden unit", adjoint("h1/a", 0, 0), "0.036350306"),
        Line("dout_h1_dnet_h1", "slope of the first hidden unit", value("h1/slope", 0, 0), "0.241300709"),
        Line("dE_dw1", "gradient of w1", gradient("h1/W", 0, 0), "0.000438568"),
        new_weight(1, "0.149780716", parameter("h1/W", 0, 0)),
        new_weight(2, "0.19956143", parameter("h1/W", 0, 1)),
        new_weight(3, "0.24975114", parameter("h1/W", 1, 0)),
        new_weight(4, "0.29950229", parameter("h1/W", 1, 1)),
        new_weight(5, "0.35891648", parameter("out/W", 0, 0)),
        new_weight(6, "0.408666186", parameter("out/W", 0, 1)),
        new_weight(7, "0.51130127", parameter("out/W", 1, 0)),
        new_weight(8, "0.561370121", parameter("out/W", 1, 1)),
        Line(
            "error_after_1_step",
            "total error after one update",
            LOSS,
            "0.291027924",
            1,
            "The hidden deltas read output weights that were already updated, unlike in the text and its new weights.",
            output_first(LOSS, 1),
        ),
        Line(
            "error_after_10000_steps",
            "total error after 10,000 updates",
            LOSS,
            "0.0000351085",
            MANY,
            "This is the error one update earlier, after 9,999.",
            one_step_short(LOSS, MANY),
        ),
        Line(
            "outputs_after_10000_steps[0]",
            "first output after 10,000 updates",
            FIRST,
            "0.015912196",
            MANY,
            OTHER_ORDER,
            output_first(FIRST, MANY),
        ),
        Line(
            "outputs_after_10000_steps[1]",
            "second output after 10,000 updates",
            SECOND,
            "0.984065734",
            MANY,
            OTHER_ORDER,
            output_first(SECOND, MANY),
        ),
    ),
    (BIASES, ORDER),
)
