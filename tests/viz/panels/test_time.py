"""Panels of networks that go along time: the ribbon, its twin, and the gates as valves."""

import numpy as np
import pytest

from core import Data, Dense, Loss, Optimizer, Spec, compile_program
from core.bptt import flows
from core.spec.recurrent import GRU, LSTM, SimpleRNN
from core.twin import MOST_STEPS, twin_spec, twin_step
from viz.panels import PANELS, Shown

KINDS = {"simple RNN": SimpleRNN, "LSTM": LSTM, "GRU": GRU}


def sequences() -> tuple:
    """Six sequences of seven steps, as numbers that a spec carries, asked for their first value."""
    x = np.random.default_rng(1).normal(size=(6, 7, 1))
    return x, x[:, 0]


def program_of(kind: str):
    spec = Spec(
        data=Data("given"),
        layers=(KINDS[kind](4), Dense(1, "linear")),
        loss=Loss("mean_squared_error"),
        optimizer=Optimizer("sgd", 0.1),
        batch_size=3,
    )
    return compile_program(spec, data=sequences())


def shown_of(kind: str, steps: int = 3) -> Shown:
    program = program_of(kind)
    return Shown(program, program.advance(program.run(program.start(), steps))[1], "", "dark")


@pytest.mark.parametrize("kind", KINDS)
def test_the_ribbon_shows_the_norm_at_every_step(kind: str) -> None:
    shown = shown_of(kind)
    assert PANELS["ribbon"].fits(shown.program)
    figure = PANELS["ribbon"].figure(shown)
    assert figure.validated()
    ribbon, curve = figure.to_dict()["data"][:2]
    flow = flows(shown.program.spec, shown.program.network, shown.step.layout, shown.step.row[None])[0]
    assert np.allclose(10.0 ** np.array(ribbon["z"][0]), flow.states[0], rtol=1e-12)
    assert np.allclose(curve["y"], flow.states[0][::-1], rtol=1e-12)
    assert kind in ribbon["y"][0]
    assert kind in PANELS["ribbon"].alt(shown)


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_gates_are_those_of_the_first_example(kind: str) -> None:
    shown = shown_of(kind)
    assert PANELS["gates"].fits(shown.program)
    figure = PANELS["gates"].figure(shown)
    assert figure.validated()
    gate = "i" if kind == "LSTM" else "r"
    first = np.array(figure.to_dict()["data"][0]["z"])
    assert first.shape == (4, 7)
    assert (first[:, 2] == shown.step.value(f"h1/t=3/{gate}")[0]).all()
    assert PANELS["gates"].alt(shown)


def test_a_simple_network_has_neither_gates_nor_ribbon() -> None:
    dense = compile_program(Spec())
    assert not PANELS["ribbon"].fits(dense)
    assert not PANELS["gates"].fits(dense)
    assert not PANELS["gates"].fits(program_of("simple RNN"))


def test_the_twin_has_the_other_cell_and_everything_else_alike() -> None:
    x, y = sequences()
    spec = Spec(
        data=Data("given", x=x.reshape(6, 7), y=y),
        layers=(Dense(3), Dense(1, "linear")),
        loss=Loss("mean_squared_error"),
    )
    assert twin_spec(spec) is None
    pair = Spec(data=Data("given"), layers=(LSTM(4, sequence=True), SimpleRNN(3), Dense(1, "linear")))
    other = twin_spec(pair)
    assert other is not None
    assert [type(layer) for layer in other.layers] == [SimpleRNN, LSTM, Dense]
    assert (other.layers[0].units, other.layers[0].sequence) == (4, True)
    assert (other.data, other.optimizer, other.seed) == (pair.data, pair.optimizer, pair.seed)


def test_data_handed_over_have_no_twin_and_the_ribbon_stands_alone() -> None:
    shown = shown_of("LSTM")
    assert twin_step(shown.program, 5) is None
    assert len(PANELS["ribbon"].figure(shown).to_dict()["data"][0]["z"]) == 1
    assert MOST_STEPS > 0
