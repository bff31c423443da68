"""The shares of a gradient: one for every example, and together they are what was recorded, in any network."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from core import RECIPES, Program, Regulariser, Step, compile_program
from core.explain import Share, TugOfWar, explain, tug_of_war
from tests.core.architectures import SEEDS, architectures
from tests.core.codes import deep_spec, sparse_spec
from tests.core.image_nets import STACKS, conv, image_program
from tests.core.layered import MIX_IDS, MIXES, layered_program
from tests.core.nets import small_program, small_spec
from tests.core.recurring import program_of, recurrent_program
from tests.core.test_explain import TOLERANCE, image_stacks, stepped
from tests.core.test_recurrent_random import nets


def assert_shared_out(program: Program, seed: int = 0) -> None:
    """Every parameter, at a random entry: one share for each example, and the shares add up."""
    rng, step = np.random.default_rng(seed), stepped(program)
    for slot in program.layout.parameters():
        tug = tug_of_war(program, step, slot.path, tuple(int(rng.integers(n)) for n in slot.shape))
        assert [share.row for share in tug.shares if share.row is not None] == list(range(program.batch))
        pulling = {name for name, _ in program.network.penalties} if slot.role == "weight" else set()
        assert {share.penalty for share in tug.shares if share.row is None} == pulling
        assert tug.recorded == step.gradient(slot.path)[tug.index]
        assert tug.error <= TOLERANCE, (tug.path, tug.index, tug.net, tug.recorded)
        assert 0.0 <= tug.cancellation <= 1.0


@settings(max_examples=40)
@given(architectures(), SEEDS)
def test_any_dense_network_is_shared_out(spec, seed: int) -> None:
    program = compile_program(spec)
    assume(np.isfinite(stepped(program).row).all())
    assert_shared_out(program, seed)


@settings(max_examples=30)
@given(nets(), SEEDS)
def test_any_network_along_sequences_is_shared_out(net, seed: int) -> None:
    assert_shared_out(program_of(*net), seed)


@settings(max_examples=30)
@given(image_stacks(), SEEDS)
def test_any_convolutional_network_is_shared_out(stack: tuple, seed: int) -> None:
    assert_shared_out(image_program(stack, examples=3, regularisers=(Regulariser("l2", 0.1),)), seed)


@pytest.mark.parametrize("name", STACKS)
def test_every_layer_for_images_is_shared_out(name: str) -> None:
    assert_shared_out(image_program(STACKS[name], examples=3))


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
def test_masks_normalisation_and_skips_are_shared_out(names: tuple[str, ...], links: str) -> None:
    assert_shared_out(layered_program(names, links))


@pytest.mark.parametrize("spec", [sparse_spec(tied="h1"), deep_spec()], ids=["sparse and tied", "deep and tied"])
def test_tied_weights_and_terms_on_the_code_are_shared_out(spec) -> None:
    assert_shared_out(compile_program(spec))


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_is_shared_out(recipe: str) -> None:
    assert_shared_out(compile_program(RECIPES[recipe]))


def alone(program: Program, step: Step, row: int, reduction: str) -> float:
    """The gradient of h1/W[1,0] were this example all there is."""
    spec = small_spec(reduction=reduction)
    one = compile_program(replace(spec, data=replace(spec.data, x=(spec.data.x[row],), y=(spec.data.y[row],))))
    state = one.start()
    for slot in program.layout.parameters():
        state = state.with_parameter(slot.path, step.parameter(slot.path))
    return float(one.advance(state)[1].gradient("h1/W")[1, 0])


@pytest.mark.parametrize(("reduction", "factor"), [("mean", 1 / 5), ("sum", 1.0)])
def test_a_share_is_what_the_example_gives_alone_but_for_the_mean(reduction: str, factor: float) -> None:
    program = small_program(reduction=reduction)
    step = stepped(program)
    shares = tug_of_war(program, step, "h1/W", (1, 0)).shares
    expected = [factor * alone(program, step, row, reduction) for row in range(5)]
    assert [share.amount for share in shares] == pytest.approx(expected, rel=1e-12)


def test_a_share_adds_up_all_places_of_a_kernel() -> None:
    program = image_program((conv(2, 3),), examples=3)
    step = stepped(program)
    tug = tug_of_war(program, step, "h1/W", (1, 0, 2, 2))
    derivation = explain(program, step, "h1/W", (1, 0, 2, 2))
    for share in tug.shares:
        own = derivation.of_example(share.row)
        assert share.terms == len(own) > 1
        assert share.amount == pytest.approx(sum(term.contribution for term in own), rel=1e-12)


def test_every_step_of_a_sequence_belongs_to_its_example() -> None:
    program = recurrent_program("lstm", 4)
    tug = tug_of_war(program, stepped(program), "h1/U", (0, 1))
    assert {share.terms for share in tug.shares} == {4}


def test_a_penalty_pulls_by_itself() -> None:
    program = compile_program(replace(RECIPES["two_two_two"], regularisers=(Regulariser("l2", 0.5),)))
    step = stepped(program)
    example, pull = tug_of_war(program, step, "h1/W", (0, 1)).shares
    assert (pull.row, pull.penalty, pull.amount) == (None, "l2", 0.5 * step.value("h1/W")[0, 1])
    assert (example.row, example.penalty) == (0, "")


def war(*amounts: float) -> TugOfWar:
    return TugOfWar("w", (), sum(amounts), tuple(Share(row, "", one, 1) for row, one in enumerate(amounts)))


def test_net_total_and_cancellation_on_paper() -> None:
    assert (war(1.0, -3.0, 0.5).net, war(1.0, -3.0, 0.5).total) == (-1.5, 4.5)
    assert war(1.0, -3.0, 0.5).cancellation == pytest.approx(2 / 3)
    assert war(1.0, 2.0).cancellation == 0.0
    assert war(1.0, -1.0).cancellation == 1.0
    assert war(0.0, 0.0).cancellation == 0.0


def test_a_wrong_gradient_is_seen() -> None:
    assert replace(war(1.0, -3.0), recorded=-1.0).error == pytest.approx(1 / 4)
