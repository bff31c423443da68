"""Everything one person has on the screen, frozen, under one key of the session state; and how it is changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import uuid4

import streamlit as st

from core import RECIPES, BackflowError, Spec
from core import session as sessions
from core.checking import Checked, Tensors
from core.session import Session
from screens.reading import Reading, from_the_start, still_read
from viz.colour import QUANTITIES
from viz.live import Sent
from viz.look import Look, refit
from viz.sketch.selection import first_weight, weight_of

KEY = "backflow"
# It learns within the first ten seconds: long enough to see it happen, short enough to wait for.
FIRST_RECIPE = "circles"
# What a click may have to draw anew; the live fragment carries the numbers, the others their controls and sentences.
EVERYWHERE = ("live", "transport", "inspector", "notices", "metrics", "explanation", "panels")

Change = Callable[[Session], Session]


@dataclass(frozen=True, slots=True)
class View:
    """A session, how it is looked at, and what the browser was sent.

    more: the browser wants rows;  micro: the next row is played slowly;  refusal: why a value was refused, or "";
    settling: the run that was paused, until the stage says on which step;  owed: steps asked for meanwhile;
    whole: all of the page is to be drawn anew;  charted: the charts are on the page, not just room for them;
    moved: number of the slice with which the browser hears of the last pause or step: what it says of the step on its
    screen before that is late;  reading: what of the step is explained, and how;  checked: how far a gradient was
    compared with the loss;  looked: when that was last done at rest;  answered: number of the last pick that was heard;
    asked: how often an explanation was asked for, which brings its card onto the screen;
    tensors: how far every tensor was compared, when asked for.
    """

    session: Session
    look: Look
    name: str
    recipe: str | None
    sent: Sent = field(default_factory=Sent)
    fresh: bool = True
    more: bool = False
    micro: bool = False
    settling: int = -1
    owed: int = 0
    whole: bool = False
    moved: int = 0
    charted: bool = False
    refusal: str = ""
    reading: Reading = field(default_factory=Reading)
    checked: Checked | None = None
    looked: float = 0.0
    answered: int = 0
    asked: int = 0
    tensors: Tensors | None = None


def current() -> View:
    """The person's view; a newcomer gets a network that is already training."""
    if KEY not in st.session_state:
        st.session_state[KEY] = opened(RECIPES[FIRST_RECIPE], FIRST_RECIPE)
    view: View = st.session_state[KEY]
    return view


def opened(spec: Spec, recipe: str | None) -> View:
    """A view on a new run that plays."""
    session = sessions.begin(spec, playing=True)
    session = with_first_weight(session)
    return View(session, refit(Look(), session), uuid4().hex[:8], recipe)


def with_first_weight(session: Session) -> Session:
    """The session with something to look at: what a newcomer sees selected."""
    return sessions.select(session, first_weight(session.program.layout, session.step.row))


def put(view: View) -> None:
    """Keep a view."""
    st.session_state[KEY] = view


def apply(
    change: Change, *, micro: bool = False, more: bool = False, refits: bool = False, recipe: str | None = None
) -> None:
    """Change the session; what it refuses becomes the sentence on the screen, and nothing is lost.

    recipe: the one that is opened, "" for a setup of one's own.
    """
    view = current()
    try:
        session = change(view.session)
        look = refit(view.look, session) if refits or restarted(view.session, session) else view.look
    except BackflowError as error:
        put(replace(view, refusal=str(error)))
        return
    reading = still_read(view.reading, view.session.program, session.program)
    if recipe is not None:
        reading = from_the_start(reading)
    more, recipe = view.more or more, view.recipe if recipe is None else recipe or None
    view = replace(view, session=session, look=look, fresh=True, micro=micro, more=more, refusal="", recipe=recipe)
    put(replace(view, reading=reading))


def select(path: str) -> None:
    """Select what was clicked or typed; of an edge that stands for several weights the strongest of them.

    Its explanation begins with itself, however far a way from there was followed before.
    """
    kind = QUANTITIES[current().look.colour_by].kind
    apply(lambda session: sessions.select(session, weight_of(session.program.layout, session.step.row, path, kind)))
    put(replace(current(), reading=from_the_start(current().reading)))


def redraw() -> None:
    """Draw all of the page, from callbacks: also when the same request asks for rows, which would draw only a part."""
    put(replace(current(), whole=True))


def steer(change: Change, *, micro: bool = False, more: bool = False) -> None:
    """Pause, step or play: what the browser asked before it hears of it no longer holds."""
    apply(change, micro=micro, more=more)
    put(replace(current(), moved=current().sent.sequence + 1))


def halt() -> None:
    """Pause; the stage will say on which step it came to rest."""
    steer(sessions.pause)
    put(replace(current(), settling=current().session.run))


def run_shown() -> str:
    """The run as the browser names it."""
    return f"{current().name}-{current().session.run}"


def settling(view: View) -> bool:
    """Whether the stage has yet to say on which step the pause left it."""
    return view.settling == view.session.run


def at_rest(view: View) -> bool:
    """Whether the step under the cursor is the one on the screen, and stays there."""
    return not view.session.playing and not settling(view)


def play() -> None:
    """Run on from the step on the screen; rows that the stage has ahead of it stay true when it did not move."""
    paused_only = settling(current())
    put(replace(current(), settling=-1, owed=0))
    steer(lambda session: sessions.play(session if paused_only else sessions.ready_to_extend(session)), more=True)


def ask_for_explanation() -> None:
    """Come to rest, and bring the card with the explanation onto the screen."""
    if current().session.playing:
        halt()
    st.session_state["explanation_card"] = True
    put(replace(current(), asked=current().asked + 1, fresh=True))


def walk(steps: int) -> None:
    """So many steps on or back, from the step on the screen: until the stage has said which one that is, they wait."""
    if current().session.playing:
        halt()
    view = current()
    if settling(view):
        put(replace(view, owed=view.owed + steps, fresh=True))
        return
    for _ in range(abs(steps)):
        steer(sessions.step_forward if steps > 0 else sessions.step_back, micro=steps > 0)


def restarted(before: Session, after: Session) -> bool:
    """Whether a new run began at its first step: then the colours are fitted anew."""
    return after.run != before.run and after.cursor == after.history.origin.step != before.cursor


def look_differently(change: Callable[[Look], Look]) -> None:
    """Change how it is drawn, not what is trained."""
    view = current()
    put(replace(view, look=change(view.look), fresh=True))


def fit_colours() -> None:
    """Fit the colour ranges to the step on the screen."""
    session = current().session
    look_differently(lambda look: refit(look, session))


def rerun(*fragments: str) -> None:
    """Draw only these parts of the page again, and the charts that waited until the stage moves; from callbacks.

    An expander asks for its part by name too: a rerun of its own may be lost beside the requests of the stage.
    """
    if not current().charted:
        fragments = (*fragments, "charts")
    try:
        st.rerun(list(fragments))
    except st.errors.StreamlitAPIException as error:  # the fragments are not on the page: a full run follows by itself
        logging.getLogger(__name__).debug("full run instead of %s: %s", fragments, error)
