"""Stands in for the browser: asks for slices and keeps count of what it was sent."""

import numpy as np

from core.session import Session
from viz.header import Told
from viz.live import Sent, next_slice
from viz.look import Look
from viz.slices import unpack


class Browser:
    """Keeps what it was sent, as the stage does."""

    def __init__(self, session: Session, look: Look = Look()) -> None:  # noqa: B008 - Look is frozen
        self.session, self.look, self.sent = session, look, Sent()

    def receive(self, more: bool = False, micro: bool = False) -> tuple[dict, dict[str, np.ndarray]]:
        self.session, self.sent = next_slice(self.session, self.look, self.sent, more, "me", Told(micro))
        return unpack(self.sent.message)
