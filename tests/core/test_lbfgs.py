"""L-BFGS: PyTorch's steps with max_iter=1, curvature that fits the newest pair, and true displacements."""

from dataclasses import replace

import numpy as np
import pytest

from core import BackflowError, Dense, Loss, Optimizer, Program, Regulariser, Spec, compile_program
from core.optimizers import OPTIMIZERS
from core.optimizers.lbfgs import towards
from tests.core.nets import distance
from tests.core.optimizing import trained_by

LBFGS = OPTIMIZERS["lbfgs"]
DECAY = 0.05
# Expected 1e-14 where runs end in a minimum that draws them together; on the way there small differences grow.
AT_THE_END, ON_THE_WAY = 1e-12, 1e-8
OPEN = 1e-14


def options(rate: float, history: int = 5) -> Optimizer:
    return Optimizer("lbfgs", rate, {"history_size": history})


def penalised(optimizer: Optimizer, frozen: tuple[str, ...] = ()) -> Spec:
    """With a minimum to run into: without a penalty on the weights, a net that separates its classes has none."""
    return replace(trained_by(optimizer, frozen), regularisers=(Regulariser("l2", DECAY),))


def twin(tensors: list, optimizer: Optimizer):
    """PyTorch's, which makes one step for one gradient and stops for nothing."""
    import torch

    keywords = {"max_iter": 1, "tolerance_grad": 0.0, "tolerance_change": 0.0, "line_search_fn": None}
    return torch.optim.LBFGS(
        tensors, lr=optimizer.learning_rate, history_size=int(optimizer.option("history_size")), **keywords
    )


@pytest.mark.torch
@pytest.mark.parametrize("frozen", [(), ("h1",)], ids=["all free", "h1 frozen"])
@pytest.mark.parametrize(("rate", "history"), [(1.0, 5), (0.5, 5), (1.0, 10), (0.5, 10)])
def test_a_thousand_steps_agree_with_pytorch(rate: float, history: int, frozen: tuple) -> None:
    import torch

    torch.set_num_threads(1)
    program = compile_program(penalised(options(rate, history), frozen))
    state = program.start()
    tensors = {
        slot.path: torch.tensor(np.array(state.parameter(slot.path)), requires_grad=slot.path[:2] not in frozen)
        for slot in program.layout.parameters()
    }
    theirs = twin([one for one in tensors.values() if one.requires_grad], options(rate, history))
    x, y = (torch.from_numpy(np.array(table)) for table in (program.examples.x, program.examples.y))

    def closure():
        theirs.zero_grad()
        a = x
        for name in ("h1", "h2"):
            a = torch.tanh(torch.addmm(tensors[f"{name}/b"], a, tensors[f"{name}/W"].T))
        z = torch.addmm(tensors["out/b"], a, tensors["out/W"].T)
        squares = sum((tensors[f"{name}/W"] ** 2).sum() for name in ("h1", "h2", "out"))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y) + DECAY / 2 * squares
        loss.backward()
        return loss

    for k in range(1000):
        theirs.step(closure)
        state = program.run(state, 1)
        if k % 50 == 9 or k == 999:
            worst = max(distance(one.detach().numpy(), state.parameter(path)) for path, one in tensors.items())
            assert worst <= (AT_THE_END if k == 999 else ON_THE_WAY), k


@pytest.mark.torch
@pytest.mark.parametrize("history", [1, 2, 5, 10])
def test_one_recorded_sequence_of_gradients_gives_the_same_steps(history: int) -> None:
    import torch

    optimizer = options(0.1, history)
    recorder = compile_program(penalised(options(0.5, 5)))
    blocks = recorder.layout.blocks
    recording = recorder.record(recorder.start(), 40)
    parameters = recording.rows[0, blocks["parameter"]].copy()
    tensor = torch.tensor(parameters.copy(), requires_grad=True)
    theirs, memory = twin([tensor], optimizer), LBFGS.init(parameters, optimizer.settings)
    for row in recording.rows:
        gradient = row[blocks["gradient"]].copy()
        tensor.data.copy_(torch.from_numpy(parameters))
        update, memory = LBFGS.update(gradient, memory, parameters, optimizer.settings)
        parameters = parameters + update

        def closure(gradient=gradient):
            tensor.grad = torch.from_numpy(gradient)
            return torch.zeros(())

        theirs.step(closure)
        assert distance(tensor.detach().numpy(), parameters) <= OPEN
        assert int(memory["pairs"]) == len(theirs.state[tensor]["old_dirs"])


def after(steps: int, optimizer: Optimizer) -> tuple[Program, np.ndarray]:
    program = compile_program(penalised(optimizer))
    return program, program.record(program.start(), steps + 1).rows[-1]


