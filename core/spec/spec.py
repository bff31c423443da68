"""A spec is everything that decides a training run, and all that a link must carry."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from core.datasets import training_examples
from core.errors import SpecError
from core.losses import LOSSES
from core.regularisers import REGULARISERS
from core.spec.checks import check_even, check_kind, check_number, frozen_list, frozen_numbers
from core.spec.layers import LAYER_KINDS, Layer, Output
from core.spec.limits import LIMITS, shown
from core.spec.parts import Data, Dense, Loss, Optimizer, Regulariser, Schedule, Stop
from core.spec.selectors import check_selector
from core.spec.skips import checked_skips
from core.spec.ties import check_ties

LONGEST_PATH = 40


@dataclass(frozen=True, slots=True)
class Spec:
    """Data, network, loss, optimizer, batch size, seed, what is frozen, and pasted starting weights.

    layers: hidden layers of any kind and a dense output layer, called h1, h2, …, out;
    batch_size: None is the full batch;
    frozen: selectors: "h1", "h1/W", "h1/W[2]" (a unit's incoming weights), "h1/W[2,0]" (one edge), "*/b" (all biases);
    initial: pairs (path, numbers) that replace what the initialiser would draw;
    schedule: how the learning rate changes from step to step;  regularisers: those that are on, each at most once;
    skips: pairs of layers of equal width: the output of the first, or the data x, is added to that of the second;
    stops: the conditions at which the run stops by itself, each at most once.
    """

    data: Data = field(default_factory=Data)
    layers: tuple[Layer, ...] = (Dense(4, "sigmoid"), Dense(1, "sigmoid"))
    loss: Loss = field(default_factory=Loss)
    optimizer: Optimizer = field(default_factory=Optimizer)
    batch_size: int | None = None
    seed: int = 0
    frozen: tuple[str, ...] = ()
    initial: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    regularisers: tuple[Regulariser, ...] = ()
    skips: tuple[tuple[str, str], ...] = ()
    stops: tuple[Stop, ...] = ()

    def __post_init__(self) -> None:
        for name in ("layers", "frozen", "regularisers", "stops"):
            object.__setattr__(self, name, frozen_list(name, getattr(self, name)))
        for name, kind in (("data", Data), ("loss", Loss), ("optimizer", Optimizer), ("schedule", Schedule)):
            check_kind(name, getattr(self, name), kind)
        LIMITS["layers"].check("the number of layers", len(self.layers))
        for i, layer in enumerate(self.layers):
            check_layer(f"layers[{i}]", layer)
        check_number(self, "seed")
        check_last(self.layers[-1])
        check_loss_fits(self.loss.name, self.output.activation)
        check_regularisers(self.regularisers, self.loss.name)
        object.__setattr__(self, "skips", checked_skips(self.skips, self.layer_names, self.layers))
        check_ties(self.layer_names, self.layers)
        check_stops(self.stops)
        check_batch(self.batch_size, training_examples(self.data))
        for selector in self.frozen:
            check_selector(selector, self.layer_names)
        object.__setattr__(self, "initial", checked_initial(self.initial))

    @property
    def layer_names(self) -> tuple[str, ...]:
        """h1, h2, …, out."""
        return names_of(self.layers)

    @property
    def output(self) -> Output:
        """The last layer, whose outputs the loss reads."""
        last = self.layers[-1]
        assert isinstance(last, Output)
        return last

    @property
    def learning_rate(self) -> float:
        """Shortcut for optimizer.learning_rate."""
        return self.optimizer.learning_rate

    def amount(self, regulariser: str) -> float:
        """How much of a regulariser is on; 0 when it is not."""
        return next((one.amount for one in self.regularisers if one.name == regulariser), 0.0)

    def stop(self, name: str) -> float | None:
        """The value of a stop condition; None when it is not set."""
        return next((one.value for one in self.stops if one.name == name), None)

    def with_learning_rate(self, learning_rate: float) -> Spec:
        """The same spec with another learning rate; nothing else changes."""
        return replace(self, optimizer=replace(self.optimizer, learning_rate=learning_rate))

    def to_json(self, indent: int | None = None) -> str:
        """The spec as JSON text."""
        from core.spec.text import to_json

        return to_json(self, indent)

    @staticmethod
    def from_json(text: str) -> Spec:
        """A spec from JSON text; bad text or values raise SpecError with a sentence."""
        from core.spec.text import from_json

        return from_json(text)


def names_of(layers: tuple[Layer, ...]) -> tuple[str, ...]:
    """h1, h2, …, out."""
    return (*(f"h{i + 1}" for i in range(len(layers) - 1)), "out")


def check_layer(field: str, layer: object) -> None:
    """A layer is of one of the known kinds."""
    if not isinstance(layer, tuple(LAYER_KINDS.values())):
        known = " or ".join(f"{kind.__name__}(…)" for kind in LAYER_KINDS.values())
        raise SpecError(f"{field} is {shown(layer)}: expected {known}.")


def check_last(layer: Layer) -> None:
    """The loss compares outputs with targets."""
    if not isinstance(layer, Output):
        raise SpecError(
            f"The last layer is {shown(layer)}: expected Dense(…), or StepDense(…) for an answer at every step."
        )


def check_loss_fits(loss: str, activation: str) -> None:
    """Cross-entropies take logarithms of the outputs, which must lie between 0 and 1; a hinge asks for their sign."""
    rule = LOSSES[loss]
    allowed = rule.output_activations
    if allowed and activation not in allowed:
        raise SpecError(
            f"loss.name is {loss!r} and the output activation is {activation!r}: {loss} needs {rule.outputs_needed}; "
            f"expected the output activation {' or '.join(allowed)}, or another loss."
        )


def check_regularisers(regularisers: tuple[Regulariser, ...], loss: str) -> None:
    """Each at most once, and only where it means something."""
    for i, regulariser in enumerate(regularisers):
        check_kind(f"regularisers[{i}]", regulariser, Regulariser)
        name = regulariser.name
        if name in [other.name for other in regularisers[:i]]:
            raise SpecError(f"regularisers names {name} twice: expected each at most once.")
        if REGULARISERS[name].probabilities and not LOSSES[loss].choices(1):
            fitting = [known for known, rule in LOSSES.items() if rule.choices(1)]
            raise SpecError(
                f"regularisers has {name} and loss.name is {loss!r}: {name} needs targets that are probabilities; "
                f"expected the loss {' or '.join(fitting)}, or no {name}."
            )


def check_stops(stops: tuple[Stop, ...]) -> None:
    """Each condition at most once."""
    for i, stop in enumerate(stops):
        check_kind(f"stops[{i}]", stop, Stop)
        if stop.name in [other.name for other in stops[:i]]:
            raise SpecError(f"stops names {stop.name} twice: expected each at most once.")


def check_batch(batch_size: int | None, examples: int | None) -> None:
    """A batch is at most the training data (None: number of examples not known yet)."""
    if batch_size is None:
        return
    LIMITS["batch_size"].check("batch_size", batch_size)
    if examples is not None and batch_size > examples:
        raise SpecError(
            f"batch_size is {batch_size}: expected 1 to {examples} training examples, or none for the full batch."
        )


def checked_initial(initial: Any) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Pasted weights as nested tuples, each number within the allowed range."""
    pairs = frozen_list("initial", list(initial.items()) if isinstance(initial, dict) else initial)
    return tuple(checked_pair(pair) for pair in pairs)


def checked_pair(pair: Any) -> tuple[str, tuple[Any, ...]]:
    """One path with its pasted numbers; paths are short and printable, so that a sentence may repeat them."""
    pasted = isinstance(pair, (tuple, list)) and len(pair) == 2
    if not pasted or not isinstance(pair[0], str) or len(pair[0]) > LONGEST_PATH or not pair[0].isprintable():
        raise SpecError(f"initial has the entry {shown(pair)}: expected pairs of a path and its numbers.")
    field = f"initial {pair[0]}"
    numbers = frozen_numbers(field, pair[1], "parameter")
    check_even(field, numbers)
    return pair[0], numbers
