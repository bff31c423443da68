"""Lets Hypothesis press every button in every order: whatever happens, the run stays true to its own numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import core.history
from core import RECIPES, BackflowError, Optimizer
from core import session as sessions
from core.spec import adjust
from core.stops import STOPS
from core.weights import weights_of
from tests.core.runs import OVERFLOWING, TINY

LEAST_SQUARES = replace(RECIPES["xor"], optimizer=Optimizer("levenberg_marquardt"))
BENT = replace(TINY, batch_size=None, optimizer=Optimizer("lbfgs", 0.5))
SPECS = [
    TINY,
    OVERFLOWING,
    LEAST_SQUARES,
    BENT,
    RECIPES["xor"],
    RECIPES["two_two_two"],
    RECIPES["sum_of_two_sigmoids"],
    RECIPES["blobs"],
]
RATES = st.sampled_from([0.0, 1e-4, 0.1, 2.0, 100.0]) | st.floats(-1.0, 101.0)
WEIGHTS = st.sampled_from([0.0, -1.5, 1e6]) | st.floats(allow_nan=True, allow_infinity=True)
SELECTORS = ["h1", "h1/W", "h1/W[0,0]", "*/b", "out/b[0]", "h9", "out"]
STOP_VALUES = st.none() | st.integers(1, 80) | st.floats(0, 1)
WIDTHS = st.lists(st.integers(1, 5), max_size=3).map(tuple)


class SessionMachine(RuleBasedStateMachine):
    """A person who does anything; refusals must be BackflowErrors and leave the session as it was."""

    @initialize(spec=st.sampled_from(SPECS))
    def begin(self, spec) -> None:
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(core.history, "ROW_BYTES", 20_000)
        self.patch.setattr(core.history, "MOST_STATES", 6)
        self.session = sessions.begin(spec)
        self.seen: dict[int, bytes] = {}

    def teardown(self) -> None:
        if hasattr(self, "patch"):
            self.patch.undo()

    def attempt(self, transition, keeps_past: bool = True) -> None:
        """What was seen up to the cursor stays what it was, unless the transition starts another run."""
        before = self.session
        try:
            self.session = transition(before)
        except BackflowError as error:
            assert len(str(error)) > 20, "a refusal must be a sentence"
            return
        past = before.cursor if keeps_past and self.session.history.origin.step <= before.cursor else -1
        same = keeps_past and self.session.history.origin is before.history.origin
        self.seen = {step: row for step, row in self.seen.items() if same and step < past}

    @rule(count=st.integers(0, 20), stride=st.sampled_from([1, 1, 4, 16]))
    def train(self, count: int, stride: int) -> None:
        self.attempt(lambda session: sessions.recorded(session, count, stride))

    @rule()
    def play_or_pause(self) -> None:
        playing = self.session.playing
        self.attempt(sessions.pause if playing else lambda session: sessions.play(sessions.ready_to_extend(session)))

    @rule(part=st.floats(0, 1))
    def look(self, part: float) -> None:
        first, last = self.session.history.origin.step, self.session.history.last
        self.attempt(lambda session: sessions.looked_at(session, round(first + part * (last - first))))

    @rule(steps=st.lists(st.booleans(), min_size=1, max_size=4))
    def step(self, steps: list[bool]) -> None:
        for forward in steps:
            self.attempt(sessions.step_forward if forward else sessions.step_back)

    @rule(step=st.integers(-3, 90))
    def go(self, step: int) -> None:
        self.attempt(lambda session: sessions.go_to(session, step))

    @rule(rate=RATES)
    def change_rate(self, rate: float) -> None:
        self.attempt(lambda session: sessions.change(session, session.spec.with_learning_rate(rate)))

    @rule(selector=st.sampled_from(SELECTORS), frozen=st.booleans())
    def freeze(self, selector: str, frozen: bool) -> None:
        self.attempt(lambda session: sessions.change(session, adjust.with_frozen(session.spec, selector, frozen)))

    @rule(name=st.sampled_from(list(STOPS)), value=STOP_VALUES)
    def stop_at(self, name: str, value: float | None) -> None:
        self.attempt(lambda session: sessions.change(session, adjust.with_stop(session.spec, name, value)))

    @rule(part=st.floats(0, 1))
    def load_weights(self, part: float) -> None:
        first, last = self.session.history.origin.step, self.session.history.last
        weights = weights_of(self.session.history.state(round(first + part * (last - first))))
        self.attempt(lambda session: sessions.load_weights(session, "out", weights))

    @rule()
    def go_to_best(self) -> None:
        self.attempt(sessions.go_to_best)

    @rule(size=st.integers(-1, 25) | st.none())
    def change_batch(self, size: int | None) -> None:
        self.attempt(lambda session: sessions.change(session, replace(session.spec, batch_size=size)), False)

    @rule(widths=WIDTHS)
    def change_layers(self, widths: tuple[int, ...]) -> None:
        self.attempt(lambda session: sessions.change(session, adjust.with_hidden(session.spec, widths)), False)

    @rule(name=st.sampled_from(["xor", "moons", "circles", "sine", "blobs"]), validated=st.sampled_from([0.0, 0.25]))
    def change_data(self, name: str, validated: float) -> None:
        def change(session):
            data = replace(adjust.named(name, session.spec), validation_fraction=validated)
            return sessions.change(session, adjust.with_data(session.spec, data))

        self.attempt(change, False)

    @rule(value=WEIGHTS, row=st.integers(0, 2), column=st.integers(0, 1))
    def edit(self, value: float, row: int, column: int) -> None:
        slot = self.session.program.layout.slot("out/W")
        place = (row % slot.shape[0], column % slot.shape[1])
        self.attempt(lambda session: sessions.edit(session, "out/W", place, value))

    @rule(path=st.sampled_from(["h1:0", "h1/W[0,0]", "out/b[0]", "x:0", "", "h1/W[9,9]", "nonsense"]))
    def select(self, path: str) -> None:
        self.attempt(lambda session: sessions.select(session, path))

    @rule(transition=st.sampled_from([sessions.restart, sessions.reseed]))
    def start_again(self, transition) -> None:
        self.attempt(transition, False)

    @invariant()
    def the_cursor_is_within_the_run(self) -> None:
        history = self.session.history
        assert history.origin.step <= self.session.cursor <= history.last
        assert self.session.fault is None or self.session.fault.step == history.last

    @invariant()
    def a_stop_ends_the_rows_and_only_what_lies_behind_was_played_past(self) -> None:
        session = self.session
        assert session.stopped is None or (session.stopped.step == session.history.last and session.fault is None)
        assert all(one.step <= session.history.last for one in session.passed)

    @invariant()
    def the_loss_is_that_of_the_parameters_on_their_batch(self) -> None:
        step = self.session.step
        assert step.index == self.session.cursor
        program = self.session.history.program_at(step.index)
        if np.isfinite(step.row).all():
            loss = program.loss_at(step.row[program.layout.blocks["parameter"]], step.value("x"), step.value("y"))
            np.testing.assert_allclose(loss, step.loss, rtol=1e-12)
        else:
            assert self.session.fault is not None

    @invariant()
    def the_past_is_what_it_was(self) -> None:
        cursor = self.session.cursor
        row = self.session.step.row.tobytes()
        assert self.seen.setdefault(cursor, row) == row
        for step, seen in list(self.seen.items())[:3]:
            assert self.session.history.step(step).row.tobytes() == seen, f"step {step} has changed"


TestSessionMachine = SessionMachine.TestCase
TestSessionMachine.settings = settings(max_examples=40, stateful_step_count=25)
