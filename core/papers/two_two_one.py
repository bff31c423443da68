"""The 2-2-1 network without biases: one step by hand, worked with two digits and several slips."""

from __future__ import annotations

from core.papers.line import Line, Published, Slip
from core.papers.reading import Reading, adjoint, delta, parameter, value
from core.papers.replay import Replay
from core.papers.tutorial import ORDER, Tutorial

X1, X2 = value("x", 0, 0), value("x", 0, 1)
TO_H1, TO_H2 = (parameter("h1/W", 0, 0), parameter("h1/W", 0, 1)), (parameter("h1/W", 1, 0), parameter("h1/W", 1, 1))
OUT1, OUT2 = parameter("out/W", 0, 0), parameter("out/W", 0, 1)
# The decimal point of the output's delta slips by one place in whatever reads it.
TEN = 10


def moved(weight: Reading, change: Slip) -> Slip:
    """The weight at the start plus η times the change that the tutorial works out."""
    return lambda plain, told: weight(plain.step(0)) + plain.spec.learning_rate * change(plain, told)


def times_input(name: str, x: Reading, sign: int = 1) -> Slip:
    """A published delta times an input."""
    return lambda plain, told: sign * told[name] * x(plain.step(0))


def slipped_delta(plain: Replay, told: Published) -> float:
    """y4 (1 − y4) · w · δ5, with the rounded y4 and ten times δ5."""
    return told["y4"] * (1 - told["y4"]) * OUT2(plain.step(0)) * TEN * told["delta5"]


def output_sum(plain: Replay, told: Published) -> float:
    """w · y3 + w · y4 with the rounded outputs."""
    return OUT1(plain.step(0)) * told["y3"] + OUT2(plain.step(0)) * told["y4"]


def output_delta(plain: Replay, told: Published) -> float:
    """error · y5 (1 − y5) with the rounded numbers."""
    return told["error"] * told["y5"] * (1 - told["y5"])


def at_the_wrong_weights(plain: Replay, told: Published) -> float:
    """The network's output at the new weights that were published."""
    first = [[told["new_w_x1_h1"], told["new_w_x2_h1"]], [told["new_w_x1_h2"], told["new_w_x2_h2"]]]
    last = [[told["new_w_h1_o"], told["new_w_h2_o"]]]
    state = plain.state(0).with_parameter("h1/W", first).with_parameter("out/W", last)
    return value("out/a", 0, 0)(plain.program.advance(state)[1])


TWO_TWO_ONE = Tutorial(
    "One step by hand, 2-2-1 without biases",
    "Six weights, one example, sigmoids, learning rate 1. Its delta is −∂L/∂z, so that changes are added.",
    "two_two_one",
    (
        Line("a1", "weighted sum of the first hidden unit", value("h1/z", 0, 0), "0.28"),
        Line("y3", "output of the first hidden unit", value("h1/a", 0, 0), "0.57"),
        Line("a2", "weighted sum of the second hidden unit", value("h1/z", 0, 1), "0.315"),
        Line(
            "y4",
            "output of the second hidden unit",
            value("h1/a", 0, 1),
            "0.59",
            why="It was rounded up one hundredth too far.",
        ),
        Line(
            "a3",
            "weighted sum of the output",
            value("out/z", 0, 0),
            "0.702",
            why="It adds the rounded hidden outputs, of which the second is wrong already.",
            slip=output_sum,
        ),
        Line("y5", "output", value("out/a", 0, 0), "0.67"),
        Line("error", "target − output", adjoint("out/a", 0, 0, factor=-1.0), "-0.17"),
        Line(
            "delta5",
            "delta of the output",
            delta("out", 0, 0, factor=-1.0),
            "-0.0376",
            why="It multiplies the error and the output after both were rounded to two digits.",
            slip=output_delta,
        ),
        Line("delta3", "delta of the first hidden unit", delta("h1", 0, 0, factor=-1.0), "-0.0027"),
        Line(
            "delta4",
            "delta of the second hidden unit",
            delta("h1", 0, 1, factor=-1.0),
            "-0.0819",
            why="The output's delta enters ten times too large; 1 − y5 is written where 1 − y4 belongs, "
            "though the number comes out with 1 − y4.",
            slip=slipped_delta,
        ),
        Line(
            "new_w_h2_o",
            "weight from the second hidden unit to the output, after one update",
            OUT2,
            "0.67816",
            1,
            "The output's delta is ten times too large, and the hidden output was rounded too far.",
            moved(OUT2, lambda plain, told: TEN * told["delta5"] * told["y4"]),
        ),
        Line(
            "new_w_x1_h1",
            "weight from the first input to the first hidden unit, after one update",
            TO_H1[0],
            "0.200945",
            1,
            "The sign of the change is dropped: the weight grows where it should shrink.",
            moved(TO_H1[0], times_input("delta3", X1, sign=-1)),
        ),
        Line(
            "new_w_x1_h2",
            "weight from the first input to the second hidden unit, after one update",
            TO_H2[0],
            "0.271335",
            1,
            "It uses the wrong delta of the second hidden unit, ten times too large.",
            moved(TO_H2[0], times_input("delta4", X1)),
        ),
        Line(
            "new_w_h1_o",
            "weight from the first hidden unit to the output, after one update",
            OUT1,
            "0.08567",
            1,
            "The output's delta is ten times too large; the last printed digit is one too small besides.",
            moved(OUT1, lambda plain, told: TEN * told["delta5"] * told["y3"]),
        ),
        Line(
            "new_w_x2_h1",
            "weight from the second input to the first hidden unit, after one update",
            TO_H1[1],
            "0.29811",
            1,
            "The delta was rounded to two digits first, which moves the last digit.",
            moved(TO_H1[1], times_input("delta3", X2)),
        ),
        Line(
            "new_w_x2_h2",
            "weight from the second input to the second hidden unit, after one update",
            TO_H2[1],
            "0.24267",
            1,
            "It uses the wrong delta of the second hidden unit, ten times too large.",
            moved(TO_H2[1], times_input("delta4", X2)),
        ),
        Line(
            "y5_after_1_step",
            "output after one update",
            value("out/a", 0, 0),
            "0.61",
            1,
            "It is the output at the wrong new weights.",
            at_the_wrong_weights,
        ),
    ),
    (ORDER,),
)
