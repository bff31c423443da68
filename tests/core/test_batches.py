"""Which examples a step sees depends on (seed, step) alone, and every example is seen equally often."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Data, Spec, compile_program
from core.batches import AHEAD, GROUPED
from tests.core.nets import dense

SPEC = Spec(Data("spirals", samples=30), (dense(4, "tanh"), dense(1, "sigmoid")), batch_size=7)


@pytest.mark.parametrize("size", [1, 7, 29])
def test_every_example_is_seen_equally_often(size: int) -> None:
    batches = compile_program(replace(SPEC, batch_size=size)).batches
    seen = np.concatenate([batches.indices(step) for step in range(30)])
    assert np.bincount(seen).tolist() == [size] * 30


def test_every_epoch_has_each_example_once_in_an_order_of_its_own() -> None:
    batches = compile_program(replace(SPEC, batch_size=10)).batches
    epochs = [np.concatenate([batches.indices(3 * epoch + k) for k in range(3)]).tolist() for epoch in range(20)]
    assert all(sorted(epoch) == list(range(30)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 20


def test_a_step_has_the_same_batch_whenever_it_is_asked_for() -> None:
    program, again = compile_program(SPEC), compile_program(SPEC)
    far = GROUPED // 7 + 2
    steps = [far, 0, 3, AHEAD, AHEAD - 1, far, 10**9, 1]
    in_order = {step: again.batches.indices(step).tolist() for step in sorted(set(steps))}
    for step in steps:
        assert in_order[step] == program.batches.indices(step).tolist()


def test_the_recorded_batch_holds_the_examples_of_its_step() -> None:
    program = compile_program(SPEC)
    last = 2 * AHEAD + 3
    rows = program.record(program.start(), last).rows
    for index in (0, 1, AHEAD - 1, AHEAD, last - 1):
        step, chosen = program.step_from_row(index, rows[index]), program.batches.indices(index)
        assert program.examples.x[chosen].tobytes() == np.ascontiguousarray(step.value("x")).tobytes()
        assert program.examples.y[chosen].tobytes() == np.ascontiguousarray(step.value("y")).tobytes()


def test_the_line_of_epochs_has_no_gap_where_a_new_group_is_drawn() -> None:
    batches = compile_program(SPEC).batches
    line = np.concatenate([batches.indices(step) for step in range(30 * (GROUPED // 100))])
    assert line.size > GROUPED
    assert (np.sort(line.reshape(-1, 30), axis=1) == np.arange(30)).all()


def test_no_group_of_epochs_repeats_another() -> None:
    batches = compile_program(replace(SPEC, batch_size=10)).batches
    steps_of_a_group = GROUPED // 30 * 3
    starts = [tuple(batches.indices(group * steps_of_a_group)) for group in range(5)]
    assert len(set(starts)) == 5


def test_another_seed_gives_other_batches() -> None:
    one, two = (compile_program(replace(SPEC, seed=seed)).batches for seed in (0, 1))
    assert one.indices(0).tolist() != two.indices(0).tolist()


def test_the_full_batch_is_the_data_in_their_own_order() -> None:
    for size in (None, 30):
        program = compile_program(replace(SPEC, batch_size=size))
        assert list(range(30)) == program.batches.indices(5).tolist()
        assert program.examples.x.tolist() == program.advance(program.start())[1].value("x").tolist()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_tiny_data_set_has_batches_too(size: int) -> None:
    program = compile_program(replace(RECIPES["xor"], batch_size=size))
    seen = np.concatenate([program.batches.indices(step) for step in range(4 * 2000)])
    assert np.bincount(seen).tolist() == [size * 2000] * 4


def test_adding_a_layer_disturbs_neither_the_batches_nor_the_weights_before_it() -> None:
    shallow = compile_program(SPEC)
    deep = compile_program(replace(SPEC, layers=(SPEC.layers[0], dense(4, "relu"), SPEC.layers[1])))
    for path in ("h1/W", "h1/b", "out/W", "out/b"):
        assert shallow.start().parameter(path).tolist() == deep.start().parameter(path).tolist()
    for step in range(20):
        assert shallow.batches.indices(step).tolist() == deep.batches.indices(step).tolist()


def test_changing_the_network_disturbs_neither_the_data_nor_the_split() -> None:
    spec = RECIPES["spiral"]
    other = replace(spec, layers=(dense(3, "relu"), dense(1, "sigmoid")), seed=9, batch_size=3)
    one, two = compile_program(spec).examples, compile_program(other).examples
    assert one.x.tobytes() == two.x.tobytes()
    assert one.x_test.tobytes() == two.x_test.tobytes()
