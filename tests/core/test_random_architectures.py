"""Architectures that nobody thought of: whatever Hypothesis builds, derivatives are exact and replays are equal."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core import Data, Loss, Optimizer, Spec, compile_program
from core.ops import ACTIVATIONS
from core.spec import REDUCTIONS
from tests.core.exactness import assert_exact
from tests.core.nets import ENDINGS, clearance, dense, start_and_later
from tests.core.valid_specs import regularisers

# Complex numbers see the derivative from the right at a kink; a z that is exactly 0 there is another test's business.
CLEARANCE = 1e-12
FEWEST = 3


@st.composite
def specs(draw) -> Spec:
    """Up to four layers of up to four units, any activations, any fitting loss, up to six examples."""
    output, loss = draw(st.sampled_from(ENDINGS))
    # A softmax over one output is always 1, where a cross-entropy has no derivative.
    outputs = draw(st.integers(2 if output == "softmax" else 1, 3))
    inputs, examples = draw(st.integers(1, 3)), draw(st.integers(1, 6))
    hidden = draw(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(list(ACTIVATIONS))), max_size=3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    batch_size = draw(st.none() | st.integers(1, examples))
    # Over two examples a normalised unit is ±1 whatever its weights are: nothing is left of its gradient but rounding.
    normal = batch_size or examples if (batch_size or examples) > FEWEST else 1
    x, y = rng.normal(size=(examples, inputs)), rng.uniform(0.05, 0.95, size=(examples, outputs))
    return Spec(
        data=Data("given", x=x, y=y),
        layers=(*(dense(units, activation) for units, activation in hidden), dense(outputs, output)),
        loss=Loss(loss, draw(st.sampled_from(REDUCTIONS))),
        optimizer=Optimizer("sgd", 1e-3),
        batch_size=batch_size,
        seed=draw(st.integers(0, 2**32 - 1)),
        regularisers=draw(regularisers(loss, normal)),
    )


@settings(max_examples=60)
@given(specs())
def test_derivatives_of_any_network_are_exact(spec: Spec) -> None:
    program = compile_program(spec)
    for state in start_and_later(program):
        assume(clearance(program, program.advance(state)[1]) > CLEARANCE)
        assert_exact(program, state)


@settings(max_examples=60)
@given(specs())
def test_any_network_trains_the_same_way_twice(spec: Spec) -> None:
    program, again = compile_program(spec), compile_program(Spec.from_json(spec.to_json()))
    assert program.run(program.start(), 5) == again.run(again.start(), 5)