def pairs_in(program: Program, row: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    size, start = program.start().parameters.size, program.layout.blocks["memory"].start
    names = LBFGS.fields_of(program.spec.optimizer.settings)
    flat = {name: row[start + k * size : start + (k + 1) * size] for k, name in enumerate(names)}
    return [(flat[f"s{i}"], flat[f"y{i}"]) for i in range(1, (len(names) - 2) // 2 + 1)]


@pytest.mark.parametrize("history", [1, 3, 10])
def test_the_curvature_fits_the_newest_pair_and_points_downhill(history: int) -> None:
    """H y1 = s1, whatever the older pairs are; and H is positive, so that no step climbs."""
    program, row = after(20, options(0.5, history))
    pairs = pairs_in(program, row)
    assert len(pairs) == history == int(program.layout.view(row, "optimizer:pairs"))
    assert distance(pairs[0][0], towards(pairs[0][1], pairs)) <= 1e-12
    assert all(float(s @ y) > 1e-10 for s, y in pairs)
    gradient, update = row[program.layout.blocks["gradient"]], row[program.layout.blocks["update"]]
    assert float(gradient @ update) < 0.0
    assert distance(-0.5 * towards(gradient, pairs), update) <= 1e-15


def test_the_first_step_is_at_most_the_rate_long_and_remembers_no_pair() -> None:
    program, row = after(0, options(0.5))
    gradient, update = row[program.layout.blocks["gradient"]], row[program.layout.blocks["update"]]
    assert distance(-0.5 * gradient, update) <= 1e-15
    assert float(program.layout.view(row, "optimizer:pairs")) == 0.0
    assert not any(part.any() for pair in pairs_in(program, row) for part in pair)
    settings = options(0.5).settings
    large = LBFGS.update(gradient * 1e3, LBFGS.init(gradient, settings), np.zeros(gradient.shape), settings)[0]
    assert distance(-0.5 * gradient / np.abs(gradient).sum(), large) <= 1e-15


def test_a_pair_without_curvature_is_not_remembered() -> None:
    settings, theta, gradient = options(1.0).settings, np.zeros(2), np.array([1.0, 2.0])
    memory = LBFGS.update(gradient, LBFGS.init(theta, settings), theta, settings)[1]
    for move, y, kept in (([1.0, 0.0], [-1.0, 0.0], 0), ([1e-6, 0.0], [1e-6, 0.0], 0), ([1.0, 0.0], [1e-3, 0.0], 1)):
        found = LBFGS.update(gradient + y, memory, theta + move, settings)[1]
        assert int(found["pairs"]) == kept
        assert found["s1"].tolist() == (move if kept else [0.0, 0.0])


def test_a_weight_set_by_hand_is_part_of_the_displacement() -> None:
    program = compile_program(penalised(options(0.5)))
    state, step = program.advance(program.run(program.start(), 5))
    moved = state.parameter("h1/W") + 0.25
    following = program.advance(state.with_parameter("h1/W", moved))[1]
    assert distance(moved - step.parameter("h1/W"), following.value("h1/W:s1")) <= 1e-15
    assert distance(following.gradient("h1/W") - step.gradient("h1/W"), following.value("h1/W:y1")) <= 1e-14


def test_what_is_frozen_counts_as_having_no_gradient() -> None:
    program = compile_program(penalised(options(0.5), ("h1", "out/W[0,1]")))
    step = program.advance(program.run(program.start(), 8))[1]
    assert step.gradient("h1/W").all()
    for field in ("g", "s1", "y1", "s5", "y5"):
        assert not step.value(f"h1/W:{field}").any()
        assert float(step.value(f"out/W:{field}")[0, 1]) == 0.0
        assert step.value(f"h2/W:{field}").all()


def test_a_linear_fit_is_found_in_a_few_steps() -> None:
    """A quadratic bowl with as many pairs as directions: Newton's step after a while."""
    rng = np.random.default_rng(1)
    x = rng.standard_normal((30, 3)) * (1.0, 3.0, 0.3)
    y = x @ [[1.0], [-2.0], [0.5]] + 0.7
    spec = Spec(layers=(Dense(1, "linear"),), loss=Loss("mean_squared_error"), optimizer=options(1.0, 10))
    program = compile_program(spec, (x, y))
    state = program.run(program.start(), 30)
    assert program.evaluate(state, x, y) <= 1e-12
    assert distance([[1.0, -2.0, 0.5]], state.parameter("out/W")) <= 1e-6


def test_mini_batches_are_refused_with_a_sentence() -> None:
    with pytest.raises(BackflowError, match=r"L-BFGS compares successive gradients.*the full batch of 40 examples"):
        compile_program(replace(penalised(options(0.5)), batch_size=10))
