"""Holds what a change keeps and what it resets: rates, frozen parts, edits, data, layers, selections."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, BackflowError, Data
from core import session as sessions
from core.spec import adjust
from core.step import Step
from tests.core.runs import faster, trained


@pytest.fixture
def session() -> sessions.Session:
    return replace(trained(steps=20), cursor=12)


def step_of(session: sessions.Session, step: int) -> Step:
    return session.history.step(step)


def test_the_learning_rate_changes_without_a_reset(session) -> None:
    changed = faster(replace(session, playing=True), 0.01)
    assert (changed.cursor, changed.playing, changed.history.origin.step) == (12, True, 0)
    assert (changed.run, changed.revision) == (session.run + 1, session.revision + 1)
    assert changed.step.row.tobytes() == session.step.row.tobytes()
    after = sessions.step_forward(changed).step
    np.testing.assert_allclose(after.update("h1/W"), -0.01 * after.gradient("h1/W"), rtol=1e-15)
    assert np.array_equal(after.parameter("h1/W"), step_of(session, 13).parameter("h1/W"))


def test_a_spec_that_is_the_same_changes_nothing(session) -> None:
    assert sessions.change(session, replace(session.spec)) is session


@pytest.mark.parametrize("selector", ["h1/W[0,1]", "h1/W", "*/b", "out"])
def test_what_is_frozen_stands_still_but_its_gradient_is_shown(session, selector: str) -> None:
    frozen = sessions.step_forward(sessions.change(session, adjust.with_frozen(session.spec, selector, True)))
    assert frozen.cursor == 13
    path = selector.replace("*", "h1").split("[")[0]
    path = path if "/" in path else f"{path}/W"
    place = (0, 1) if "[" in selector else ...
    assert np.all(frozen.step.update(path)[place] == 0.0)
    assert np.any(frozen.step.gradient(path)[place] != 0.0)
    thawed = sessions.step_forward(sessions.change(frozen, adjust.with_frozen(frozen.spec, selector, False)))
    assert np.any(thawed.step.update(path)[place] != 0.0)


def test_an_edit_computes_the_step_on_the_screen_again(session) -> None:
    edited = sessions.edit(session, "h1/W", (2, 1), -1.5)
    assert (edited.cursor, edited.history.last, edited.revision) == (12, 12, session.revision + 1)
    assert edited.step.parameter("h1/W")[2, 1] == -1.5
    others = np.array(session.step.row[session.program.layout.blocks["parameter"]])
    changed = edited.step.row[session.program.layout.blocks["parameter"]] != others
    assert changed.sum() == 1
    assert edited.step.loss != session.step.loss


def test_a_cell_that_was_emptied_or_is_out_of_range_is_refused_by_name(session) -> None:
    for value in (None, float("nan"), float("inf"), 1e300, "1"):
        with pytest.raises(BackflowError, match=r"h1/W\[2,1\] is .*: expected a number from -1e\+06 to 1e\+06"):
            sessions.edit_cells(session, "h1/W", [(2, 1, value)])


@pytest.mark.parametrize("path", ["h1/W[2,1]", "h1/b[0]", "out/W[0,2]", "x:1", "h1:2", "out:0", ""])
def test_everything_in_the_network_can_be_selected(session, path: str) -> None:
    assert sessions.select(session, path).selected == path


@pytest.mark.parametrize(
    "path",
    [
        "h1/W[3,0]",
        "h1/W[0,2]",
        "h1/W[0]",
        "h1/W",
        "h1/W[-1,0]",
        "h2:0",
        "h1:3",
        "x:2",
        "h1:",
        ":",
        "[",
        "h1/W[0,0]x",
        "h1/W[0,0]]",
        "h1:²",
        "h1:01",
        "h1:" + "9" * 5000,
    ],
)
def test_what_is_not_in_the_network_cannot_be_selected(session, path: str) -> None:
    with pytest.raises(BackflowError, match="is not part of this network: expected an edge such as"):
        sessions.select(session, path)


def test_another_data_set_of_the_same_shape_goes_on_from_the_same_weights(session) -> None:
    other = sessions.change(session, adjust.with_data(session.spec, replace(session.spec.data, name="circles")))
    assert other.cursor == 12
    after = sessions.step_forward(other)
    assert np.array_equal(after.step.parameter("h1/W"), step_of(session, 13).parameter("h1/W"))
    assert not np.array_equal(after.step.value("x"), step_of(session, 13).value("x"))


def test_opening_something_else_plays_on_if_it_played(session) -> None:
    for playing in (True, False):
        other = sessions.opened(replace(session, playing=playing), RECIPES["xor"], "said")
        assert (other.playing, other.cursor, other.notice) == (playing, 0, "said")
        assert other.run == session.run + 1


@pytest.mark.parametrize(("selected", "kept"), [("h1:1", "h1:1"), ("h1/W[2,1]", ""), ("h1:2", "")])
def test_what_is_selected_stays_selected_where_it_still_exists(session, selected: str, kept: str) -> None:
    here = sessions.select(session, selected)
    assert sessions.change(here, adjust.with_hidden(here.spec, (2,))).selected == kept
    assert sessions.restart(here).selected == selected


def test_data_that_do_not_fit_the_network_are_refused(session) -> None:
    with pytest.raises(BackflowError, match="output"):
        sessions.opened(session, replace(session.spec, data=Data("blobs", samples=30)))


@pytest.mark.parametrize(
    ("widths", "lost", "kept"),
    [
        ((4,), "h1/W, h1/b and out/W", "out/b"),
        ((3, 2), "h2/W, h2/b and out/W", "h1/W, h1/b and out/b"),
        ((), "out/W", "out/b"),
    ],
)
def test_other_layers_keep_what_fits_and_say_what_they_reset(session, widths, lost: str, kept: str) -> None:
    here = sessions.edit(session, "out/b", (0,), 0.625)
    other = sessions.change(here, adjust.with_hidden(here.spec, widths))
    assert other.notice == (
        f"{lost} changed shape and got new weights; training starts again at step 0. {kept} kept their weights."
    )
    assert (other.cursor, other.step.parameter("out/b")[0]) == (0, 0.625)
    if "h1/W" in kept:
        assert np.array_equal(other.step.parameter("h1/W"), here.step.parameter("h1/W"))


def test_another_activation_or_loss_goes_on_with_all_weights(session) -> None:
    for spec in (adjust.with_activation(session.spec, "relu"), adjust.with_loss(session.spec, "half_squared_error")):
        other = sessions.change(session, spec)
        assert (other.cursor, other.history.last) == (12, 12)
        after = sessions.step_forward(other).step.parameter("h1/W")
        assert np.isfinite(after).all()
        assert not np.array_equal(after, session.history.step(0).parameter("h1/W"))


def test_another_batch_size_goes_on_at_the_same_step_with_all_weights(session) -> None:
    other = sessions.change(session, replace(session.spec, batch_size=2))
    assert (other.cursor, other.history.origin.step) == (12, 12)
    assert other.notice == "All weights were kept; training goes on."
    assert np.array_equal(other.step.parameter("h1/W"), session.step.parameter("h1/W"))
    assert list(other.history.losses.steps) == list(range(13))


@pytest.mark.parametrize("wanted", [{"seed": 7}, {"initial": (("out/b", (0.5,)),)}])
def test_another_start_begins_again(session, wanted: dict) -> None:
    other = sessions.change(session, replace(session.spec, **wanted))
    assert (other.cursor, other.notice) == (0, "New weights, as asked for; training starts again at step 0.")
    assert other.step.row.tobytes() == sessions.begin(other.spec).step.row.tobytes()
