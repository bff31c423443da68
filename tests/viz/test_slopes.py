"""A slope with a name is the number that the operation's own derivative gives; sums are written with letters."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from core import RECIPES, Program, Regulariser, Step, compile_program
from core.explain import Term, explain
from core.losses import LOSSES
from core.ops import OPS, Elementwise
from tests.core.architectures import SEEDS, architectures
from tests.core.codes import deep_spec, sparse_spec
from tests.core.image_nets import STACKS, conv, image_program
from tests.core.layered import MIX_IDS, MIXES, layered_program
from tests.core.nets import ENDINGS, small_program, small_spec
from tests.core.recurring import program_of, recurrent_program
from tests.core.test_explain import stepped
from tests.core.test_recurrent_random import nets
from tests.viz.test_notations import balanced
from tests.viz.tex_value import value_of
from viz.explain import NOTATIONS, equation, number_of
from viz.explain.shares import share_of
from viz.explain.slopes import SLOPES, named_slope
from viz.explain.slopes.named import Named, fraction, itself
from viz.explain.sums import line, over_all, seen
from viz.explain.symbols import Writer

Number = tuple[str, tuple[int, ...]]
TOLERANCE = 1e-12
# A factor that is no fraction, such as the amount of a random penalty, is written with nine digits.
WRITTEN = 1e-8


def terms(program: Program, step: Step, seed: int, most: int = 6) -> Iterator[tuple[Number, Term]]:
    """Some terms of a random entry of every variable that has an adjoint."""
    rng = np.random.default_rng(seed)
    for slot in program.layout:
        if slot.kind == "adjoint":
            number = slot.path, tuple(int(rng.integers(n)) for n in slot.shape)
            found = explain(program, step, *number).terms
            for place in rng.permutation(len(found))[:most]:
                yield number, found[place]


def value_in(named: Named, step: Step) -> float:
    """What a slope comes to as it is written, with all digits of its numbers."""
    return value_of(named.written(*(f"({value!r})" for value in named.numbers(step))))


def assert_named_right(program: Program, seed: int = 0, tolerance: float = TOLERANCE) -> set[str]:
    """Every name says the slope of its term; the kinds of operations that have one."""
    step, named = stepped(program), set()
    for number, term in terms(program, step, seed):
        found = named_slope(program, number, term)
        if found is not None:
            named.add(term.kind)
            with np.errstate(all="ignore"):
                assert value_in(found, step) == pytest.approx(term.slope, rel=tolerance, abs=tolerance), (number, term)
            assert balanced(found.in_numbers(step))
    return named


@settings(max_examples=40)
@given(architectures(), SEEDS)
def test_the_names_of_any_dense_network_are_right(spec, seed: int) -> None:
    program = compile_program(spec)
    assume(np.isfinite(stepped(program).row).all())
    assert_named_right(program, seed, WRITTEN)


@settings(max_examples=30)
@given(nets(), SEEDS)
def test_the_names_of_any_sequence_are_right(net, seed: int) -> None:
    assert_named_right(program_of(*net), seed)


@pytest.mark.parametrize("name", STACKS)
def test_the_names_of_images_are_right(name: str) -> None:
    assert_named_right(image_program(STACKS[name], examples=3))


@pytest.mark.parametrize(("names", "links"), MIXES, ids=MIX_IDS)
def test_the_names_of_masks_normalisation_and_skips_are_right(names: tuple[str, ...], links: str) -> None:
    assert_named_right(layered_program(names, links))


@pytest.mark.parametrize("spec", [sparse_spec(tied="h1"), deep_spec()], ids=["sparse and tied", "deep and tied"])
def test_the_names_of_tied_weights_are_right(spec) -> None:
    assert "tied_affine" in assert_named_right(compile_program(spec))


@pytest.mark.parametrize(("output", "loss"), ENDINGS, ids=["-".join(ending) for ending in ENDINGS])
def test_the_names_of_losses_are_right(output: str, loss: str) -> None:
    assert_named_right(small_program("tanh", (output, loss)))


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_names_of_every_recipe_are_right(recipe: str) -> None:
    assert assert_named_right(compile_program(RECIPES[recipe]))


def test_every_named_kind_exists_and_every_kind_that_matters_is_named() -> None:
    assert set(SLOPES) <= {*OPS, *LOSSES}
    plain = {kind for kind, rule in OPS.items() if issubclass(rule, Elementwise)}
    assert set(OPS) - set(SLOPES) - plain == {"flatten", "max_pool2d"}
    assert {kind for kind, rule in LOSSES.items() if not rule.slope_tex} == {"hinge"}


def slopes_of(program: Program, name: str) -> list[str]:
    """How the slopes of all terms are written in our notation."""
    number, writer = number_of(program.layout, name), Writer(program, NOTATIONS["ours"])
    assert number is not None
    return [writer.slope(number, term) for term in explain(program, stepped(program), *number).terms]


AT = [rf"{{h1\,\langle {time} \rangle\,(0)}}" for time in range(4)]


@pytest.mark.parametrize(
    ("kind", "name", "slopes"),
    [
        ("lstm", "h1/t=2/i[0,1]", [f"g_{{1}}^{AT[2]}"]),
        ("lstm", "h1/t=2/g[0,1]", [f"i_{{1}}^{AT[2]}"]),
        ("lstm", "h1/t=2/f[0,1]", [f"c_{{1}}^{AT[1]}"]),
        ("lstm", "h1/t=2/c[0,1]", [f"(1 - (m_{{1}}^{AT[2]})^2)", f"f_{{1}}^{AT[3]}"]),
        ("lstm", "h1/t=2/o[0,1]", [f"m_{{1}}^{AT[2]}"]),
        ("lstm", "h1/t=2/o:z[0,1]", [f"o_{{1}}^{AT[2]} (1 - o_{{1}}^{AT[2]})"]),
        ("gru", "h1/t=2/n[0,1]", [f"(1 - u_{{1}}^{AT[2]})"]),
        ("gru", "h1/t=2/u[0,1]", [f"(a_{{1}}^{AT[1]} - n_{{1}}^{AT[2]})"]),
        ("gru", "h1/t=2/q[0,1]", [f"r_{{1}}^{AT[2]}"]),
    ],
)
def test_gates_are_named(kind: str, name: str, slopes: list[str]) -> None:
    assert slopes_of(recurrent_program(kind, 3), name) == slopes


def test_the_three_ways_back_of_batch_normalisation_are_named() -> None:
    program = compile_program(replace(small_spec(), regularisers=(Regulariser("batch_norm", 0.1),)))
    assert slopes_of(program, "h1/n[0,1]") == [r"\gamma_{1}^{h1}"]
    assert set(slopes_of(program, "h1/s[0,1]")) == {
        r"\tfrac{1}{5} ".strip(),
        r"\tfrac{2}{5} (s_{1}^{h1\,(0)} - \mu_{1}^{h1})",
        r"\frac{1}{\sqrt{v_{1}^{h1} + \varepsilon}}",
    }


def test_losses_say_how_far_the_output_is_from_the_target() -> None:
    program = compile_program(RECIPES["two_two_two"])
    step = program.advance(program.start())[1]
    formula = equation(program, step, explain(program, step, "out/a", (0, 0)))
    assert r"&= (a_{0}^{out} - y_{0}) \\[0.2em] &= (0.75136507 - 0.01) \\[0.2em] &= 0.74136507" in formula
    assert slopes_of(compile_program(RECIPES["blobs"]), "out/z[0,1]") == [
        r"\tfrac{1}{12} (a_{1}^{out\,(0)} - y_{1}^{(0)})"
    ]


@pytest.mark.parametrize(
    ("program", "name", "slope"),
    [
        (small_program("tanh", ("linear", "huber")), "out/a[0,0]", r"\tfrac{1}{15} \max(-1, \min(1, A - Y))"),
        (small_program("tanh", ("linear", "mean_absolute_error")), "out/a[0,0]",
         r"\tfrac{1}{15} \operatorname{sign}(A - Y)"),
        (compile_program(sparse_spec()), "h1/rate[0]",
         r"\tfrac{3}{10} \left(\frac{1 - 0.1}{1 - R} - \frac{0.1}{R}\right)"),
    ],
    ids=["huber", "absolute", "rate"],
)  # fmt: skip
def test_what_adds_to_the_loss_is_written_as_it_says_itself(program: Program, name: str, slope: str) -> None:
    letters = {"A": "a_{0}^{out\\,(0)}", "Y": "y_{0}^{(0)}", "R": r"\hat\rho_{0}^{h1}"}
    written = "".join(letters.get(letter, letter) for letter in slope)
    assert slopes_of(program, name) == [written]


def test_penalties_are_named() -> None:
    for name, written in (("l2", r"\tfrac{1}{10} W_{0,1}^{h1}"), ("l1", r"\operatorname{sign}(W_{0,1}^{h1})")):
        program = compile_program(replace(small_spec(), regularisers=(Regulariser(name, 0.1),)))
        assert slopes_of(program, "h1/W[0,1]")[-1].endswith(written)


def sum_of(program: Program, name: str, notation: str = "ours") -> str:
    number, writer = number_of(program.layout, name), Writer(program, NOTATIONS[notation])
    assert number is not None
    return over_all(writer, explain(program, stepped(program), *number))


@pytest.mark.parametrize(
    ("program", "name", "written"),
    [
        ("cnn", "h1/W[2,0,1,2]", r"\sum_n \sum_{y,x} \delta_{2,y,x}^{h1\,(n)} \cdot x_{0,y+1,x+2}^{(n)}"),
        ("cnn", "h1/b[2]", r"\sum_n \sum_{y,x} \delta_{2,y,x}^{h1\,(n)}"),
        ("adding_rnn", "h1/W[2,1]", r"\sum_n \sum_t \delta_{2}^{h1\,T\,(n)} \cdot x_{1}^{T\,(n)}"),
        ("adding_rnn", "h1/U[2,1]", r"\sum_n \sum_t \delta_{2}^{h1\,T\,(n)} \cdot a_{1}^{h1\,B\,(n)}"),
        ("adding_rnn", "h1/b[2]", r"\sum_n \sum_t \delta_{2}^{h1\,T\,(n)}"),
        ("adding_lstm", "h1/U[18,1]", r"\sum_n \sum_t \delta_{2}^{h1\,f\,T\,(n)} \cdot a_{1}^{h1\,B\,(n)}"),
        ("denoising", "h1/W[0,1]",
         r"\sum_n \delta_{0}^{h1\,(n)} \cdot x_{1}^{(n)} + \sum_n \delta_{1}^{out\,(n)} \cdot a_{0}^{h1\,(n)}"),
        ("two_two_two", "h1/W[0,0]", ""),
        ("cnn", "h1/a[0,0,0,0]", ""),
    ],
)  # fmt: skip
def test_a_sum_is_written_with_letters(program: str, name: str, written: str) -> None:
    timed = written.replace("T", r"\langle t \rangle").replace("B", r"\langle t-1 \rangle")
    assert sum_of(compile_program(RECIPES[program]), name) == timed


def test_a_sum_is_written_with_letters_in_code_and_counted_from_one() -> None:
    strided = image_program((conv(2, 3, 2, 1),), examples=2)
    code = r"\texttt{h1/z.grad[n,1,y,x]} \cdot \texttt{x[n,0,2*y-1,2*x+1]}"
    assert sum_of(strided, "h1/W[1,0,0,2]", "code") == rf"\sum_n \sum_{{y,x}} {code}"
    assert r"a_{1,2y-2,2x}^{(n),1}" in sum_of(strided, "h1/W[1,0,0,2]", "nielsen")
    rnn = compile_program(RECIPES["adding_rnn"])
    assert r"\texttt{h1/t=t/z.grad[n,2]} \cdot \texttt{h1/t=t-1/a[n,1]}" in sum_of(rnn, "h1/U[2,1]", "code")
    assert r"\texttt{h1/z.grad[n,t,2]} \cdot \texttt{x[n,t,1]}" in sum_of(rnn, "h1/W[2,1]", "code")


@pytest.mark.parametrize("notation", ["ours", "nielsen"])
@pytest.mark.parametrize(("size", "stride", "padding"), [(3, 1, 0), (3, 2, 1), (2, 2, 0), (3, 1, 2)])
def test_the_letters_of_a_kernel_name_the_pixel_of_every_term(
    notation: str, size: int, stride: int, padding: int
) -> None:
    program = image_program((conv(2, size, stride, padding),), examples=2)
    writer, number = Writer(program, NOTATIONS[notation]), ("h1/W", (1, 0, size - 1, 0))
    letters, first = seen((0, 0, 0), writer, number)[1:], NOTATIONS[notation].first
    for term in explain(program, stepped(program), *number).terms:
        named = named_slope(program, number, term)
        assert named is not None
        _, height, width = program.network.shape
        pixel = np.unravel_index(named.parts[0][1][1], (height, width))
        for letter, place, at in zip(letters, term.index[2:], pixel, strict=True):
            times, _, shift = re.fullmatch(r"(\d*)([yx])([+-]\d+)?", str(letter)).groups()
            assert int(times or 1) * (place + first) + int(shift or 0) == at + first


def test_what_nothing_uses_has_no_terms_and_no_adjoint() -> None:
    program = recurrent_program("simple_rnn", 4, truncate=2)
    step = stepped(program)
    found = explain(program, step, "h1/t=2/a", (0, 0))
    assert found.terms == ()
    for notation in NOTATIONS:
        assert equation(program, step, found, notation).endswith(r"&= 0 \end{aligned}")


def test_a_formula_is_read_as_it_is_written() -> None:
    assert value_of(r"\tfrac{1}{4} ((0.5) - (-0.25))") == 0.1875
    assert value_of(r"1.5 \cdot 10^{-3} \cdot (2.0)") == 0.003
    assert value_of(r"(2.0) (1 - (0.5)^2)") == 1.5
    assert value_of(r"\frac{-(3.0)}{2 ((0.5) + (0.25))}") == -2.0
    assert value_of(r"\frac{1}{\sqrt{(4.0)}}") == 0.5
    assert value_of(r"\tfrac{1}{2} \operatorname{sign}((0.1) - (0.2))") == -0.5
    assert value_of(r"\tfrac{1}{2} \max(-1, \min(1, (0.1) - (0.2)))") == pytest.approx(-0.05)
    assert value_of(r"\tfrac{1}{2} \left(\frac{1 - 0.5}{1 - (0.75)} - \frac{0.5}{(0.25)}\right)") == 0.0


def test_lines_and_fractions() -> None:
    assert [line("y", *at) for at in ((1, 0), (2, 1), (1, -3))] == ["y", "2y+1", "y-3"]
    assert [fraction(one) for one in (1.0, 3.0, 0.25, 2 / 3)] == ["", "3 ", r"\tfrac{1}{4} ", r"\tfrac{2}{3} "]
    assert fraction(np.pi) == r"3.141592654 \cdot "


def test_a_wrong_name_would_be_seen() -> None:
    program = small_program()
    step = stepped(program)
    (term, *_) = explain(program, step, "h1/W", (1, 0)).terms
    wrong = itself(("x", (term.index[0], 1)))
    assert value_in(wrong, step) != pytest.approx(term.slope, rel=TOLERANCE)
    assert isinstance(wrong, Named)


def test_the_share_of_one_example_runs_over_pixels_and_steps_only() -> None:
    program = compile_program(RECIPES["cnn"])
    step, writer = stepped(program), Writer(program, NOTATIONS["ours"])
    share = share_of(explain(program, step, "h1/W", (2, 0, 1, 2)), 5)
    assert share is not None
    assert over_all(writer, share) == r"\sum_{y,x} \delta_{2,y,x}^{h1\,(5)} \cdot x_{0,y+1,x+2}^{(5)}"
