"""The same numbers in every notation: the worked example as published, every recipe well formed."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core import RECIPES, Regulariser, compile_program
from core.explain import Derivation, explain
from core.program import Program
from core.step import Step
from tests.core.nets import small_program, small_spec
from viz.explain import NOTATIONS, equation, how_to_read, number_of, sentences
from viz.explain.four import equation_at_hand
from viz.explain.notations import Part, quotient
from viz.explain.symbols import part_of

# The weight of the worked example, its delta, the adjoint behind it: symbols as they are published.
WEIGHT = {
    "ours": (r"\frac{\partial L}{\partial W_{0,0}^{h1}}", r"\delta_{0}^{h1} \cdot x_{0}", r"f'(z_{0}^{h1})"),
    "nielsen": (
        r"\frac{\partial C}{\partial w_{1,1}^{2}}",
        r"\delta_{1}^{2} \cdot a_{1}^{1} \qquad \text{(BP4)}",
        r"\sigma'(z_{1}^{2})",
    ),
    "goodfellow": (
        r"\frac{\partial J}{\partial W_{1,1}^{(1)}}",
        r"\frac{\partial J}{\partial a_{1}^{(1)}} \cdot x_{1}",
        r"\frac{\partial J}{\partial h_{1}^{(1)}} \cdot f'(a_{1}^{(1)})",
    ),
    "code": (
        r"\texttt{h1/W.grad[0,0]}",
        r"\texttt{h1/z.grad[0,0]} \cdot \texttt{x[0,0]}",
        r"\texttt{h1/a.grad[0,0]} \cdot \texttt{h1/slope[0,0]}",
    ),
}


def at(program: Program, name: str) -> tuple[Program, Step, Derivation]:
    step = program.advance(program.start())[1]
    number = number_of(program.layout, name)
    assert number is not None
    return program, step, explain(program, step, *number)


def numbers(formula: str) -> list[str]:
    """What stands in the lines with numbers only."""
    lines = (line for line in re.split(r" \\\\\[0\.2em] &", formula) if not re.search("frac|delta|texttt|_{|sum", line))
    return [line.removesuffix(r" \end{aligned}") for line in lines]


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_worked_example_is_written_as_published(notation: str) -> None:
    formula = equation(*at(compile_program(RECIPES["two_two_two"]), "h1/W[0,0]"), notation)
    assert all(part in formula for part in WEIGHT[notation]), formula
    assert numbers(formula) == [r"= 0.036350306 \times 0.241300709 \times 0.05", "= 0.000438568"]


@pytest.mark.parametrize(
    ("name", "key", "named"),
    [
        ("out/z[0,0]", "output", "BP1"),
        ("h1/z[0,0]", "delta", "BP2"),
        ("h1/b[0]", "bias", "BP3"),
        ("out/W[1,0]", "weight", "BP4"),
        ("h1/a[0,0]", None, ""),
        ("out/a[0,0]", None, ""),
    ],
)
def test_the_four_equations_are_named(name: str, key: str | None, named: str) -> None:
    program, step, found = at(compile_program(RECIPES["two_two_two"]), name)
    assert equation_at_hand(program, found) == key
    assert re.findall("BP.", equation(program, step, found, "nielsen")) == [named] * bool(named)
    assert any("In general" in sentence for sentence in sentences(program, found, "nielsen")) == bool(key)
    assert "BP" not in equation(program, step, found, "goodfellow")


@pytest.mark.parametrize("notation", NOTATIONS)
def test_of_sequences_it_is_said_from_where_their_steps_count(notation: str) -> None:
    program, _, found = at(compile_program(RECIPES["adding_lstm"]), "h1/t=2/c[0,1]")
    assert NOTATIONS[notation].timed in how_to_read(program, found, notation)
    program, _, found = at(compile_program(RECIPES["two_two_two"]), "h1/W[0,0]")
    assert NOTATIONS[notation].timed not in how_to_read(program, found, notation)


def test_what_is_more_than_one_of_the_four_is_not_named() -> None:
    spec = small_spec()
    for regulariser in (Regulariser("l2", 0.1), Regulariser("batch_norm", 0.1), Regulariser("dropconnect", 0.5)):
        program, _, found = at(compile_program(replace(spec, regularisers=(regulariser,))), "h1/W[1,0]")
        assert equation_at_hand(program, found) is None, regulariser
    dropped = at(compile_program(replace(spec, regularisers=(Regulariser("dropout", 0.5),))), "h1/z[1,0]")
    assert equation_at_hand(dropped[0], dropped[2]) is None


def test_a_batch_is_counted_as_the_notation_counts() -> None:
    program, step, found = at(small_program(), "h1/W[1,0]")
    assert r"\sum_n \delta_{2}^{(n),2} \cdot a_{1}^{(n),1}" in equation(program, step, found, "nielsen")
    assert r"\sum_n \frac{\partial J}{\partial a_{n,2}^{(1)}} \cdot x_{n,1}" in equation(
        program, step, found, "goodfellow"
    )
    assert r"\sum_n \texttt{h1/z.grad[n,1]} \cdot \texttt{x[n,0]}" in equation(program, step, found, "code")
    assert "`h1/z[0,1]` is $z_{2}^{(1),2}$" in how_to_read(program, found, "nielsen")
    assert "`h1/z[0,1]` is $z_{1}^{h1\\,(0)}$" in how_to_read(program, found, "ours")
    assert " for each example of the batch" in sentences(program, found, "nielsen")[1]


AT_3, AT_4 = r"\langle 3 \rangle", r"\langle 4 \rangle"


@pytest.mark.parametrize(
    ("recipe", "path", "index", "ours", "nielsen"),
    [
        ("adding_lstm", "h1/t=3/i:z", (2, 0), rf"z_{{0}}^{{h1\,i\,{AT_3}\,(2)}}", f"z_{{1}}^{{(3),2,i,{AT_3}}}"),
        ("adding_rnn", "h1/z", (2, 3, 0), rf"z_{{0}}^{{h1\,{AT_4}\,(2)}}", f"z_{{1}}^{{(3),2,{AT_4}}}"),
        ("adding_rnn", "h1/before", (2, 3, 0), rf"a_{{0}}^{{h1\,{AT_3}\,(2)}}", f"a_{{1}}^{{(3),2,{AT_3}}}"),
        ("adding_rnn", "x", (0, 5), rf"x_{{1}}^{{{AT_3}\,(0)}}", f"a_{{2}}^{{(1),1,{AT_3}}}"),
        ("cnn", "x", (1, 10), "x_{0,1,2}^{(1)}", "a_{1,2,3}^{(2),1}"),
        ("digits", "x", (1, 10), "x_{10}^{(1)}", "a_{11}^{(2),1}"),
        ("cnn", "h1/W", (2, 0, 1, 2), "W_{2,0,1,2}^{h1}", "w_{3,1,2,3}^{2}"),
        ("denoising", "out/W", (3, 4), "W_{3,4}^{out}", "w_{4,5}^{3}"),
        ("sparse", "h1/rate", (3,), r"\hat\rho_{3}^{h1}", r"\hat\rho_{4}^{2}"),
        ("two_two_two", "y", (0, 1), "y_{1}", "y_{2}"),
    ],
)
def test_times_pixels_and_examples_have_their_places(
    recipe: str, path: str, index: tuple[int, ...], ours: str, nielsen: str
) -> None:
    part = part_of(compile_program(RECIPES[recipe]), (path, index))
    assert NOTATIONS["ours"].symbol(part) == ours
    assert NOTATIONS["nielsen"].symbol(part) == nielsen


def balanced(formula: str) -> bool:
    """Whether every brace and environment that is opened is closed."""
    depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", formula):
        depth += 1 if mark == "{" else -1
        assert depth >= 0, formula
    return depth == 0 and formula.count(r"\begin") == formula.count(r"\end")


def adjoints(program: Program) -> Iterator[tuple[str, tuple[int, ...]]]:
    """One number of every variable; of the times only the first."""
    for slot in program.layout:
        if slot.kind == "adjoint" and not re.search(r"/t=([2-9]|\d\d)/", slot.path):
            yield slot.path, tuple(n // 2 for n in slot.shape)


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_is_well_formed_in_every_notation_and_its_numbers_are_the_same(recipe: str) -> None:
    program = compile_program(RECIPES[recipe])
    step = program.advance(program.start())[1]
    for number in adjoints(program):
        found = explain(program, step, *number)
        formulas = [equation(program, step, found, notation) for notation in NOTATIONS]
        assert all(map(balanced, formulas))
        assert all(numbers(formula) == numbers(formulas[0]) for formula in formulas)
        assert all(how_to_read(program, found, notation).endswith(".") for notation in NOTATIONS)


def test_every_notation_of_the_table_writes_a_number_its_adjoint_and_the_four_equations() -> None:
    part = Part("h1/W", (0, 1), "h1", 1, "W", (), (0, 1), None, None, False, False)
    for notation in NOTATIONS.values():
        assert notation.symbol(part) != notation.adjoint(part)
        assert set(notation.equations) == {"output", "delta", "bias", "weight"}
        assert all(balanced(one.tex) for one in notation.equations.values())
        assert notation.said.endswith(".")
    assert quotient("L", "a") == r"\frac{\partial L}{\partial a}"
