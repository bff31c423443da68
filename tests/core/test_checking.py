"""The truth badge's arithmetic: never red for a right gradient, always for a wrong one, and it goes on by the clock."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings

from core import (
    RECIPES,
    AveragePool2d,
    Data,
    Dense,
    Flatten,
    GlobalAveragePool2d,
    Loss,
    MaxPool2d,
    Program,
    Spec,
    Step,
    compile_program,
)
from core.checking import Checked, Comparison, Found, Place, begin, further
from core.checking.order import owner, scattered, size_of, turn_of
from core.losses import LOSSES
from core.ops import ACTIVATIONS, OPS, Call, Elementwise, Op, call
from tests.core.architectures import architectures, at_their_corners
from tests.core.codes import code_spec, sparse_spec
from tests.core.image_nets import conv, image_program
from tests.core.layered import AMOUNTS, layered_program
from tests.core.nets import ENDINGS, small_program
from tests.core.recurring import KINDS, recurrent_program
from tests.core.test_kinks import output_step, step_at_a_kink

SHORT, LONG = 0.01, 60.0

# Together they have every operation there is.
NETS: dict[str, Callable[[], Program]] = {
    **{name: lambda name=name: small_program(name, ("sigmoid", "binary_cross_entropy"), 3) for name in ACTIVATIONS},
    "softmax": lambda: small_program("tanh", ("softmax", "mean_squared_error"), 2),
    "layered": lambda: layered_program(tuple(AMOUNTS), "skips"),
    "max pool": lambda: image_program((conv(2, 2), MaxPool2d(2), Flatten())),
    "average pool": lambda: image_program((conv(2, 2), AveragePool2d(2), conv(2, 1), GlobalAveragePool2d())),
    "tied": lambda: compile_program(code_spec("h1")),
    "sparse": lambda: compile_program(sparse_spec()),
    **{kind: lambda kind=kind: recurrent_program(kind, 4, sequence=True) for kind in KINDS},
}


def at(spec: Spec, index: int) -> tuple[Program, Step]:
    """A step of a run."""
    program = compile_program(spec)
    return program, program.advance(program.run(program.start(), index))[1]


def checked(program: Program, step: Step, seconds: float = SHORT) -> Checked:
    return further(begin(program, step, 0), program, step, None, seconds)


def all_checked(program: Program, index: int = 2) -> Checked:
    step = program.advance(program.run(program.start(), index))[1]
    return checked(program, step, LONG)


@pytest.mark.parametrize("recipe", RECIPES)
def test_no_recipe_is_called_wrong(recipe: str) -> None:
    for index in (0, 1, 7, 60):
        found = checked(*at(RECIPES[recipe], index))
        assert found.verdict == "agrees", (index, found)


@settings(max_examples=60)
@given(architectures())
def test_no_network_is_called_wrong(spec: Spec) -> None:
    for index in (0, 3):
        found = checked(*at(spec, index), seconds=LONG)
        assert found.verdict != "differs", (index, found)
        assert found.is_complete


@settings(max_examples=100)
@given(at_their_corners())
def test_no_network_is_called_wrong_at_its_corners(spec: Spec) -> None:
    assert checked(*at(spec, 0), seconds=LONG).verdict != "differs"


@pytest.mark.parametrize("net", NETS)
def test_every_operation_is_right(net: str) -> None:
    found = all_checked(NETS[net]())
    assert (found.verdict, found.is_complete) == ("agrees", True)


def halved(rule: Callable[..., list[Call]]) -> Callable[..., list[Call]]:
    """A backward rule that hands on half of what reaches it."""

    def broken(self: Op, buffers) -> list[Call]:
        upstream = buffers.adjoint(self.output)
        return [call(np.multiply, upstream, 0.5, upstream), *rule(self, buffers)]

    return broken


def net_with(kind: str) -> str:
    """The first of the networks above that has this operation."""
    return next(name for name, net in NETS.items() if kind in [op.kind for op in net().network.ops])


# These hand on nothing, or read the adjoint of their output in another shape.
FORGOTTEN = {"absolute_sum": "sparse", "rate_divergence": "sparse", "spread": "gru"}


@pytest.mark.parametrize("kind", [kind for kind in OPS if kind not in (*FORGOTTEN, "linear")])
def test_a_broken_backward_rule_is_always_called_wrong(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    net = net_with(kind)
    monkeypatch.setattr(OPS[kind], "backward", halved(OPS[kind].backward))
    found = all_checked(NETS[net]())
    assert found.verdict == "differs"
    assert found.worst > 1e-3


@pytest.mark.parametrize("kind", FORGOTTEN)
def test_a_forgotten_contribution_is_called_wrong(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OPS[kind], "backward", lambda self, buffers: [])
    assert all_checked(NETS[FORGOTTEN[kind]]()).verdict == "differs"


@pytest.mark.parametrize("name", [name for name, rule in ACTIVATIONS.items() if issubclass(rule, Elementwise)][:-1])
def test_a_wrong_slope_is_always_called_wrong(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = ACTIVATIONS[name].slope

    def wrong(z, a, slope, buffers) -> list[Call]:
        return [*right(z, a, slope, buffers), call(np.multiply, slope, 1.001, slope)]

    monkeypatch.setattr(ACTIVATIONS[name], "slope", wrong)
    assert all_checked(small_program(name, ("sigmoid", "mean_squared_error"), 3)).verdict == "differs"


@pytest.mark.parametrize("loss", [loss for output, loss in ENDINGS if output == "linear"])
def test_a_wrong_error_at_the_output_is_always_called_wrong(loss: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = LOSSES[loss].backward

    def wrong(self: Op, buffers) -> list[Call]:
        error = buffers.adjoint(self.inputs[0])
        return [*right(self, buffers), call(np.multiply, error, 1.001, error)]

    monkeypatch.setattr(LOSSES[loss], "backward", wrong)
    assert all_checked(small_program("tanh", ("linear", loss))).verdict == "differs"


def test_beside_a_corner_a_complex_step_decides() -> None:
    spec = Spec(
        Data("given", x=((1.0,),), y=((1.0,),)),
        (Dense(1, "relu"), Dense(1, "linear")),
        Loss("half_squared_error", "sum"),
        initial={"h1/W": ((1e-5,),), "out/W": ((2.0,),)},
    )
    program, step = at(spec, 0)
    found = Comparison(program, step).of(("h1/W", (0, 0)))
    assert (found.at_corner, found.is_told) == (True, True)
    assert found.error < 1e-12
    assert checked(program, step).corners == 2


@pytest.mark.parametrize("z", [-1.0, 1.0])
def test_at_a_corner_there_is_nothing_to_compare_with(z: float) -> None:
    """Here the documented slope is none of those to the left and to the right, or the one that nobody computes."""
    step = output_step("hard_tanh", "half_squared_error", z, y=3.0)
    program = compile_program(
        Spec(
            Data("given", x=((0.0,),), y=((3.0,),)),
            (Dense(1, "hard_tanh"),),
            Loss("half_squared_error", "sum"),
            initial={"out/b": (z,)},
        )
    )
    found = checked(program, program.step_from_row(0, step.row))
    assert found.verdict == "agrees"
    assert found.count + found.left_out == 2


def test_three_units_at_around_and_beside_a_corner_are_right() -> None:
    for activation in ("relu", "leaky_relu"):
        step = step_at_a_kink(activation)
        spec = Spec(
            data=Data("given", x=((1.0,),), y=((1.0,),)),
            layers=(Dense(3, activation), Dense(1, "linear")),
            loss=Loss("half_squared_error", "sum"),
            initial={"h1/W": ((-1.0,), (0.0,), (1.0,)), "out/W": ((2.0, 3.0, 4.0),)},
        )
        assert checked(compile_program(spec), step).verdict == "agrees"


def test_a_step_that_overflowed_is_not_compared() -> None:
    program = small_program("leaky_relu", ("linear", "half_squared_error"), 3, learning_rate=100.0)
    rows = program.record(program.start(), 200)
    step = program.step_from_row(int(rows.steps[-1]), rows.rows[-1])
    assert rows.fault is not None
    found = checked(program, step)
    assert (found.verdict, found.count, found.is_complete) == ("not finite", 0, True)


def test_a_gradient_that_is_cut_on_its_way_back_is_not_compared() -> None:
    program = recurrent_program("lstm", 6, truncate=3)
    found = all_checked(program)
    assert (found.verdict, found.count) == ("cut", 0)


def test_it_goes_on_where_it_stopped_and_compares_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    program, step = at(RECIPES["spiral"], 5)
    found, selected, seen, look = begin(program, step, 3), ("h2/W", (1, 2)), [], Comparison.of

    def of(comparison: Comparison, place: Place) -> Found:
        seen.append(place)
        return look(comparison, place)

    monkeypatch.setattr(Comparison, "of", of)
    assert found.verdict == "unchecked"
    while not found.is_complete:
        found = further(found, program, step, selected, seconds=0.0)
        assert found.count == len(seen)
        if found.count == 100:
            selected = next(place for place in scattered(step, 0) if place not in found.ahead)
    assert len(set(seen)) == len(seen) == 177
    assert (found.run, found.step, found.of) == (3, 5, 177)
    assert further(found, program, step, selected) is found


def test_the_selected_one_comes_first_and_then_the_largest() -> None:
    program, step = at(RECIPES["spiral"], 5)
    found = begin(program, step, 0)
    for _ in range(2):
        found = further(found, program, step, ("h2/W", (1, 2)), seconds=0.0)
    sizes = {slot.path: np.abs(step.gradient(slot.path)) for slot in program.layout.parameters()}
    path = max(sizes, key=lambda name: sizes[name].max())
    index = np.unravel_index(sizes[path].argmax(), sizes[path].shape)
    assert found.ahead == {("h2/W", (1, 2)), (path, tuple(int(i) for i in index))}


@pytest.mark.parametrize("recipe", ["two_two_two", "spiral", "cnn", "adding_rnn"])
def test_the_scattered_order_comes_by_every_parameter_once(recipe: str) -> None:
    _, step = at(RECIPES[recipe], 3)
    order = list(scattered(step, 0))
    assert len(set(order)) == len(order) == size_of(step.layout)
    assert [turn_of(step, place) for place in order[::17]] == list(range(len(order)))[::17]


def test_a_tied_weight_is_the_one_that_it_is_copied_from() -> None:
    layout = compile_program(code_spec("h1")).layout
    assert owner(layout, ("out/W", (3, 1))) == ("h1/W", (1, 3))
    assert owner(layout, ("h1/a", (0, 0))) is None
    assert owner(layout, ("nowhere", ())) is None


def test_comparing_leaves_training_and_its_rows_alone() -> None:
    program, step = at(RECIPES["two_two_two"], 3)
    before = step.row.copy()
    checked(program, step, LONG)
    assert (step.row == before).all()
    assert program.run(program.start(), 5) == compile_program(program.spec).run(program.start(), 5)
