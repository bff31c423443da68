"""Specs that are valid and small enough to run, from every corner of what is allowed."""

from hypothesis import strategies as st

from core import Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Schedule, Spec, Stop
from core.datasets import DATASETS, outputs_of, training_examples
from core.initialisers import INITIALISERS
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.options import Options
from core.ranges import Whole
from core.regularisers import REGULARISERS
from core.schedules import SCHEDULES
from core.spec import REDUCTIONS
from core.spec.parts import ANSWERS
from core.stops import STOPS

SEEDS = st.integers(0, 2**32 - 1)
NUMBERS = st.floats(-1e6, 1e6)
INITIAL = st.builds(Initialiser, st.sampled_from(list(INITIALISERS)), st.floats(-100, 100))
DRAWN = [name for name in DATASETS if name != "given"]


def tables(rows: int, columns: int) -> st.SearchStrategy:
    row = st.lists(NUMBERS, min_size=columns, max_size=columns).map(tuple)
    return st.lists(row, min_size=rows, max_size=rows).map(tuple)


@st.composite
def data(draw) -> tuple[Data, int, int]:
    """(the data, inputs, outputs)."""
    tested, answer = draw(st.floats(0, 0.9)), draw(st.sampled_from(ANSWERS))
    validated = draw(st.just(0.0) | st.floats(0, min(0.9, 0.99 - tested)))
    if draw(st.booleans()):
        rows, inputs, outputs = (draw(st.integers(1, most)) for most in (5, 3, 3))
        x, y = draw(tables(rows, inputs)), draw(tables(rows, outputs))
        given = Data("given", test_fraction=tested, x=x, y=y, validation_fraction=validated, answer=answer)
        return given, inputs, outputs_of(given)
    name = draw(st.sampled_from(DRAWN))
    numbers = draw(st.integers(4, 40)), draw(st.floats(0, 2)), draw(SEEDS)
    drawn = Data(name, *numbers, tested, validation_fraction=validated, answer=answer)
    return drawn, DATASETS[name].inputs, outputs_of(drawn)


@st.composite
def layers(draw, outputs: int, last: list[str]) -> tuple[Dense, ...]:
    def layer(units: st.SearchStrategy, activations: list[str]) -> Dense:
        return Dense(draw(units), draw(st.sampled_from(activations)), draw(INITIAL), draw(st.booleans()), draw(INITIAL))

    hidden = [layer(st.integers(1, 4), list(ACTIVATIONS)) for _ in range(draw(st.integers(0, 3)))]
    return (*hidden, layer(st.just(outputs), last))


@st.composite
def pasted(draw, spec_layers: tuple[Dense, ...], inputs: int) -> tuple:
    """Starting weights for some of the layers."""
    pairs = []
    names = [*(f"h{i + 1}" for i in range(len(spec_layers) - 1)), "out"]
    for name, layer, width in zip(names, spec_layers, [inputs, *(one.units for one in spec_layers)], strict=False):
        if draw(st.booleans()):
            pairs.append((f"{name}/W", draw(tables(layer.units, width))))
    return tuple(pairs)


@st.composite
def chosen_options(draw, known: Options) -> dict[str, float]:
    """Any values that are allowed, for some of the options."""
    chosen = {}
    for name, option in known.items():
        if draw(st.booleans()):
            values = st.integers if isinstance(option.limit, Whole) else st.floats
            chosen[name] = draw(values(option.limit.low, option.limit.high))
    return chosen


@st.composite
def optimizers(draw, full_batch: bool, plain_squares: bool) -> Optimizer:
    """Any optimizer that takes such batches and such a loss."""
    fitting = {name: rule for name, rule in OPTIMIZERS.items() if full_batch or not rule.full_batch}
    name = draw(st.sampled_from([name for name, rule in fitting.items() if plain_squares or not rule.least_squares]))
    return Optimizer(name, draw(st.floats(0, 100)), draw(chosen_options(OPTIMIZERS[name].options)))


@st.composite
def regularisers(draw, loss: str, batch: int, hidden: tuple[Dense, ...]) -> tuple[Regulariser, ...]:
    """Some of those that fit the loss and as many examples in a step, in any order."""
    fitting = [name for name, rule in REGULARISERS.items() if LOSSES[loss].choices(1) or not rule.probabilities]
    fitting = [name for name in fitting if name != "batch_norm" or batch >= 2]
    fitting = [name for name in fitting if fits_code(name, hidden)]
    chosen = draw(st.lists(st.sampled_from(fitting), unique=True))
    ranges = [REGULARISERS[name].amount for name in chosen]
    return tuple(
        Regulariser(name, draw(st.floats(one.low, one.high))) for name, one in zip(chosen, ranges, strict=True)
    )


def fits_code(name: str, hidden: tuple[Dense, ...]) -> bool:
    """Whether the narrowest hidden layer has what a term of the loss needs."""
    rule = REGULARISERS[name]
    if not rule.term:
        return True
    return bool(hidden) and min(hidden, key=lambda layer: layer.units).activation in (rule.activations or ACTIVATIONS)


@st.composite
def stops(draw) -> tuple[Stop, ...]:
    """Some of those that any examples can meet, at any value that is allowed."""
    anywhere = [name for name, rule in STOPS.items() if not rule.needs]
    limits = {name: STOPS[name].limit for name in draw(st.lists(st.sampled_from(anywhere), unique=True))}
    values = {name: st.integers if isinstance(limit, Whole) else st.floats for name, limit in limits.items()}
    return tuple(Stop(name, draw(values[name](limit.low, limit.high))) for name, limit in limits.items())


@st.composite
def schedules(draw) -> Schedule:
    name = draw(st.sampled_from(list(SCHEDULES)))
    return Schedule(name, draw(chosen_options(SCHEDULES[name].options)))


@st.composite
def valid_specs(draw) -> Spec:
    chosen, inputs, outputs = draw(data())
    loss = draw(st.sampled_from(list(LOSSES)))
    network = draw(layers(outputs, list(LOSSES[loss].output_activations or ACTIVATIONS)))
    batch_size = draw(st.none() | st.integers(1, training_examples(chosen)))
    kept = draw(regularisers(loss, batch_size or training_examples(chosen), network[:-1]))
    plain_squares = LOSSES[loss].least_squares and not any(one.amount for one in kept)
    return Spec(
        data=chosen,
        layers=network,
        loss=Loss(loss, draw(st.sampled_from(REDUCTIONS))),
        optimizer=draw(optimizers(batch_size is None, plain_squares)),
        batch_size=batch_size,
        seed=draw(SEEDS),
        frozen=tuple(draw(st.lists(st.sampled_from(["out", "*/W", "out/W[0]", "out/W[0,0]", "*"]), max_size=3))),
        initial=draw(pasted(network, inputs)),
        schedule=draw(schedules()),
        regularisers=kept,
        stops=draw(stops()),
    )
