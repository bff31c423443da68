"""Dropout, dropconnect, batch normalisation and skip links in every mix: derivatives, replays, evaluation."""

from dataclasses import replace

import numpy as np
import pytest

from core import Regulariser, compile_program
from core.gradcheck import complex_step
from core.ops import ACTIVATIONS
from tests.core.exactness import assert_exact
from tests.core.layered import MIX_IDS, MIXES, layered_program, layered_spec
from tests.core.nets import start_and_later


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
@pytest.mark.parametrize("batch_size", [None, 3], ids=["full", "mini"])
def test_every_recorded_derivative_is_exact(names: tuple[str, ...], links: str, batch_size: int | None) -> None:
    program = layered_program(names, links, batch_size=batch_size, learning_rate=0.02)
    for state in start_and_later(program):
        assert_exact(program, state)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_fits_between_normalisation_mask_and_link(activation: str) -> None:
    program = layered_program(("dropout", "batch_norm"), "skips", activation, learning_rate=0.02)
    for state in start_and_later(program):
        assert_exact(program, state)


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
def test_everything_between_the_data_and_the_loss_has_a_recorded_derivative(names: tuple[str, ...], links: str) -> None:
    program = layered_program(names, links)
    computed = {slot.path for slot in program.layout if slot.kind == "value" and slot.role not in NOT_BETWEEN}
    assert computed == set(program.layout.paths("adjoint"))


NOT_BETWEEN = ("data", "mask", "slope", "route", "loss", "statistic", "memory", "rate")


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
def test_running_and_recording_are_the_same_arithmetic(names: tuple[str, ...], links: str) -> None:
    program = layered_program(names, links, batch_size=2)
    state = program.start()
    for _ in range(5):
        state, _ = program.advance(state)
    assert state == layered_program(names, links, batch_size=2).run(program.start(), 5)
    again, _ = program.advance(program.run(program.start(), 3))
    assert again == program.run(program.start(), 4)


def test_a_recorded_step_can_be_told_from_its_state_alone() -> None:
    program = layered_program(("dropout", "dropconnect", "batch_norm"), "skips", batch_size=2)
    later = program.run(program.start(), 7)
    first = program.advance(later)[1].row.tobytes()
    program.run(program.start(), 3)
    assert program.advance(later)[1].row.tobytes() == first


def test_the_routes_of_batch_normalisation_add_up_to_the_adjoint() -> None:
    step = layered_program(("batch_norm",)).advance(layered_program(("batch_norm",)).start())[1]
    for layer in ("h1", "h2", "h3"):
        routes = [step.value(f"{layer}/s:{route}") for route in ("value", "mean", "variance")]
        assert np.allclose(sum(routes), step.adjoint(f"{layer}/s"), rtol=1e-14, atol=1e-17)
        assert all(np.abs(route).max() > 0 for route in routes)


def test_a_normalised_unit_has_mean_0_and_variance_1() -> None:
    program = layered_program(("batch_norm",))
    step = program.advance(program.start())[1]
    s, n = step.value("h1/s"), step.value("h1/n")
    assert np.abs(step.value("h1/mean") - s.mean(axis=0)).max() < 1e-15
    assert np.abs(step.value("h1/variance") - s.var(axis=0)).max() < 1e-15
    assert np.abs(n.mean(axis=0)).max() < 1e-14
    assert np.abs(n.var(axis=0) - s.var(axis=0) / (s.var(axis=0) + 1e-5)).max() < 1e-14


def test_a_skip_link_adds_the_output_of_the_earlier_layer() -> None:
    program = layered_program((), "skips")
    step = program.advance(program.start())[1]
    assert (step.value("h2/f") + step.value("h1/a") == step.value("h2/a")).all()
    expected = step.value("h3/f") + step.value("h1/a") + step.value("h2/a")
    assert np.allclose(expected, step.value("h3/a"), rtol=1e-15)
    # Without the link nothing of the gradient would go around h2 and h3.
    around = step.adjoint("h2/a") + step.adjoint("h3/a") + step.delta("h2") @ step.value("h2/W")
    assert np.allclose(around, step.adjoint("h1/a"), rtol=1e-13)


def test_a_link_from_the_data_adds_them() -> None:
    spec = layered_spec(())
    wide = replace(spec, layers=(replace(spec.layers[0], units=2), *spec.layers[1:]), skips=(("x", "h1"),))
    program = compile_program(wide)
    step = program.advance(program.start())[1]
    assert (step.value("h1/f") + step.value("x") == step.value("h1/a")).all()
    assert_exact(program, program.run(program.start(), 3))


def test_a_bias_that_normalisation_would_cancel_comes_after_it() -> None:
    program = layered_program(("batch_norm",))
    step = program.advance(program.start())[1]
    z = step.parameter("h1/gamma") * step.value("h1/n") + step.parameter("h1/b")
    assert np.allclose(z, step.value("h1/z"), rtol=1e-15)
    assert (program.start().parameter("h1/gamma") == 1.0).all()
    assert np.abs(step.gradient("h1/b") - step.delta("h1").sum(axis=0)).max() < 1e-16
    assert np.allclose(complex_step(program, program.start(), "h1/gamma"), step.gradient("h1/gamma"), rtol=1e-12)


@pytest.mark.parametrize("names", [("dropout",), ("dropconnect",), ("dropout", "dropconnect")])
def test_an_evaluation_leaves_nothing_out(names: tuple[str, ...]) -> None:
    plain, masked = layered_program(()), layered_program(names)
    state = plain.start()
    x, y = plain.examples.x, plain.examples.y
    assert (plain.predict(state, x) == masked.predict(masked.start(), x)).all()
    assert plain.evaluate(state, x, y) == masked.evaluate(masked.start(), x, y)
    assert plain.advance(state)[1].loss != masked.advance(masked.start())[1].loss


def test_an_amount_of_zero_is_the_plain_network() -> None:
    off = tuple(Regulariser(name, 0.0) for name in ("dropout", "dropconnect", "batch_norm"))
    plain, same = layered_program(()), compile_program(replace(layered_spec(()), regularisers=off))
    assert plain.layout.slots == same.layout.slots
    assert plain.run(plain.start(), 5) == same.run(same.start(), 5)
