"""A tutorial's worked example as a list of lines, and its replay beside what was published."""

from __future__ import annotations

from dataclasses import dataclass

from core.papers.line import DIFFERS, Line, verdict
from core.papers.replay import Replay
from core.recipes import RECIPES
from core.spec import Spec, adjust

BIASES, ORDER = "train_biases", "output_first"
BIASES_TRAINED, BIASES_FIXED = "Here the biases are trained.", "Here the biases are held fixed."
ORDER_CHANGED = "Here the output layer is updated first."


@dataclass(frozen=True, slots=True)
class Tutorial:
    """recipe: the run that it is;  switches: which of BIASES and ORDER have an effect."""

    label: str
    about: str
    recipe: str
    lines: tuple[Line, ...]
    switches: tuple[str, ...] = ()

    @property
    def trains_biases(self) -> bool:
        """What the tutorial itself does."""
        return "*/b" not in RECIPES[self.recipe].frozen

    @property
    def published(self) -> dict[str, float]:
        """The numbers that were printed, by the name of their line."""
        return {line.name: float(line.published) for line in self.lines if line.published}

    def spec(self, train_biases: bool) -> Spec:
        """The recipe with its biases trained or held."""
        recipe = RECIPES[self.recipe]
        same = train_biases == self.trains_biases
        return recipe if same else adjust.with_frozen(recipe, "*/b", not train_biases)


@dataclass(frozen=True, slots=True)
class Compared:
    """A line with our number;  slipped: what the slip gives when it is done again, None where it cannot be."""

    line: Line
    ours: float
    slipped: float | None
    verdict: str
    why: str


def compared(tutorial: Tutorial, train_biases: bool, output_first: bool) -> tuple[Compared, ...]:
    """Every line, with ours read from the row of its step under these switches."""
    plain = Replay(tutorial.spec(tutorial.trains_biases))
    same = plain if train_biases == tutorial.trains_biases else Replay(tutorial.spec(train_biases))
    chosen = same.output_layer_first() if output_first else same
    switched = switch_sentences(tutorial, train_biases, output_first)
    return tuple(one_compared(line, tutorial, plain, chosen, switched) for line in tutorial.lines)


def switch_sentences(tutorial: Tutorial, train_biases: bool, output_first: bool) -> str:
    """What the switches make different from the tutorial's own way."""
    biases = BIASES_TRAINED if train_biases else BIASES_FIXED
    told = [biases] if train_biases != tutorial.trains_biases else []
    return " ".join([*told, ORDER_CHANGED] if output_first else told)


def one_compared(line: Line, tutorial: Tutorial, plain: Replay, chosen: Replay, switched: str) -> Compared:
    """One line: our number, the verdict on it, and why it differs from what was published."""
    usual, ours = line.reading(plain.step(line.at)), line.reading(chosen.step(line.at))
    slipped = None if line.slip is None else line.slip(plain, tutorial.published)
    said = verdict(line, ours, slipped)
    reasons = [line.why if verdict(line, usual, slipped) == DIFFERS else "", switched if ours != usual else ""]
    return Compared(line, ours, slipped, said, " ".join(filter(None, reasons)) if said == DIFFERS else "")
