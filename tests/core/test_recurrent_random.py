"""Random small networks along sequences: every derivative exact, every replay the same."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core import Dense, Initialiser, Spec
from core.ops import ACTIVATIONS, Elementwise
from core.spec import Embedding, SimpleRNN, StepDense
from tests.core.exactness import assert_exact
from tests.core.recurring import BIASES, KINDS, dropped_out, program_of, recurrent, recurrent_spec

# Without corners, on which a random sum might lie.
SMOOTH = [name for name, rule in ACTIVATIONS.items() if issubclass(rule, Elementwise) and not rule.kinks]


@st.composite
def stepwise(draw, steps: int):
    """A layer from sequence to sequence."""
    units, activation = draw(st.integers(1, 3)), draw(st.sampled_from(SMOOTH))
    kind = draw(st.sampled_from(["step_dense", "embedding", *KINDS]))
    if kind == "step_dense":
        return StepDense(units, activation, bias_initialiser=BIASES)
    if kind == "embedding":
        return Embedding(units, Initialiser("normal"))
    layer = recurrent(kind, units, sequence=True, truncate=draw(st.sampled_from([0, 0, steps])))
    layer = replace(layer, bias=draw(st.booleans()))
    return replace(layer, activation=activation) if isinstance(layer, SimpleRNN) else layer


@st.composite
def nets(draw) -> tuple[Spec, int, int]:
    """(spec, steps, examples)."""
    steps, examples = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    hidden = tuple(draw(stepwise(steps)) for _ in range(draw(st.integers(1, 3))))
    sequence = draw(st.booleans())
    if not sequence and draw(st.booleans()):
        hidden = (*hidden, Dense(2, draw(st.sampled_from(SMOOTH)), bias_initialiser=BIASES))
    spec = recurrent_spec(hidden, sequence, draw(st.sampled_from(["softmax", "linear"])))
    return dropped_out(spec) if draw(st.booleans()) else spec, steps, examples


@settings(max_examples=40)
@given(nets())
def test_random_nets_along_sequences(net: tuple[Spec, int, int]) -> None:
    spec, steps, examples = net
    program = program_of(spec, steps, examples)
    state = program.run(program.start(), 2)
    assert_exact(program, state)
    assert program.advance(program.advance(state)[0])[0] == program.run(state, 2)
    assert Spec.from_json(spec.to_json()) == spec
