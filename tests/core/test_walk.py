"""Walked product by product, a step comes to the recorded numbers: every value, adjoint, gradient and update."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings

from core import RECIPES, Program, Regulariser, Step, compile_program
from core.explain.walk import GRANULARITIES, Case, Factor, Walk, micro_step, walk_of
from core.explain.walk.backward import Adjoints, Shares
from core.explain.walk.block import Block, positions
from core.explain.walk.forward import Sums
from core.explain.walk.loss import Loss
from core.ops import MaskWeights
from tests.core.architectures import SEEDS, architectures
from tests.core.codes import code_spec, deep_spec, sparse_spec
from tests.core.image_nets import STACKS, image_program
from tests.core.layered import MIX_IDS, MIXES, layered_program
from tests.core.recurring import KINDS, program_of, recurrent_program
from tests.core.test_explain import image_stacks, stepped
from tests.core.test_recurrent_random import nets

TOLERANCE = 1e-12
# What a certain sigmoid pays is a small difference of large numbers, for each term as for the loss, in another order.
LAST_DIGIT = 1e-15


def assert_added_up(case: Case, block: Block, unit: int) -> None:
    """As many products as were counted, and their sum is the number that was recorded."""
    count, total = int(block.counts[unit]), block.total(case, unit)
    values = [product.value for product in block.products(case, unit, range(count))]
    size = max(abs(total), sum(map(abs, values)), 1e-300)
    assert len(values) in (count, 0)
    near = TOLERANCE * size + (LAST_DIGIT * case.program.batch * count if isinstance(block, Loss) else 0.0)
    assert abs(sum(values) - total) <= near, (block.slot.path, unit)
    assert abs(block.so_far(case, unit, count) - total) <= near, (block.slot.path, unit)
    for one in block.products(case, unit, range(count)):
        if one.factors:
            assert one.value == one.factors[0].value * one.factors[1].value
        for factor in (*one.factors, *one.sources):
            assert_recorded(case.step, factor)


def assert_recorded(step: Step, factor: Factor) -> None:
    """What has a name is the number of the row under that name; ∂L/∂L is 1, and a share is of one example alone."""
    views = {"value": step.value, "adjoint": step.adjoint, "clipped": step.clipped, "update": step.update}
    if not factor.path or factor.kind == "share" or (factor.kind == "adjoint" and factor.path.startswith("L")):
        return
    recorded = views[factor.kind](factor.path)
    assert len(factor.index) == recorded.ndim, factor
    assert recorded[factor.index] == factor.value, factor


def assert_walked(program: Program, seed: int = 0, steps: int = 2, units: int = 3) -> None:
    """Some numbers of every block, of a random example."""
    rng, step, walk = np.random.default_rng(seed), stepped(program, steps), walk_of(program)
    case = Case(program, step, int(rng.integers(program.batch)))
    for block in walk.blocks:
        for unit in rng.integers(len(block.order), size=units).tolist():
            assert_added_up(case, block, unit)
            if isinstance(block, Shares):
                assert_shared_out(program, step, block, unit)


def assert_shared_out(program: Program, step: Step, block: Block, unit: int) -> None:
    """The shares of all examples and the pulls of the penalties are the gradient."""
    layout, index = program.layout, block.index(Case(program, step, 0), unit)
    shares = [block.total(Case(program, step, row), unit) for row in range(program.batch)]
    place = int(positions(block.slot)[block.order[unit]]) - layout.blocks["parameter"].start
    if block.slot.role in ("weight", "tied"):
        pulls = [layout.blocks[f"pull:{name}"] for name, _ in program.network.penalties]
        shares += [float(step.row[pull.start + place]) for pull in pulls]
    gradient = float(step.adjoint(block.slot.path)[index])
    size = max(abs(gradient), sum(map(abs, shares)), 1e-300)
    assert abs(sum(shares) - gradient) <= TOLERANCE * size, (block.slot.path, index)


@settings(max_examples=40)
@given(architectures(), SEEDS)
def test_any_dense_network_is_walked(spec, seed: int) -> None:
    program = compile_program(spec)
    assume(np.isfinite(stepped(program).row).all())
    assert_walked(program, seed)


def test_a_weight_that_is_tied_and_masked_is_followed_both_ways() -> None:
    program = compile_program(code_spec("h1", (Regulariser("dropconnect", 0.4), Regulariser("l1", 0.1))))
    assert_walked(program, steps=3, units=9)
    tied = next(path for op in program.network.ops if op.kind == "tied_affine" for path in op.inputs[1:2])
    walk, case = walk_of(program), Case(program, stepped(program), 0)
    block = next(one for one in walk.blocks if isinstance(one, Shares) and one.slot.path == tied)
    products = [one for unit in range(len(block.order)) for one in block.products(case, unit, range(2))]
    assert {one.kind for one in products} == {"tied_affine", "mask_weights"}


def test_a_mask_over_many_weights_is_not_looked_at_weight_by_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    program = compile_program(replace(RECIPES["mnist"], regularisers=(Regulariser("dropconnect", 0.3),)))
    right, asked = MaskWeights.jvp, []
    monkeypatch.setattr(MaskWeights, "jvp", lambda *given: asked.append(1) or right(*given))
    block = next(one for one in walk_of(program).blocks if isinstance(one, Shares) and one.slot.path == "h1/W")
    assert 0 < len(asked) < 100 < len(block.order)
    assert set(block.counts.tolist()) == {1}


@settings(max_examples=25)
@given(nets(), SEEDS)
def test_any_network_along_sequences_is_walked(net, seed: int) -> None:
    assert_walked(program_of(*net), seed, units=2)


@settings(max_examples=25)
@given(image_stacks(), SEEDS)
def test_any_convolutional_network_is_walked(stack: tuple, seed: int) -> None:
    assert_walked(image_program(stack, examples=3), seed)


@pytest.mark.parametrize("name", STACKS)
def test_every_layer_for_images_is_walked(name: str) -> None:
    assert_walked(image_program(STACKS[name], examples=3))


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
def test_masks_normalisation_and_skips_are_walked(names: tuple[str, ...], links: str) -> None:
    assert_walked(layered_program(names, links))


@pytest.mark.parametrize("spec", [sparse_spec(tied="h1"), deep_spec()], ids=["sparse and tied", "deep and tied"])
def test_tied_weights_and_terms_on_the_code_are_walked(spec) -> None:
    assert_walked(compile_program(spec))


@pytest.mark.parametrize("kind", KINDS)
def test_a_backward_pass_that_is_cut_is_walked(kind: str) -> None:
    assert_walked(recurrent_program(kind, 4, truncate=2))


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_is_walked(name: str) -> None:
    assert_walked(compile_program(RECIPES[name]), steps=0, units=1)


def numbers_of(walk: Walk, phase: str) -> list[int]:
    """Where in the row the numbers of a phase lie, in the order of the walk."""
    blocks = [block for block in walk.blocks if block.phase == phase]
    return [int(place) for block in blocks for place in positions(block.slot)[block.order]]


@pytest.mark.parametrize("name", RECIPES)
def test_every_number_is_computed_once(name: str) -> None:
    program = compile_program(RECIPES[name])
    walk = walk_of(program)
    forward, update = numbers_of(walk, "forward"), numbers_of(walk, "update")
    assert len(forward) == len(set(forward))
    roles = ("pre_activation", "activation", "sum", "gate", "cell", "weighted_sum", "branch")
    slots = [slot for slot in program.layout if slot.kind == "value" and slot.role in roles]
    assert {int(place) for slot in slots for place in positions(slot)} <= set(forward) | initial(program)
    block = program.layout.blocks["parameter"]
    assert sorted(update) == list(range(block.start, block.stop))


def initial(program: Program) -> set[int]:
    """States before the first step, which nothing computes."""
    slots = [slot for slot in program.layout if slot.kind == "value" and "/t=0/" in slot.path]
    return {int(place) for slot in slots for place in positions(slot)}


def test_the_worked_example_is_walked_to_its_published_numbers() -> None:
    program = compile_program(RECIPES["two_two_two"])
    case, walk = Case(program, program.advance(program.start())[1], 0), walk_of(program)
    first = [micro_step(walk, case, position) for position in (1, 2, 3)]
    assert [(one.path, one.index, one.done, one.count) for one in first] == [("h1/z", (0, 0), k, 3) for k in (1, 2, 3)]
    assert [round(one.so_far, 9) for one in first] == [0.0075, 0.0275, 0.3775]
    assert [[factor.value for factor in one.product.factors] for one in first] == [
        [0.15, 0.05],
        [0.2, 0.1],
        [0.35, 1.0],
    ]
    assert [factor.path for one in first[:2] for factor in one.product.factors] == ["h1/W", "x"] * 2
    block = next(block for block in walk.blocks if isinstance(block, Adjoints) and block.slot.path == "h1/a")
    unit = block.order.tolist().index(0)
    both = block.products(case, unit, range(2))
    assert [round(product.value, 9) for product in both] == [0.055399425, -0.019049118]
    assert [(product.factors[1].path, product.factors[1].index) for product in both] == [
        ("out/W", (0, 0)),
        ("out/W", (1, 0)),
    ]
    share = next(block for block in walk.blocks if isinstance(block, Shares) and block.slot.path == "h1/W")
    assert round(share.total(case, share.order.tolist().index(0)), 9) == 0.000438568


def test_phases_come_in_order_and_contain_their_layers_units_and_products() -> None:
    program = compile_program(RECIPES["spiral"])
    walk = walk_of(program)
    seen = list(dict.fromkeys(block.phase for block in walk.blocks))
    assert seen == ["forward", "loss", "backward", "update"]
    layers = [block.layer for block in walk.blocks if block.phase == "backward"]
    assert list(dict.fromkeys(layers)) == ["out", "h3", "h2", "h1"]
    for coarse, fine in pairwise(GRANULARITIES):
        ends = {walk.position(fine, stage) for stage in range(walk.count(fine) + 1)}
        assert {walk.position(coarse, stage) for stage in range(walk.count(coarse) + 1)} <= ends
    for granularity in GRANULARITIES:
        stages = range(walk.count(granularity) + 1)
        assert [walk.stage(granularity, walk.position(granularity, stage)) for stage in stages] == [*stages]
        assert walk.position(granularity, walk.count(granularity)) == walk.last


def test_every_position_is_the_next_product_of_a_number() -> None:
    program = compile_program(RECIPES["xor"])
    walk, case = walk_of(program), Case(program, stepped(program), 2)
    assert micro_step(walk, case, 0) is None
    before = None
    for position in range(1, walk.last + 1):
        one = micro_step(walk, case, position)
        assert one.done == (before.done + 1 if before is not None and before.done < before.count else 1)
        before = one
    assert (before.path, before.done) == ("out/b", before.count)


def test_products_of_a_kernel_and_of_a_recurrent_weight_are_named() -> None:
    program = compile_program(RECIPES["cnn"])
    walk, case = walk_of(program), Case(program, stepped(program), 5)
    block = next(block for block in walk.blocks if isinstance(block, Sums))
    (product,) = block.products(case, 40, range(4, 5))
    weight, pixel = product.factors
    assert (weight.path, weight.index, pixel.path) == ("h1/W", (1, 0, 1, 1), "x")
    assert pixel.index[0] == 5
    share = next(block for block in walk.blocks if isinstance(block, Shares) and block.slot.path == "h1/W")
    assert int(share.counts[0]) == 36
    program = compile_program(RECIPES["adding_rnn"])
    share = next(block for block in walk_of(program).blocks if block.slot.path == "h1/U" and block.phase == "backward")
    steps = share.products(Case(program, stepped(program), 3), 0, range(int(share.counts[0])))
    assert {product.kind for product in steps} == {"recur"}
    assert len({product.factors[1].path for product in steps}) == len(steps)
