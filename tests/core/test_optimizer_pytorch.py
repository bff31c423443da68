"""Every optimizer that PyTorch has follows torch.optim in double precision, in every combination of options."""

from collections.abc import Iterator

import numpy as np
import pytest

from core import Optimizer, compile_program
from core.optimizers import OPTIMIZERS
from tests.core.optimizing import COMBINATIONS, PRODUCTS, identify, trained_by
from tests.core.torch_twins import CLASSES, Nets, twin

pytestmark = pytest.mark.torch

# What takes all gradients together has tests of its own: here every parameter meets other extremes.
TWINS = [one for one in PRODUCTS if not OPTIMIZERS[one.name].joint]
each_combination = pytest.mark.parametrize("optimizer", TWINS, ids=identify)
# Expected 1e-14 after 1,000 steps of a stable net.
CLOSED, STEPS = 1e-12, 1000
# Expected 1e-15 for a step, relative to the largest step of that parameter so far.
OPEN = 1e-14


@pytest.fixture(autouse=True, scope="module")
def double_precision() -> Iterator[None]:
    """By default NAdam keeps its product of momenta in single precision, whatever the parameters are."""
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def test_every_optimizer_has_a_twin() -> None:
    assert [name for name, rule in OPTIMIZERS.items() if not rule.joint] == list(CLASSES)


def gradients(count: int) -> np.ndarray:
    """One gradient per step for eleven parameters: the ordinary and the extreme."""
    rng = np.random.default_rng(7)
    steps = np.arange(count)
    columns = [rng.standard_normal(count) * scale for scale in (1.0, 1.0, 1e-6, 1e6, 1e150, 1e-300)]
    columns.append(np.zeros(count))
    columns.append(np.where(steps % 2, 1.0, -1.0))  # changes its sign in every step
    columns.append(np.where(steps < count // 2, 0.7, 0.0))  # dies
    columns.append(np.where(rng.random(count) < 0.3, rng.standard_normal(count), 0.0))  # comes and goes
    columns.append(np.where(steps == count // 3, 1e150, rng.standard_normal(count)))  # one blow
    return np.stack(columns, axis=1)


def assert_same_steps(optimizer: Optimizer, count: int) -> None:
    """Every step begins at given parameters: at zeros where they do not count, so that a step keeps all digits.

    Where they do, they move on in every step, or a gradient of 0 would be decayed to one that never changes, whose
    deviation is rounding alone.
    """
    import torch

    rule, settings = OPTIMIZERS[optimizer.name], optimizer.settings
    places = np.linspace(-1.0, 1.0, 11) if settings.get("weight_decay") else np.zeros(11)
    moved = [np.roll(places, k) for k in range(11)]
    parameters = places
    tensor = torch.tensor(parameters.copy(), requires_grad=True)
    theirs, memory, largest = twin(optimizer, [tensor]), rule.init(parameters, settings), np.zeros(11)
    with np.errstate(all="ignore"):
        for k, gradient in enumerate(gradients(count)):
            parameters = moved[k % 11]
            update, memory = rule.update(gradient, memory, parameters, settings)
            tensor.data.copy_(torch.from_numpy(parameters))
            tensor.grad = torch.from_numpy(gradient)
            theirs.step()
            after = tensor.detach().numpy()
            largest = np.maximum(largest, np.maximum(np.abs(update), np.abs(parameters)))
            assert np.all(np.abs(parameters + update - after) <= OPEN * largest)


@each_combination
def test_one_recorded_sequence_of_gradients_gives_the_same_steps(optimizer: Optimizer) -> None:
    assert_same_steps(optimizer, 60)


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASSES)
def test_ten_thousand_recorded_gradients_give_the_same_steps(name: str) -> None:
    assert_same_steps(Optimizer(name, 0.002), 10_000)


@pytest.mark.parametrize("optimizer", [one for one in COMBINATIONS if one.name in CLASSES], ids=identify)
def test_step_ten_thousand_is_still_the_same(optimizer: Optimizer) -> None:
    import torch

    rule, settings = OPTIMIZERS[optimizer.name], optimizer.settings
    rng = np.random.default_rng(3)
    parameters = np.zeros(4)
    tensor = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    theirs, memory = twin(optimizer, [tensor]), rule.init(parameters, settings)
    for _ in range(10_000 if optimizer.options == () else 1_000):
        gradient = rng.standard_normal(4)
        update, memory = rule.update(gradient, memory, parameters, settings)
        parameters = parameters + update
        tensor.grad = torch.from_numpy(gradient)
        theirs.step()
    scale = max(float(np.abs(parameters).max()), 1.0)
    assert np.abs(parameters - tensor.detach().numpy()).max() <= CLOSED * scale


@pytest.fixture(scope="module")
def theirs() -> dict[Optimizer, dict[str, np.ndarray]]:
    """The parameters after a thousand steps of PyTorch's, for every optimizer."""
    few, all_examples = (
        [one for one in TWINS if bool(OPTIMIZERS[one.name].full_batch) is full_batch] for full_batch in (False, True)
    )
    return dict(zip(few, trained(few), strict=True)) | dict(zip(all_examples, trained(all_examples), strict=True))


def trained(optimizers: list[Optimizer]) -> list[dict[str, np.ndarray]]:
    """The parameters that each of them leads to, on the same batches."""
    import torch

    program = compile_program(trained_by(optimizers[0]))
    nets = Nets(program, optimizers)
    x, y = (torch.from_numpy(np.array(table)) for table in (program.examples.x, program.examples.y))
    for k in range(STEPS):
        picked = torch.from_numpy(program.batches.indices(k))
        nets.step(x[picked], y[picked])
    found = {path: values.detach().numpy() for path, values in nets.parameters().items()}
    return [{path: values[place] for path, values in found.items()} for place in range(len(optimizers))]


@each_combination
def test_a_thousand_steps_of_training_agree_in_every_parameter(optimizer: Optimizer, theirs: dict) -> None:
    program = compile_program(trained_by(optimizer))
    after = program.run(program.start(), STEPS)
    assert list(theirs[optimizer]) == [slot.path for slot in program.layout.parameters()]
    for path, expected in theirs[optimizer].items():
        assert np.abs(expected - after.parameter(path)).max() <= CLOSED * np.abs(expected).max(), path
