"""Holds the numbers of one example against the row they are read from, in every recipe, and what is said of them."""

import numpy as np
import pytest

from core import RECIPES
from core import session as sessions
from core.session import Session
from core.spec import adjust
from viz.colour import QUANTITIES
from viz.examples import described
from viz.header import Told
from viz.live import Sent, next_slice
from viz.look import Look
from viz.of_example import whose
from viz.sketch.columns import columns
from viz.slices import unpack

MAGNITUDE = QUANTITIES["magnitude"]


def sent(session: Session, example: int | None, look: Look = Look(), **more: bool) -> tuple[dict, dict]:  # noqa: B008
    _, known = next_slice(session, look, Sent(), more.get("more", False), "me", Told(example=example))
    return unpack(known.message)


def some_example(session: Session) -> tuple[int, int]:
    """The last of this step's batch: its place in the training examples, and its row."""
    place = int(session.program.batches.indices(session.cursor)[-1])
    return place, session.program.batch - 1


@pytest.mark.parametrize("name", RECIPES)
def test_the_nodes_show_the_numbers_of_the_row(name: str) -> None:
    session = sessions.begin(RECIPES[name])
    place, row = some_example(session)
    header, numbers = sent(session, place)
    assert (header["example"]["place"], header["example"]["row"]) == (place, row)
    step, nodes = session.step, 0
    for layer, column in enumerate(columns(session.program.layout)):
        own = slice(nodes, nodes := nodes + column.units)
        shape = (column.before, column.units, column.after)
        expected = step.value(column.path)[row].reshape(shape).mean(axis=(0, 2))
        assert numbers["activation"][0, own] == pytest.approx(expected, rel=1e-6, abs=1e-12), column.name
        if layer:
            delta = step.adjoint(column.delta)[row]
            summed = delta.reshape(shape).sum(axis=(0, 2))
            assert numbers["delta"][0, own] == pytest.approx(summed, rel=1e-5, abs=1e-9), column.name
            assert numbers["delta_norm"][0, layer - 1] == pytest.approx(np.linalg.norm(delta), rel=1e-6), column.name


@pytest.mark.parametrize("name", RECIPES)
def test_what_belongs_to_all_of_the_batch_stays(name: str) -> None:
    session = sessions.begin(RECIPES[name])
    alone, together = sent(session, some_example(session)[0])[1], sent(session, None)[1]
    for part in ("loss", "parameter", "gradient", "update"):
        assert np.array_equal(alone[part], together[part]), part


def test_the_shares_of_all_examples_add_up_to_what_the_batch_shows() -> None:
    session = sessions.begin(RECIPES["moons"])
    _, together = sent(session, None)
    places = session.program.batches.indices(0).tolist()
    alone = [sent(session, place)[1] for place in places]
    assert np.mean([one["activation"] for one in alone], axis=0) == pytest.approx(together["activation"], rel=1e-12)
    deltas = np.sum([one["delta"][0, 2:] for one in alone], axis=0)
    assert deltas == pytest.approx(together["delta"][0, 2:], rel=1e-12)


def test_an_image_is_that_of_the_example() -> None:
    session = sessions.begin(RECIPES["cnn"])
    place, _ = some_example(session)
    assert sent(session, place)[1]["picture"][0] == pytest.approx(session.program.examples.x[place], rel=1e-6)


def test_with_dropout_a_unit_takes_part_or_does_not() -> None:
    session = sessions.begin(adjust.with_regulariser(RECIPES["moons"], "dropout", 0.5))
    place, row = some_example(session)
    alive = sent(session, place)[1]["alive"][0]
    assert list(alive[2:8]) == [float(kept) for kept in session.step.value("h1/mask")[row] != 0.0]


def test_signals_are_those_of_the_example_also_where_only_the_strongest_are_drawn() -> None:
    session, few = sessions.begin(RECIPES["circles"]), Look(colour_by="signal", edges=12)
    place, row = some_example(session)
    _, numbers = sent(session, place, few)
    step = session.step
    signals = [step.parameter("h1/W") * step.value("x")[row], step.parameter("h2/W") * step.value("h1/a")[row],
               step.parameter("out/W") * step.value("h2/a")[row]]  # fmt: skip
    flat = np.concatenate([part.ravel() for part in signals])
    left = np.delete(flat, numbers["choice"])
    assert numbers["rest"][0] == pytest.approx(np.linalg.norm(left), rel=1e-12)


def test_nobody_is_chosen() -> None:
    session = sessions.begin(RECIPES["moons"])
    for example in (None, 200):
        of = whose(session, example, MAGNITUDE)
        assert (of.place, of.row) == (None, None)
        assert of.says == "Discs and rings: mean activation and summed delta of all 10 examples."
    assert whose(sessions.begin(RECIPES["two_two_two"]), None, MAGNITUDE).says == ""


def test_what_is_not_in_the_batch_is_not_shown_and_said() -> None:
    session = sessions.begin(RECIPES["moons"])
    place = next(k for k in range(200) if k not in session.program.batches.indices(0))
    header, numbers = sent(session, place)
    assert (header["example"]["place"], header["example"]["row"]) == (place, None)
    assert f"Example {place} is not among them." in header["example"]["says"]
    assert np.array_equal(numbers["activation"], sent(session, None)[1]["activation"])


def test_while_mini_batches_play_the_stage_shows_the_batch_and_says_so() -> None:
    session = sessions.begin(RECIPES["moons"], playing=True)
    place, _ = some_example(session)
    header, numbers = sent(session, place, more=True)
    assert header["example"]["row"] is None
    assert f"Pause to see example {place}." in header["example"]["says"]
    assert np.array_equal(numbers["activation"], sent(session, None, more=True)[1]["activation"])


def test_while_full_batches_play_every_row_is_the_example_s() -> None:
    session = sessions.begin(RECIPES["xor"], playing=True)
    header, numbers = sent(session, 2, more=True)
    assert header["example"]["row"] == 2
    assert len(numbers["step"]) > 1
    assert {tuple(row) for row in numbers["activation"][:, :2]} == {tuple(session.program.examples.x[2])}


EDGES = {"magnitude": "edges: the gradient", "update": "edges: the update", "weight": "squares: the gradient",
         "signal": "squares: the gradient"}  # fmt: skip


@pytest.mark.parametrize("colour_by", EDGES)
def test_the_sentence_tells_what_is_still_of_all_of_the_batch(colour_by: str) -> None:
    session = sessions.begin(RECIPES["xor"])
    says = whose(session, 3, QUANTITIES[colour_by]).says
    assert says == f"Discs, rings and δ bars: example 3, target 0; {EDGES[colour_by]} of all 4 examples of the batch."


WORDS = {
    "xor": "2: x (1, 0), target 1",
    "iris": "target setosa",
    "mnist": "2: image of 28×28, target digit ",
    "adding_lstm": "2: sequence of 30, target ",
    "breast_cancer": "2: x of 30 numbers, target ",
    "echo": "2: sequence of 10, target of 10 numbers",
    "eight_three_eight": "2: x of 8 numbers, target the input itself",
    "blobs": "target class ",
}


@pytest.mark.parametrize("name", WORDS)
def test_an_example_in_words(name: str) -> None:
    spec = RECIPES[name]
    examples = sessions.begin(spec).program.examples
    texts = [described(examples, spec.data.name, spec.data.answer, place) for place in range(min(len(examples.x), 40))]
    assert any(WORDS[name] in text for text in texts[2:])
