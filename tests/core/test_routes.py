"""The path ledger: routes to the loss are those that the derivations lead along, and together they are the adjoint."""

from collections.abc import Iterator
from dataclasses import replace
from math import prod

import numpy as np
import pytest
from hypothesis import assume, given, settings

from core import RECIPES, Flatten, MaxPool2d, Program, Regulariser, Step, compile_program
from core.explain import Term, explain, tug_of_war
from core.explain.places import position_of
from core.explain.routes import Ledger, path_ledger
from tests.core.architectures import SEEDS, architectures
from tests.core.codes import deep_spec, sparse_spec
from tests.core.image_nets import STACKS, conv, image_program
from tests.core.layered import MIX_IDS, MIXES, layered_program
from tests.core.nets import small_program
from tests.core.recurring import KINDS, program_of, recurrent_program
from tests.core.test_explain import TOLERANCE, image_stacks, stepped
from tests.core.test_recurrent_random import nets

ALL = 10**9


def number(path: str, index: tuple[int, ...]) -> str:
    """Every number is a place of its own, whichever example it belongs to."""
    return f"{path}{index[1:]}"


def unit(path: str, index: tuple[int, ...]) -> str:
    """All numbers of a unit lie together."""
    return f"{path.split('/')[0]}:{index[-1]}"


def ledger_of(program: Program, step: Step, path: str, index: tuple[int, ...], **keywords) -> Ledger:
    return path_ledger(program, step, path, index, keywords.pop("place", number), **keywords)


def assert_adds_up(found: Ledger, step: Step) -> None:
    assert found.recorded == step.adjoint(found.path)[found.index]
    assert found.error <= TOLERANCE, (found.path, found.index, found.total, found.recorded)
    assert found.listed + found.rest == pytest.approx(found.recorded, rel=TOLERANCE, abs=TOLERANCE * found.size)
    start = position_of(step.layout.slot(found.path), found.index)
    for route in found.routes:
        assert route.product == pytest.approx(prod(hop.term.slope for hop in route.hops), rel=1e-12, abs=1e-300)
        first = route.hops[0]
        assert position_of(step.layout.slot(first.path), first.index) == start
        assert route.hops[-1].term.path.startswith("L")


def assert_ledgers_add_up(program: Program, seed: int = 0) -> None:
    """Every variable and parameter that has an adjoint, at a random entry."""
    rng, step = np.random.default_rng(seed), stepped(program)
    for slot in program.layout:
        if slot.kind == "adjoint":
            index = tuple(int(rng.integers(n)) for n in slot.shape)
            assert_adds_up(ledger_of(program, step, slot.path, index), step)


@settings(max_examples=20)
@given(architectures(), SEEDS)
def test_the_ledger_of_any_dense_network_adds_up(spec, seed: int) -> None:
    program = compile_program(spec)
    assume(np.isfinite(stepped(program).row).all())
    assert_ledgers_add_up(program, seed)


@settings(max_examples=15)
@given(nets(), SEEDS)
def test_the_ledger_of_any_network_along_sequences_adds_up(net, seed: int) -> None:
    assert_ledgers_add_up(program_of(*net), seed)


@settings(max_examples=15)
@given(image_stacks(), SEEDS)
def test_the_ledger_of_any_convolutional_network_adds_up(stack: tuple, seed: int) -> None:
    regularisers = (Regulariser("dropout", 0.4), Regulariser("l2", 0.1))
    assert_ledgers_add_up(image_program(stack, examples=3, regularisers=regularisers), seed)


@pytest.mark.parametrize("name", STACKS)
def test_the_ledger_of_every_layer_for_images_adds_up(name: str) -> None:
    assert_ledgers_add_up(image_program(STACKS[name], examples=3))


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
def test_the_ledger_through_masks_normalisation_and_skips_adds_up(names: tuple[str, ...], links: str) -> None:
    assert_ledgers_add_up(layered_program(names, links))


@pytest.mark.parametrize("spec", [sparse_spec(tied="h1"), deep_spec()], ids=["sparse and tied", "deep and tied"])
def test_the_ledger_of_tied_weights_and_terms_on_the_code_adds_up(spec) -> None:
    assert_ledgers_add_up(compile_program(spec))


