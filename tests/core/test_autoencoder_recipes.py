"""The autoencoders that come with the program learn what their text says, within ten seconds at the default speed."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Program, State, compile_program

# Ten seconds of sixty steps.
STEPS = 600


@pytest.mark.parametrize("seed", range(5))
def test_eight_symbols_pass_through_three_units(seed: int) -> None:
    program = compile_program(replace(RECIPES["eight_three_eight"], seed=seed))
    state = program.run(program.start(), STEPS)
    x = program.examples.x
    answers = program.predict(state, x)
    assert ((answers > 0.5) == (x > 0.5)).all()
    assert (answers.argmax(axis=1) == x.argmax(axis=1)).all()
    codes = program.advance(state)[1].value("h1/a")
    apart = np.abs(codes[:, None] - codes).max(axis=2) + np.eye(len(codes))
    assert apart.min() > 0.1, "every symbol has a code of its own"


@pytest.mark.parametrize(("name", "most"), [("digit_autoencoder", 0.015), ("denoising", 0.016), ("sparse", 0.03)])
def test_reconstructions_come_near_their_inputs(name: str, most: float) -> None:
    program = compile_program(RECIPES[name])
    start = program.start()
    before, after = gap(program, start), gap(program, program.run(start, STEPS))
    assert after < most < before


def gap(program: Program, state: State) -> float:
    """The mean squared gap on the test examples."""
    x = program.examples.x_test
    return float(((program.predict(state, x) - x) ** 2).mean())


def test_denoising_gives_back_less_noise_than_it_got() -> None:
    program = compile_program(RECIPES["denoising"])
    _, step = program.advance(program.run(program.start(), STEPS))
    clean = step.value("y")
    noise, left = step.value("x").reshape(clean.shape) - clean, step.value("out/a") - clean
    assert (left**2).mean() < 0.3 * (noise**2).mean()


def test_a_sparse_code_is_mostly_off() -> None:
    sparse = RECIPES["sparse"]
    rates = []
    for spec in (sparse, replace(sparse, regularisers=())):
        program = compile_program(spec)
        _, step = program.advance(program.run(program.start(), STEPS))
        rates.append(float(step.value("h1/a").mean()))
    assert rates[0] < 0.25 < 0.4 < rates[1]
