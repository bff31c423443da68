"""A unit of any network: its products add up to the recorded sum, and every weight is multiplied by its own slope."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from core import RECIPES, Program, Regulariser, compile_program
from core.explain import explain
from core.explain.curve import curve
from core.explain.neuron import busiest, neuron
from core.explain.places import position_of
from core.explain.saturation import CONDITIONS, condition, is_dead, largest_slope, share_of_slope
from core.explain.sites import Site, sites
from core.explain.summands import PAIRS, weighted_sum
from core.ops import ACTIVATIONS, OPS, Elementwise
from core.ops.op import slope_path
from tests.core.architectures import SEEDS, architectures
from tests.core.image_nets import STACKS, image_program
from tests.core.layered import MIX_IDS, MIXES, layered_program
from tests.core.nets import small_program, small_spec
from tests.core.recurring import KINDS, program_of, recurrent_program
from tests.core.test_explain import TOLERANCE, stepped
from tests.core.test_recurrent_random import nets


def every_site(program: Program) -> list[Site]:
    """All places of all units."""
    layers = [(one.name, one.shape) for one in program.network.layers]
    return [site for name, shape in layers for unit in range(max(shape)) for site in sites(program, name, unit)]


def assert_summed(program: Program, seed: int = 0) -> None:
    """At random places the products add up to what was recorded, and a weight's input is the slope of the sum."""
    step, rng, found = stepped(program), np.random.default_rng(seed), every_site(program)
    assert found
    for place in rng.choice(len(found), min(6, len(found)), replace=False):
        unit = neuron(program, step, found[place], int(rng.integers(program.batch)))
        for one in unit.sums:
            size = max(abs(one.recorded), sum(abs(part.product) for part in one.summands))
            assert abs(one.total - one.recorded) <= TOLERANCE * size, one.number
            for part in one.summands:
                assert part.weight_value == step.value(part.weight[0])[part.weight[1]]
        assert unit.delta.error <= TOLERANCE
        assert unit.outputs[unit.example] == step.value(unit.site.op.output)[(unit.example, *unit.site.place)]


@settings(max_examples=40)
@given(architectures(), SEEDS)
def test_any_dense_unit_is_the_sum_of_its_products(spec, seed: int) -> None:
    program = compile_program(spec)
    assume(np.isfinite(stepped(program).row).all())
    assert_summed(program, seed)


@settings(max_examples=30)
@given(nets(), SEEDS)
def test_any_unit_along_a_sequence_is_the_sum_of_its_products(net, seed: int) -> None:
    assert_summed(program_of(*net), seed)


@pytest.mark.parametrize("name", STACKS)
def test_every_unit_of_an_image_is_the_sum_of_its_products(name: str) -> None:
    assert_summed(image_program(STACKS[name], examples=3))


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
def test_masked_normalised_and_linked_units_are(names: tuple[str, ...], links: str) -> None:
    assert_summed(layered_program(names, links))


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_is(recipe: str) -> None:
    assert_summed(compile_program(RECIPES[recipe]))


@pytest.mark.parametrize(
    "program",
    [small_program(), recurrent_program("lstm", 3), image_program(STACKS[next(iter(STACKS))], examples=2)],
    ids=["dense", "lstm", "images"],
)
def test_a_product_is_parameter_times_slope_as_the_operation_itself_says(program: Program) -> None:
    step, site = stepped(program), every_site(program)[1]
    through = place_of(program, *site.z(1))
    for part in weighted_sum(program, step, *site.z(1)).summands:
        terms = explain(program, step, *part.weight).terms
        slopes = [term.slope for term in terms if place_of(program, term.path, term.index) == through]
        assert slopes == [part.input_value], part.weight


def place_of(program: Program, path: str, index: tuple[int, ...]) -> int:
    return position_of(program.layout.slot(path), index)


def test_places_are_pixels_steps_and_gates() -> None:
    found = sites(compile_program(RECIPES["cnn"]), "h1", 2)
    assert len(found) == 36
    assert (found[7].place, found[7].pixel) == ((2, 1, 1), (1, 1))
    assert sites(compile_program(RECIPES["cnn"]), "h2", 2) == ()
    gated = recurrent_program("lstm", 3)
    units = gated.network.layers[0].shape[-1]
    found = sites(gated, "h1", 1)
    assert [(one.gate, one.time) for one in found] == [(gate, time) for time in (1, 2, 3) for gate in "ifog"]
    assert [one.place[0] for one in found[:4]] == [1, 1 + units, 1 + 2 * units, 1]
    assert [one.gate for one in sites(recurrent_program("gru", 2), "h1", 0)] == ["r", "u", "n"] * 2
    assert [one.gate for one in sites(recurrent_program("simple_rnn", 2), "h1", 0)] == ["", ""]
    assert sites(gated, "h1", units) == sites(gated, "x", 0) == sites(gated, "h9", 0) == ()
    assert {kind for kind in KINDS} >= {"lstm", "gru", "simple_rnn"}


