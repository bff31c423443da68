"""Every recorded adjoint is the sum of the terms that explain it, in any network."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core import RECIPES, AveragePool2d, BackflowError, Flatten, MaxPool2d, Program, Regulariser, Step, compile_program
from core.errors import UnknownPathError
from core.explain import Derivation, Rest, Term, explain
from core.explain.places import index_of, position_of
from tests.core.architectures import SEEDS, architectures
from tests.core.codes import deep_spec, sparse_spec
from tests.core.image_nets import STACKS, conv, image_program
from tests.core.layered import MIX_IDS, MIXES, layered_program
from tests.core.nets import small_program
from tests.core.recurring import KINDS, program_of, recurrent_program
from tests.core.test_recurrent_random import nets

TOLERANCE = 1e-12


def stepped(program: Program, steps: int = 2) -> Step:
    return program.advance(program.run(program.start(), steps))[1]


def assert_explained(program: Program, seed: int = 0, steps: int = 2) -> None:
    """Every variable and parameter that has an adjoint, at a random entry."""
    rng, step = np.random.default_rng(seed), stepped(program, steps)
    slots = [slot for slot in program.layout if slot.kind == "adjoint"]
    assert slots
    for slot in slots:
        index = tuple(int(rng.integers(n)) for n in slot.shape)
        derivation = explain(program, step, slot.path, index)
        assert derivation.adjoint == step.adjoint(slot.path)[index]
        assert derivation.error <= TOLERANCE, (slot.path, index, derivation.total, derivation.adjoint)


@settings(max_examples=60)
@given(architectures(), SEEDS)
def test_any_dense_network_is_explained(spec, seed: int) -> None:
    program = compile_program(spec)
    assume(np.isfinite(stepped(program).row).all())
    assert_explained(program, seed)


@settings(max_examples=40)
@given(nets(), SEEDS)
def test_any_network_along_sequences_is_explained(net, seed: int) -> None:
    assert_explained(program_of(*net), seed)


@st.composite
def image_stacks(draw) -> tuple:
    """One or two convolutions of any kind, with pooling, flattening or nothing behind them."""
    first = conv(draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 2)), draw(st.integers(0, 2)))
    second = conv(draw(st.integers(1, 2)), 2, 1, 1, draw(st.sampled_from(["relu", "linear", "gelu"])))
    behind = draw(st.sampled_from([(), (MaxPool2d(2, 1),), (AveragePool2d(2),), (Flatten(),)]))
    return (first, *draw(st.sampled_from([(), (second,)])), *behind)


@settings(max_examples=40)
@given(image_stacks(), st.booleans(), SEEDS)
def test_any_convolutional_network_is_explained(stack: tuple, dropped: bool, seed: int) -> None:
    regularisers = (Regulariser("dropout", 0.4), Regulariser("l2", 0.1)) if dropped else ()
    assert_explained(image_program(stack, examples=3, regularisers=regularisers), seed)


@pytest.mark.parametrize("name", STACKS)
def test_every_layer_for_images_is_explained(name: str) -> None:
    assert_explained(image_program(STACKS[name], examples=3))


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
def test_masks_normalisation_and_skips_are_explained(names: tuple[str, ...], links: str) -> None:
    assert_explained(layered_program(names, links))


@pytest.mark.parametrize("spec", [sparse_spec(tied="h1"), deep_spec()], ids=["sparse and tied", "deep and tied"])
def test_tied_weights_and_terms_on_the_code_are_explained(spec) -> None:
    assert_explained(compile_program(spec))


@pytest.mark.parametrize("kind", KINDS)
def test_a_backward_pass_that_is_cut_hands_nothing_on(kind: str) -> None:
    program = recurrent_program(kind, 4, truncate=2)
    step = stepped(program)
    assert_explained(program)
    kinds = {term.kind for term in explain(program, step, "h1/t=2/a", (0, 0)).terms}
    assert not kinds & {"recur", "mix"}


@pytest.mark.parametrize("ending", [("sigmoid", "binary_cross_entropy"), ("softmax", "categorical_cross_entropy")])
def test_a_joint_form_explains_z_straight_from_the_loss(ending: tuple[str, str]) -> None:
    program = small_program("tanh", ending)
    (term,) = explain(program, stepped(program), "out/z", (1, 2)).terms
    assert (term.path, term.index, term.example, term.adjoint) == ("L", (), 1, 1.0)


def test_the_worked_example_is_read_off_its_derivations() -> None:
    """The network with two inputs, two hidden units and two outputs, whose numbers many have computed by hand."""
    program = compile_program(RECIPES["two_two_two"])
    step = program.advance(program.start())[1]
    weight = explain(program, step, "h1/W", (0, 0))
    (through,) = weight.terms
    assert (through.path, through.index, through.slope) == ("h1/z", (0, 0), 0.05)
    (behind,) = explain(program, step, through.path, through.index).terms
    assert (behind.path, round(behind.adjoint, 9), round(behind.slope, 9)) == ("h1/a", 0.036350306, 0.241300709)
    both = explain(program, step, behind.path, behind.index)
    assert [round(term.contribution, 9) for term in both.terms] == [0.055399425, -0.019049118]
    assert [(term.path, term.index) for term in both.terms] == [("out/z", (0, 0)), ("out/z", (0, 1))]
    assert round(weight.total, 9) == 0.000438568


def test_a_weight_has_one_term_for_each_example() -> None:
    program = small_program()
    step = stepped(program)
    derivation = explain(program, step, "h1/W", (1, 0))
    assert [term.example for term in derivation.terms] == [0, 1, 2, 3, 4]
    assert [term.adjoint for term in derivation.terms] == step.delta("h1")[:, 1].tolist()
    assert [term.slope for term in derivation.terms] == step.value("x")[:, 0].tolist()
    assert derivation.of_example(3) == derivation.terms[3:4]
    assert derivation.example is None


def test_a_recurrent_weight_has_one_term_for_each_step_and_a_kernel_for_each_place() -> None:
    recurrent = recurrent_program("simple_rnn", 4)
    batch, steps = recurrent.batch, 4
    assert len(explain(recurrent, stepped(recurrent), "h1/U", (0, 1)).terms) == batch * steps
    images = image_program((conv(2, 3),), examples=3)
    _, _, down, across = images.layout.slot("h1/z").shape
    assert len(explain(images, stepped(images), "h1/W", (1, 0, 2, 2)).terms) == 3 * down * across


def test_a_slope_that_happens_to_be_zero_is_still_a_term() -> None:
    program = small_program("relu")
    step = stepped(program)
    example, unit = np.argwhere(step.value("h1/z") < 0.0)[0].tolist()
    (term,) = explain(program, step, "h1/z", (example, unit)).terms
    assert term.slope == 0.0
    assert term.path == "h1/a"


@pytest.mark.parametrize("bias", [-1e6, 1e6])
def test_a_unit_that_is_off_or_on_for_all_examples_is_explained_by_a_finite_slope(bias: float) -> None:
    program = compile_program(sparse_spec())
    state = program.start()
    step = program.advance(state.with_parameter("h1/b", np.full(3, bias)))[1]
    assert step.value("h1/rate")[0] == float(bias > 0.0)
    found = explain(program, step, "h1/rate", (0,))
    assert np.isfinite(found.total)
    assert found.error <= TOLERANCE


@pytest.mark.parametrize(("layer", "uses"), [(MaxPool2d(2), 1), (MaxPool2d(2, 1), 4), (AveragePool2d(2), 1)])
def test_a_pixel_has_a_term_for_every_window_that_sees_it_whether_or_not_it_wins(layer, uses: int) -> None:
    program = image_program((conv(2, 1), layer))
    step = stepped(program)
    slopes = [explain(program, step, "h1/a", (0, 1, *pixel)).terms for pixel in np.ndindex(2, 2)]
    assert [len(terms) for terms in slopes] == ([1, 2, 2, 4] if uses == 4 else [uses] * 4)
    assert {term.path for terms in slopes for term in terms} == {"h2/a"}


def test_the_pull_of_a_penalty_is_a_term_of_a_weight_and_of_no_bias() -> None:
    program = compile_program(replace(RECIPES["two_two_two"], regularisers=(Regulariser("l2", 0.5),)))
    step = stepped(program)
    pull = explain(program, step, "h1/W", (0, 1)).terms[-1]
    assert (pull.path, pull.kind, pull.contribution) == ("L/l2", "l2", 0.5 * step.value("h1/W")[0, 1])
    assert [term.path for term in explain(program, step, "h1/b", (0,)).terms] == ["h1/z"]


def test_the_largest_terms_come_first_and_the_rest_is_counted_and_added() -> None:
    terms = tuple(Term("k", (i,), None, "affine", 1.0, slope) for i, slope in enumerate([1.0, -4.0, 0.5, 2.0]))
    derivation = Derivation("u", (), None, 0.0, -0.5, terms)
    first, rest = derivation.largest(2)
    assert [term.slope for term in first] == [-4.0, 2.0]
    assert rest == Rest(2, 1.5)
    assert derivation.largest(9) == (terms, Rest(0, 0.0))
    assert derivation.largest(3) == (terms, Rest(0, 0.0)), "no line for one that is left: that has room itself"
    assert derivation.total == -0.5
    assert derivation.error == 0.0


def test_a_wrong_adjoint_is_seen() -> None:
    terms = (Term("k", (), None, "affine", 2.0, 3.0),)
    assert Derivation("u", (), None, 0.0, 5.0, terms).error == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    "program",
    [
        small_program(),
        recurrent_program("lstm", 2),
        image_program((conv(2, 2), MaxPool2d(2))),
        compile_program(deep_spec()),
    ],
    ids=["dense", "lstm", "images", "tied"],
)
def test_every_entry_is_found_at_its_position(program: Program) -> None:
    for slot in program.layout:
        for index in np.ndindex(slot.shape):
            assert index_of(slot, position_of(slot, index)) == index
        assert index_of(slot, slot.offset - 1) is None


def test_what_has_no_adjoint_or_no_such_entry_is_refused_in_words() -> None:
    program = small_program()
    step = stepped(program)
    with pytest.raises(UnknownPathError, match="h1/W"):
        explain(program, step, "h1/w", (0, 0))
    with pytest.raises(BackflowError, match="not inside h1/W, which has the shape"):
        explain(program, step, "h1/W", (0, 9))
