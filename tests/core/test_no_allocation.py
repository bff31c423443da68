"""Training allocates no arrays: all room is made when a program is built, and used again in every step."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from core import RECIPES, Data, Dense, Loss, Program, Spec, compile_program
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from tests.core.image_nets import STACKS, image_program
from tests.core.recurring import program_of, recurrent, recurrent_spec

# Python's own small objects: step numbers, argument tuples, an iterator.
MOST = 1024
# A call that broadcasts has an iterator of NumPy's for as long as it runs.
MOST_OF_A_CALL = 2048
STEPS = 40


def tanh(*widths: int) -> Spec:
    """Shuffled batches of ten."""
    return Spec(Data("spirals", samples=200), tuple(Dense(width, "tanh") for width in widths), batch_size=10)


NETS = {"XOR, full batch": RECIPES["xor"], "2-4-2-1": tanh(4, 2, 1), "2-8-8-8-1": tanh(8, 8, 8, 1)}
# Every activation and every loss, on batches so large that any array of theirs would be seen.
WIDE = {
    f"hidden {name}": Spec(Data("spirals", samples=400), (Dense(5, name), Dense(1)), batch_size=100)
    for name in ACTIVATIONS
    if name != "softmax"  # Adds over the units of each example, for which NumPy makes room of its own.
}
WIDE |= {
    name: Spec(
        Data("blobs", samples=400), (Dense(3, (rule.output_activations or ("tanh",))[0]),), Loss(name), batch_size=100
    )
    for name, rule in LOSSES.items()
    if "softmax" not in rule.output_activations[:1]
}


@contextmanager
def traced() -> Iterator[None]:
    """Count every byte; nothing is collected meanwhile, so that Python's free lists stay full."""
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()
        gc.enable()


def rise(work: Callable[[], object], warm_up: Callable[[], object]) -> int:
    """By how many bytes `work` rises above the start at its highest point."""
    for _ in range(150):
        warm_up()
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    work()
    return tracemalloc.get_traced_memory()[1] - before


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("first", [0, 50, 400], ids=lambda first: f"from step {first}")
def test_forty_steps_allocate_no_more_than_the_state_that_one_step_hands_back(net: str, first: int) -> None:
    """From 50 on the batches ahead are gathered anew; from 400 on the examples are shuffled anew."""
    program = compile_program(NETS[net])
    state = program.run(program.start(), first)

    def one_step() -> None:
        program.run(state, 1)

    with traced():
        one, forty = rise(one_step, one_step), rise(lambda: program.run(state, STEPS), one_step)
    assert forty - one <= MOST


LINEAR = ("linear", "mean_squared_error")
IMAGES = {name: stack for name, stack in STACKS.items() if not name.startswith("conv ")}


RECURRENT = {
    f"{kind}, truncated at {truncate}": (kind, truncate)
    for kind in ("simple_rnn", "lstm", "gru")
    for truncate in (0, 2)
}


@pytest.mark.parametrize("net", RECURRENT)
def test_no_call_along_a_sequence_allocates(net: str) -> None:
    kind, truncate = RECURRENT[net]
    layers = (recurrent(kind, 6, sequence=True, truncate=truncate), recurrent(kind, 6, sequence=True))
    assert_allocates_nothing(program_of(recurrent_spec(layers, True, "linear"), 4, 100))


@pytest.mark.parametrize("net", [*NETS, *WIDE, *IMAGES])
def test_no_call_of_the_plan_allocates(net: str) -> None:
    program = image_program(IMAGES[net], 100, ending=LINEAR) if net in IMAGES else compile_program((NETS | WIDE)[net])
    assert_allocates_nothing(program)


def assert_allocates_nothing(program: Program) -> None:
    program.run(program.start(), 3)
    calls = [(stage.path, call) for stage in program.stages for call in stage.calls]
    with np.errstate(all="ignore"), traced():  # Alone and again and again, a call in place overflows.
        rises = [(rise(call.run, call.run), path, call.name) for path, call in calls]
    assert max(rises)[0] <= MOST_OF_A_CALL, max(rises)