def test_the_worked_unit() -> None:
    program = compile_program(RECIPES["two_two_two"])
    step = program.advance(program.start())[1]
    (site,) = sites(program, "h1", 0)
    unit = neuron(program, step, site, 0)
    (only,) = unit.sums
    assert [(one.weight, one.input) for one in only.summands] == [
        (("h1/W", (0, 0)), ("x", (0, 0))),
        (("h1/W", (0, 1)), ("x", (0, 1))),
        (("h1/b", (0,)), None),
    ]
    assert [one.product for one in only.summands] == pytest.approx([0.0075, 0.02, 0.35])
    assert (round(unit.z, 9), round(unit.a, 9)) == (0.3775, 0.593269992)
    assert only.largest(0)[1][0].weight == ("h1/W", (0, 1))
    assert [one.weight[1] for one in only.largest(1)[0]] == [(0, 0), (0, 1)]
    assert len(only.largest(0)[1]) == 2
    assert len(only.biases) == 1
    assert unit.mask is None
    assert unit.is_finite
    assert unit.is_function


def test_a_normalised_unit_has_two_sums_and_a_masked_one_its_mask() -> None:
    spec = replace(small_spec(), regularisers=(Regulariser("batch_norm", 0.1), Regulariser("dropout", 0.5)))
    program = compile_program(spec)
    step = stepped(program)
    (site,) = sites(program, "h1", 1)
    unit = neuron(program, step, site, 3)
    assert [one.number for one in unit.sums] == [("h1/s", (3, 1)), ("h1/z", (3, 1))]
    s, mean, variance, n = (step.value(path)[index] for path, index in unit.normalised)
    assert n == pytest.approx((s - mean) / np.sqrt(variance + 1e-5))
    assert unit.mask == ("h1/mask", (3, 1))
    assert neuron(program, step, sites(program, "out", 0)[0], 3).mask is None


def test_the_busiest_place_has_the_largest_delta() -> None:
    program = compile_program(RECIPES["cnn"])
    step = stepped(program)
    deltas = np.abs(step.adjoint("h1/z")[5])
    channel = int(np.argmax(deltas.max(axis=(1, 2))))
    assert deltas[channel].min() < deltas[channel].max()
    found = busiest(step, sites(program, "h1", channel), 5)
    assert deltas[channel][found.pixel] == deltas[channel].max()


def test_an_overflow_is_seen() -> None:
    program = small_program("linear", ("linear", "mean_squared_error"), depth=3, learning_rate=100.0)
    recording = program.record(program.start(), 200)
    step = program.step_from_row(int(recording.steps[-1]), recording.rows[-1])
    assert not neuron(program, step, sites(program, "h1", 0)[0], 0).is_finite


@pytest.mark.parametrize("kind", [kind for kind, rule in ACTIVATIONS.items() if issubclass(rule, Elementwise)])
def test_a_curve_is_what_a_step_records(kind: str) -> None:
    program = small_program(kind)
    step = stepped(program)
    f, slope = curve(kind, step.value("h1/z").ravel())
    assert f == pytest.approx(step.value("h1/a").ravel(), rel=1e-14)
    known = ("h1/slope", "value") in program.layout
    recorded = step.value(slope_path("h1/a")).ravel() if known else np.ones(slope.shape)
    assert slope == pytest.approx(recorded, rel=1e-14)


def test_the_largest_slopes() -> None:
    found = {kind: largest_slope(kind) for kind in ("sigmoid", "tanh", "relu", "linear", "hard_tanh", "leaky_relu")}
    assert found == pytest.approx(
        {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0, "linear": 1.0, "hard_tanh": 1.0, "leaky_relu": 1.0}
    )
    assert largest_slope("softplus") == 1.0
    assert largest_slope("gelu") == pytest.approx(1.1289, abs=1e-4)


def test_conditions_follow_their_table() -> None:
    assert [condition(share) for share in (0.0, 0.02, 0.1, 0.3, 0.5, 0.51, 1.0)] == [
        "shut", "saturated", "saturated", "half saturated", "half saturated", "responsive", "responsive",
    ]  # fmt: skip
    limits = [one.at_most for one in CONDITIONS]
    assert limits == sorted(limits)
    assert limits[-1] == np.inf
    assert share_of_slope("sigmoid", np.array([0.25, -0.125, 0.0])).tolist() == pytest.approx([1.0, 0.5, 0.0])
    assert is_dead(np.zeros(3))
    assert not is_dead(np.array([0.0, 1.0, 0.0]))


def test_every_operation_that_makes_a_weighted_sum_says_what_it_adds() -> None:
    assert set(PAIRS) <= set(OPS)
