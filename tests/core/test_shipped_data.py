"""The data that come with the program: as shipped, with their licences, split as they say, and trained exactly."""

import hashlib
import re
from dataclasses import replace

import numpy as np
import pytest

from core import BackflowError, Data, SpecError, compile_program
from core.datasets import DATASETS, load, shared, shipped, training_examples
from core.datasets.choosing import evenly
from core.evaluator import ForwardProgram
from core.gradcheck import central, loss_at
from core.recipes import RECIPES
from core.spec import adjust
from tests.core.parts import parts_of

SHIPPED = [name for name, rule in DATASETS.items() if rule.most is not None]
DRAWN = [name for name in DATASETS if name != "given"]
BINARY = {".npz", ".csv"}


def everything(name: str, **changes) -> Data:
    """All examples of a shipped set."""
    return Data(name, samples=DATASETS[name].most or 150, **changes)


@pytest.mark.parametrize("path", shipped.SHA256)
def test_every_file_is_the_one_that_was_shipped(path: str) -> None:
    assert hashlib.sha256((shipped.FILES / path).read_bytes()).hexdigest() == shipped.SHA256[path]
    assert shipped.content(path)


def test_every_file_is_in_the_table_and_small() -> None:
    files = [file for file in shipped.FILES.rglob("*") if file.is_file()]
    data = {file.relative_to(shipped.FILES).as_posix() for file in files if file.suffix in BINARY}
    assert data < set(shipped.SHA256) == data | {"rhyme/rhyme.txt"}
    assert sum(file.stat().st_size for file in files) < 900_000


@pytest.mark.parametrize("path", shipped.SHA256)
def test_every_file_has_its_source_and_its_licence_beside_it(path: str) -> None:
    credits = ((shipped.FILES / path).parent / "CREDITS.md").read_text(encoding="utf-8")
    assert "Licence: " in credits
    named = re.findall(r"`\.\./(licences/[^`]+)`", credits)
    assert named or "Licence: public domain" in credits
    assert all(len((shipped.FILES / licence).read_text(encoding="utf-8")) > 1000 for licence in named)


def test_a_file_that_was_changed_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shipped.SHA256, "iris/iris.csv", "0" * 64)
    with pytest.raises(BackflowError, match=r"iris/iris\.csv is missing or was changed"):
        shipped.content("iris/iris.csv")


@pytest.mark.parametrize("name", SHIPPED)
def test_there_are_as_many_examples_as_the_table_says_and_no_more(name: str) -> None:
    most = DATASETS[name].most
    assert len(load(everything(name)).x) == most
    with pytest.raises(SpecError, match=f"{name} has {most} examples"):
        Data(name, samples=most + 1)


@pytest.mark.parametrize(
    ("name", "train", "test"), [("mnist", 1600, 400), ("fashion", 800, 200), ("sunspots", 238, 59)]
)
def test_a_set_with_its_own_test_examples_holds_those_out(name: str, train: int, test: int) -> None:
    first, other = (load(everything(name, test_fraction=0.2, seed=seed)) for seed in (0, 1))
    assert (len(first.x), len(first.x_test)) == (train, test)
    assert parts_of(first)[:2] == parts_of(other)[:2]


@pytest.mark.parametrize("name", ["mnist", "sunspots"])
def test_fewer_are_held_out_from_its_own_and_more_from_the_others(name: str) -> None:
    own, few, many = (parts_of(load(everything(name, test_fraction=part)))[1] for part in (0.2, 0.1, 0.4))
    assert few < own < many


def test_the_rows_of_the_file_are_the_digits_and_the_last_fifth_is_for_testing() -> None:
    pixels, labels = shipped.labelled("mnist/mnist.npz")
    examples = load(everything("mnist", test_fraction=0.2))
    assert pixels.dtype == np.uint8
    file = {row.tobytes(): label for row, label in zip(pixels[1600:], labels[1600:], strict=True)}
    for x, y in zip(examples.x_test, examples.y_test, strict=True):
        assert file[np.round(255.0 * x).astype(np.uint8).tobytes()] == y.argmax()


def test_every_stretch_has_as_many_of_each_class_as_it_can() -> None:
    labels = np.array([0] * 30 + [1] * 10 + [2] * 20)
    order = evenly(np.random.default_rng(0), labels)
    assert sorted(order) == list(range(60))
    assert np.bincount(labels[order[:30]]).tolist() == [10, 10, 10]
    assert np.bincount(labels[order[:50]]).tolist() == [20, 10, 20]


@pytest.mark.parametrize("name", [name for name in SHIPPED if DATASETS[name].standardised])
def test_tables_are_standardised_by_the_training_examples_alone(name: str) -> None:
    examples = load(everything(name, test_fraction=0.5))
    assert np.allclose(examples.x.mean(axis=0), 0.0, atol=1e-12)
    assert np.allclose(examples.x.std(axis=0), 1.0)
    assert not np.allclose(examples.x_test.mean(axis=0), 0.0, atol=1e-3)