@pytest.mark.parametrize("kind", KINDS)
def test_the_ledger_of_a_backward_pass_that_is_cut_adds_up(kind: str) -> None:
    assert_ledgers_add_up(recurrent_program(kind, 4, truncate=2))


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_ledgers_of_every_recipe_add_up(recipe: str) -> None:
    program = compile_program(RECIPES[recipe])
    step = stepped(program)
    for slot in program.layout.parameters():
        index = tuple(n // 2 for n in slot.shape)
        found = ledger_of(program, step, slot.path, index, place=unit)
        assert_adds_up(found, step)
        sizes = sum(abs(term.contribution) for term in explain(program, step, slot.path, index).terms)
        assert found.total == pytest.approx(found.recorded, rel=TOLERANCE, abs=TOLERANCE * sizes)


def walked(program: Program, step: Step, path: str, index: tuple[int, ...]) -> Iterator[tuple[Term, ...]]:
    """Every route that is open, by the derivations alone: each number, then each number that uses it, and so on."""
    for term in explain(program, step, path, index).terms:
        if term.slope == 0.0:
            continue
        if term.path.startswith("L"):
            yield (term,)
            continue
        yield from ((term, *rest) for rest in walked(program, step, term.path, term.index))


def by_hand(program: Program, step: Step, path: str, index: tuple[int, ...]) -> list[float]:
    """The products of all routes, the largest first."""
    products = [prod(term.slope for term in route) for route in walked(program, step, path, index)]
    return sorted(products, key=lambda product: -abs(product))


SMALL = {
    "dense": (small_program(depth=4), "h1/W", (1, 0)),
    "relu": (small_program("relu", depth=3), "h1/b", (1,)),
    "softmax": (small_program("tanh", ("softmax", "half_squared_error"), depth=3), "h1/W", (0, 1)),
    "unit": (small_program(depth=4), "h1/a", (3, 1)),
    "skips": (layered_program((), "skips"), "h1/W", (1, 1)),
    "masks": (layered_program(("dropout", "dropconnect"), "skips"), "h1/W", (2, 0)),
    "rnn": (recurrent_program("simple_rnn", 3), "h1/U", (0, 1)),
    "lstm": (recurrent_program("lstm", 2), "h1/W", (1, 0)),
    "gru": (recurrent_program("gru", 2), "h1/U", (1, 0)),
    "images": (image_program((conv(2, 2), MaxPool2d(2), Flatten()), examples=2), "h1/W", (1, 0, 0, 1)),
    "overlapping": (image_program((conv(1, 2), MaxPool2d(2, 1)), examples=2), "h1/W", (0, 0, 1, 1)),
    "two convolutions": (image_program((conv(1, 2), conv(2, 2)), examples=2), "h1/W", (0, 0, 0, 0)),
    "tied": (compile_program(sparse_spec(tied="h1")), "h1/W", (1, 2)),
}


@pytest.mark.parametrize(("program", "path", "index"), SMALL.values(), ids=SMALL)
def test_walked_one_by_one_the_routes_are_those_of_the_derivations(program: Program, path: str, index) -> None:
    step = stepped(program)
    found, expected = ledger_of(program, step, path, index, most=ALL), by_hand(program, step, path, index)
    assert found.walked
    assert found.count - found.closed == len(expected) == sum(route.products for route in found.routes)
    assert found.others == 0.0
    assert found.listed == pytest.approx(sum(expected), rel=1e-12)
    assert abs(found.routes[0].product) <= abs(expected[0]) * (1 + 1e-12)
    assert max(abs(route.product) for route in found.routes) == pytest.approx(abs(expected[0]), rel=1e-12)


@pytest.mark.parametrize(("program", "path", "index"), SMALL.values(), ids=SMALL)
def test_searched_for_the_largest_are_the_largest_of_all(program: Program, path: str, index, monkeypatch) -> None:
    """As in networks that are too large: no route is walked that is not among the largest."""
    monkeypatch.setattr("core.explain.routes.ledger.EACH", 0)
    step = stepped(program)
    found, expected = ledger_of(program, step, path, index, most=9), by_hand(program, step, path, index)
    assert not found.walked
    sizes = [abs(route.contribution) for route in found.routes]
    assert sizes == pytest.approx([abs(product) for product in expected[:9]], rel=1e-12)
    assert found.others == max(0, len(expected) - 9)
    assert found.rest == pytest.approx(sum(expected) - found.listed, rel=1e-9, abs=1e-12 * found.size)


def test_examples_that_meet_are_walked_through_each_other() -> None:
    """Behind a mean over the batch a weight acts on one example through another."""
    program = layered_program(("batch_norm",))
    step = stepped(program)
    found, expected = ledger_of(program, step, "h3/W", (1, 0), most=ALL), by_hand(program, step, "h3/W", (1, 0))
    assert found.count - found.closed == len(expected)
    assert found.listed == pytest.approx(sum(expected), rel=1e-12)
    rows = [{hop.term.example for hop in route.hops} - {None} for route in found.routes]
    assert max(map(len, rows)) == 2


@pytest.mark.parametrize(
    ("program", "path"),
    [
        (small_program(), "h1/W"),
        (layered_program(("dropconnect",)), "h1/W"),
        (layered_program(("batch_norm",)), "h3/W"),
        (recurrent_program("gru", 3), "h1/W"),
    ],
    ids=["dense", "dropconnect", "batch norm", "gru"],
)
def test_the_routes_of_one_example_are_its_share(program: Program, path: str) -> None:
    step = stepped(program)
    for share in tug_of_war(program, step, path, (1, 0)).shares:
        found = ledger_of(program, step, path, (1, 0), row=share.row, most=ALL)
        assert found.row == share.row
        assert found.recorded == share.amount
        assert found.error <= TOLERANCE
        assert found.listed == pytest.approx(share.amount, rel=1e-12, abs=1e-12 * found.size)
        assert {route.hops[0].term.example for route in found.routes} <= {share.row, None}


def test_the_routes_of_a_unit_are_of_its_example_whichever_is_chosen() -> None:
    program = small_program()
    step = stepped(program)
    found = ledger_of(program, step, "h1/a", (3, 1), row=0)
    assert found.row is None
    assert found.recorded == step.adjoint("h1/a")[3, 1]
    assert {hop.term.example for route in found.routes for hop in route.hops} == {3}


def test_the_worked_example_has_two_routes() -> None:
    program = compile_program(RECIPES["two_two_two"])
    step = program.advance(program.start())[1]
    found = ledger_of(program, step, "h1/W", (0, 0), place=unit)
    assert [route.places for route in found.routes] == [("h1:0", "out:0"), ("h1:0", "out:1")]
    first = [round(hop.term.slope, 9) for hop in found.routes[0].hops]
    assert first == [0.05, 0.241300709, 0.4, 0.186815602, 0.74136507]
    assert [round(route.contribution, 9) for route in found.routes] == [0.000668396, -0.000229828]
    assert round(found.listed, 9) == 0.000438568
    assert (found.count, found.closed, found.others, found.found) == (2, 0, 0, 2)


def test_a_penalty_is_a_route_of_its_own() -> None:
    program = compile_program(replace(RECIPES["two_two_two"], regularisers=(Regulariser("l2", 0.5),)))
    step = stepped(program)
    found = ledger_of(program, step, "h1/W", (0, 1), place=unit)
    (straight,) = [route for route in found.routes if not route.places]
    assert straight.contribution == 0.5 * step.value("h1/W")[0, 1]
    assert [hop.term.path for hop in straight.hops] == ["L/l2"]
    assert found.count == 3
    assert ledger_of(program, step, "h1/W", (0, 1), place=unit, row=0).count == 2


def test_a_penalty_is_listed_among_the_largest_of_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.explain.routes.ledger.EACH", 0)
    program = layered_program((), "skips")
    program = compile_program(replace(program.spec, regularisers=(Regulariser("l2", 0.5),)))
    found = ledger_of(program, stepped(program), "h1/W", (1, 1), most=5)
    assert [route.contribution for route in found.routes if not route.places] == [found.routes[0].contribution]
    assert (found.walked, found.found, len(found.routes)) == (False, 5, 5)
    assert found.others == found.count - found.closed - 5
    assert found.error <= TOLERANCE


def test_what_lies_at_one_place_is_added() -> None:
    program = image_program((conv(2, 2), MaxPool2d(2), Flatten()), examples=2)
    step = stepped(program)
    found = ledger_of(program, step, "h1/W", (1, 0, 0, 1), place=lambda path, index: path.split("/")[0], most=ALL)
    (route,) = found.routes
    assert route.places == ("h1", "h3", "out")  # flattening is another name for what was pooled
    assert route.contribution == pytest.approx(found.recorded, rel=1e-12)
    assert route.products == found.count - found.closed > 1
    assert abs(route.product) == max(map(abs, by_hand(program, step, "h1/W", (1, 0, 0, 1))))


def test_what_overflowed_has_no_routes_and_a_dead_end_none_either() -> None:
    program = small_program("linear", ("linear", "mean_squared_error"), depth=3)
    huge = program.start()
    for path in ("h2/W", "out/W"):
        huge = huge.with_parameter(path, 1e200 * huge.parameter(path))
    broken = ledger_of(program, program.advance(huge)[1], "h1/W", (0, 0))
    assert broken.routes == ()
    assert not np.isfinite(broken.total)
    cut = recurrent_program("simple_rnn", 4, truncate=2)
    dead = ledger_of(cut, stepped(cut), "h1/t=2/a", (0, 0))
    assert (dead.routes, dead.count, dead.total, dead.recorded) == ((), 0.0, 0.0, 0.0)


@pytest.mark.parametrize("each", [0, 4_000])
def test_a_product_that_is_too_large_on_its_way_is_no_route(each: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.explain.routes.ledger.EACH", each)
    spec = small_program("linear", ("linear", "mean_squared_error"), depth=4).spec
    program = compile_program(replace(spec, regularisers=(Regulariser("l2", 0.5),)))
    state = program.start()
    for layer, size in {"h1": 1e-300, "h2": 1e200, "h3": 1e200, "out": 1e-200}.items():
        state = state.with_parameter(f"{layer}/W", size * state.parameter(f"{layer}/W"))
        state = state.with_parameter(f"{layer}/b", 0.0 * state.parameter(f"{layer}/b"))
    step = program.advance(state)[1]
    for path, index in (("h1/b", (1,)), ("h1/W", (1, 0))):
        found = ledger_of(program, step, path, index)
        assert np.isfinite(step.gradient(path)).all()
        assert (found.routes, found.count, found.walked, np.isnan(found.total)) == ((), 0.0, False, True)


def test_a_sum_that_is_not_what_was_recorded_is_seen() -> None:
    program = small_program()
    found = path_ledger(program, stepped(program), "h1/W", (0, 0), number)
    assert replace(found, recorded=found.recorded + 0.1 * found.size).error > 0.01
