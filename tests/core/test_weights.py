"""A layer's weights go to another network bit for bit, as a state or as text; what does not fit is a sentence."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core import RECIPES, BackflowError, Data, Dense, Regulariser, Spec, compile_program
from core import session as sessions
from core.spec import adjust
from core.weights import from_weights_text, layer_of, transfer_layer, weights_of, weights_text, with_layer
from tests.core.runs import TINY, trained

DEEP = Spec(Data("moons", samples=20), (Dense(3), Dense(3), Dense(3), Dense(1, "sigmoid")))
NO_BIAS = replace(TINY, layers=(replace(TINY.layers[0], bias=False), TINY.layers[1]))
NARROW = adjust.with_hidden(TINY, (2,))


def state_of(spec: Spec, steps: int = 5):
    program = compile_program(spec)
    return program.run(program.start(), steps)


@pytest.mark.parametrize("recipe", RECIPES)
def test_text_brings_every_weight_back_to_the_last_bit(recipe: str) -> None:
    state = state_of(RECIPES[recipe])
    back = from_weights_text(weights_text(state))
    assert list(back) == list(weights_of(state))
    for layer, parts in weights_of(state).items():
        assert list(back[layer]) == list(parts)
        for name, array in parts.items():
            assert back[layer][name].tobytes() == np.ascontiguousarray(array).tobytes()


def test_the_text_of_one_layer_holds_that_layer_and_its_step() -> None:
    content = json.loads(weights_text(state_of(DEEP), "h2"))
    assert (content["step"], list(content["weights"])) == (5, ["h2"])
    assert set(content["weights"]["h2"]) == {"W", "b"}


def test_a_layer_goes_from_one_state_to_another_and_nothing_else_moves() -> None:
    here, there = state_of(DEEP), state_of(replace(DEEP, seed=9))
    moved = transfer_layer(here, "h2", there, "h3")
    for layer in ("h1", "h2", "h3", "out"):
        source = (there, "h3") if layer == "h2" else (here, layer)
        for name in ("W", "b"):
            assert np.array_equal(moved.parameter(f"{layer}/{name}"), source[0].parameter(f"{source[1]}/{name}"))
    assert moved.step == here.step


@pytest.mark.parametrize(
    ("source", "layer", "sentence"),
    [
        (NARROW, "h1", r"h1/W has the shape \(3, 2\), and that of h1 has \(2, 2\): expected layers of equal width"),
        (NO_BIAS, "h1", "h1 has W and b, and h1 has W: expected the same of both"),
        (TINY, "h7", "These weights have no layer 'h7'"),
    ],
)
def test_what_does_not_fit_is_refused_with_both_shapes(source: Spec, layer: str, sentence: str) -> None:
    with pytest.raises(BackflowError, match=sentence):
        transfer_layer(state_of(TINY), "h1", state_of(source), layer)


def test_an_unknown_layer_here_is_refused() -> None:
    with pytest.raises(BackflowError, match="There is no layer 'h9' here"):
        transfer_layer(state_of(TINY), "h9", state_of(TINY), "h1")


def test_weights_of_a_single_layer_go_anywhere() -> None:
    alone = from_weights_text(weights_text(state_of(DEEP), "h3"))
    assert layer_of(alone, "h1") is alone["h3"]


def normalised(spec: Spec) -> Spec:
    return replace(spec, regularisers=(Regulariser("batch_norm", 0.1),))


def test_a_normalised_layer_brings_its_scale_and_its_running_statistics() -> None:
    here, there = state_of(normalised(TINY), 0), state_of(normalised(replace(TINY, seed=3)), 30)
    moved = weights_of(transfer_layer(here, "h1", there, "h1"))
    assert set(moved["h1"]) == {"W", "b", "gamma", "mean:running", "variance:running"}
    back = from_weights_text(weights_text(there))
    for name, array in weights_of(there)["h1"].items():
        assert np.array_equal(moved["h1"][name], array)
        assert np.array_equal(back["h1"][name], array)
        assert not np.array_equal(weights_of(here)["h1"][name], array)
    for name, array in weights_of(here)["out"].items():
        assert np.array_equal(moved["out"][name], array)


def test_a_variance_below_zero_is_refused() -> None:
    here = state_of(normalised(TINY))
    wrong = {**weights_of(here)["h1"], "variance:running": np.full(3, -1.0)}
    with pytest.raises(BackflowError, match="expected finite numbers, and a variance of 0 or more"):
        with_layer(here, "h1", wrong, "the layer that was given")


def test_a_plain_layer_does_not_go_into_a_normalised_one() -> None:
    with pytest.raises(BackflowError, match="expected the same of both"):
        transfer_layer(state_of(normalised(TINY)), "h1", state_of(TINY), "h1")


REFUSED = {
    "empty": ("", "The weights text is not valid JSON"),
    "a list": ("[1]", "The weights text is [1]: expected a JSON object"),
    "nothing": ("{}", "expected weights, perhaps a step"),
    "another field": ('{"weights": {"h1": {"W": [[1]]}}, "seed": 1}', "The weights text has the fields"),
    "a newer version": ('{"version": 2, "weights": {}}', "version is 2: this program reads version 1"),
    "no layers": ('{"weights": {}}', "weights is {}: expected an object with 1 to 100 names"),
    "layers a list": ('{"weights": [1]}', "weights is [1]: expected an object"),
    "a layer of numbers": ('{"weights": {"h1": [1]}}', "h1 is [1]: expected an object"),
    "a bare number": ('{"weights": {"h1": {"b": 1}}}', "h1/b is 1: expected a list of numbers"),
    "text": ('{"weights": {"h1": {"b": ["1"]}}}', "h1/b[0] is '1': expected a number from -1e+06 to 1e+06"),
    "too large": ('{"weights": {"h1": {"b": [1e7]}}}', "h1/b[0] is 1e+07: expected a number"),
    "NaN": ('{"weights": {"h1": {"b": [NaN]}}}', "The weights text contains NaN"),
    "ragged": ('{"weights": {"h1": {"W": [[1], [1, 2]]}}}', "h1/W has rows of different lengths"),
    "deep": ('{"weights": {"h1": {"W": [[[[[1]]]]]}}}', "at most 4 deep"),
    "a long name": ('{"weights": {"%s": {"b": [1]}}}' % ("h" * 500), "expected names such as h1, W or b"),
    "a strange name": ('{"weights": {"\\ud800": {"b": [1]}}}', "expected names such as h1, W or b"),
    "brackets": ("[" * 100_000, "not valid JSON"),
    "huge": (" " * 2_000_001, "has 2,000,001 characters: expected at most 2,000,000"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_text_that_holds_no_weights_gets_a_sentence(case: str) -> None:
    text, sentence = REFUSED[case]
    with pytest.raises(BackflowError) as refusal:
        from_weights_text(text)
    assert sentence in str(refusal.value)
    assert len(str(refusal.value)) < 400


TREES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["h1", "W", "b", "weights"]), inner),
)


@given(TREES)
@example({"weights": {"h1": {"W": [[]], "b": []}}})
def test_any_json_is_loaded_or_a_sentence(tree: object) -> None:
    session = sessions.begin(TINY)
    try:
        loaded = sessions.load_weights(session, "h1", from_weights_text(json.dumps({"weights": tree})))
    except BackflowError as refusal:
        assert 10 < len(str(refusal)) < 600
        str(refusal).encode("utf-8")
    else:
        assert np.isfinite(loaded.step.parameter("h1/W")).all()


def test_weights_that_overflowed_are_not_written() -> None:
    session = trained(replace(RECIPES["sine"].with_learning_rate(100.0)), 400)
    after = session.history.head
    assert session.fault is not None
    bad = type(after)(after.layout, after.step, np.full_like(after.vector, np.inf))
    with pytest.raises(BackflowError, match="not all weights are finite"):
        weights_text(bad)


@pytest.fixture
def session() -> sessions.Session:
    return replace(trained(steps=20), cursor=12)


def loaded(session: sessions.Session) -> tuple[sessions.Session, dict]:
    given = weights_of(state_of(replace(TINY, seed=5), 40))
    return sessions.load_weights(session, "h1", given), given["h1"]


def test_a_loaded_layer_is_in_the_step_on_the_screen_frozen_with_its_gradient_shown(session) -> None:
    there, given = loaded(session)
    assert (there.cursor, there.history.last, there.revision, there.run) == (
        12,
        12,
        session.revision + 1,
        session.run + 1,
    )
    assert there.spec.frozen == ("h1",)
    for name, array in given.items():
        assert np.array_equal(there.step.parameter(f"h1/{name}"), array)
        assert np.all(there.step.update(f"h1/{name}") == 0.0)
        assert np.any(there.step.gradient(f"h1/{name}") != 0.0)
    assert np.array_equal(there.step.parameter("out/W"), session.step.parameter("out/W"))
    assert there.notice.startswith("h1 has the weights that were given, and is frozen")


def test_a_loaded_layer_stands_still_while_the_others_train_until_it_is_freed(session) -> None:
    there, given = loaded(session)
    later = sessions.step_forward(sessions.step_forward(there))
    assert np.array_equal(later.step.parameter("h1/W"), given["W"])
    assert not np.array_equal(later.step.parameter("out/W"), there.step.parameter("out/W"))
    freed = sessions.change(later, adjust.with_frozen(later.spec, "h1", False))
    moved = sessions.step_forward(sessions.step_forward(freed))
    assert not np.array_equal(moved.step.parameter("h1/W"), given["W"])


def test_the_past_of_a_loaded_layer_stays_what_it_was(session) -> None:
    there, _ = loaded(session)
    for step in range(12):
        assert there.history.step(step).row.tobytes() == session.history.step(step).row.tobytes()


def test_loading_into_a_frozen_layer_freezes_it_once(session) -> None:
    there, _ = loaded(loaded(session)[0])
    assert there.spec.frozen == ("h1",)


def test_what_does_not_fit_leaves_the_session_as_it_was(session) -> None:
    with pytest.raises(BackflowError, match="expected layers of equal width"):
        sessions.load_weights(session, "h1", weights_of(state_of(NARROW)))