@pytest.mark.parametrize("name", DRAWN)
def test_shapes_and_classes_fit(name: str) -> None:
    rule = DATASETS[name]
    assert (np.prod(rule.shape), np.prod(rule.target_shape)) == (rule.inputs, rule.outputs)
    assert len(rule.shape) == {"points": 1, "tables": 1, "images": 3, "sequences": 2}[rule.group]
    if rule.classes:
        assert len(set(rule.classes)) == len(rule.classes) == (rule.outputs if rule.task == "classes" else 2)


@pytest.mark.parametrize("name", DRAWN)
def test_a_spec_that_comes_to_a_data_set_gets_a_sensible_end_and_trains_with_exact_gradients(name: str) -> None:
    spec = adjust.with_data(RECIPES["circles"], adjust.named(name, RECIPES["circles"]))
    rule = DATASETS[name]
    assert (spec.layers[-1].activation, spec.loss.name) == adjust.ENDINGS[rule.task]
    assert spec.batch_size == (None if name in adjust.EXACT else 10 if rule.group == "points" else 32)
    program = compile_program(spec)
    state, step = program.advance(program.run(program.start(), 2))
    assert state.step == 3
    forward = ForwardProgram(spec, program.network.shape, program.batch)
    forward.load_step(program.run(program.start(), 2).model, step)
    for slot in program.layout.parameters():
        gradient, target = step.gradient(slot.path), forward.layout.view(forward.buffers.arena, slot.path)
        for index in sampled(gradient):
            assert central(forward, target, index) == pytest.approx(gradient[index], rel=1e-6, abs=1e-9)
    assert loss_at(forward, target, index, float(target[index])) == pytest.approx(step.loss)


def sampled(gradient: np.ndarray) -> list[tuple[int, ...]]:
    """The place of the largest gradient, and a few others."""
    rng = np.random.default_rng(0)
    places = [int(np.abs(gradient).argmax()), *rng.integers(0, gradient.size, 3).tolist()]
    return [tuple(map(int, np.unravel_index(place, gradient.shape))) for place in places]


def test_a_full_batch_optimizer_keeps_its_full_batch() -> None:
    spec = adjust.with_optimizer(replace(RECIPES["circles"], batch_size=None), "rprop")
    changed = adjust.with_data(spec, adjust.named("iris", spec))
    assert changed.batch_size is None
    assert training_examples(changed.data) == 120


def test_echo_says_each_bit_again_three_steps_later() -> None:
    examples = load(Data("echo", samples=20))
    assert (examples.y[:, 3:] == examples.x[:, :-3]).all()
    assert not examples.y[:, :3].any()


def test_the_adding_problem_adds_the_marked_numbers() -> None:
    x = load(Data("adding", samples=20)).x.reshape(20, 30, 2)
    assert (x[:, :15, 1].sum(axis=1) == 1.0).all()
    assert (x[:, 15:, 1].sum(axis=1) == 1.0).all()
    assert load(Data("adding", samples=20)).y[:, 0] == pytest.approx((x[:, :, 0] * x[:, :, 1]).sum(axis=1))


def test_a_wave_goes_on_as_a_wave() -> None:
    """sin(a + 2d) = 2 cos(d) sin(a + d) − sin(a)."""
    examples = load(Data("waves", samples=20))
    wave = np.concatenate([examples.x, examples.y], axis=1)
    turn = (wave[:, 2] + wave[:, 0]) / wave[:, 1]
    assert wave[:, 16] == pytest.approx(turn * wave[:, 15] - wave[:, 14], abs=1e-9)


def test_bars_are_whole_rows_and_columns_and_given_back_without_noise() -> None:
    examples = load(Data("bars", samples=50, noise=0.3))
    picture = examples.y.reshape(50, 6, 6)
    rows, columns = picture.all(axis=2), picture.all(axis=1)
    assert (picture == (rows[:, :, None] | columns[:, None, :])).all()
    assert (examples.x != examples.y).all()


def test_sunspots_go_from_twelve_years_to_the_next() -> None:
    numbers = shipped.table("sunspots/sunspots.csv")
    examples = load(everything("sunspots", test_fraction=0.2))
    assert numbers[[0, -1], 0].tolist() == [1700, 2008]
    assert np.allclose(examples.x[0] * 100, numbers[:12, 1])
    assert examples.y_test[-1, 0] * 100 == pytest.approx(numbers[-1, 1])


def test_the_rhyme_can_be_read_from_its_windows() -> None:
    examples = load(everything("rhyme"))
    names = [*DATASETS["rhyme"].classes[:26], " ", "\n"]
    windows = examples.x.reshape(-1, 8, 28).argmax(axis=2)
    assert "".join(names[i] for i in windows[0]) == "twinkle "
    assert "".join(names[i] for i in examples.y.argmax(axis=1)[:22]) == "twinkle little star\nho"


def test_what_somebody_holds_is_shared_and_what_nobody_holds_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.datasets.sharing.MOST_BYTES", 1)
    held = load(Data("moons", samples=20, seed=71))
    for seed in range(72, 75):
        load(Data("moons", samples=20, seed=seed))
    assert load(Data("moons", samples=20, seed=71)) is held
    assert len(shared._latest) == 1
