"""Random JSON and mutated specs: the answer is a spec that runs, or a SpecError that can be shown."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from core import RECIPES, BackflowError, Spec, SpecError, compile_program
from core.spec import LIMITS
from tests.core.valid_specs import valid_specs

EDGES = st.sampled_from(
    [0, -1, 1, 10**30, 10**400, 1e300, -1e300, 1e-320, -0.0, 2**63, 0.5, True, False, None, "", "xor", "h1/W", [], {}]
)
ATOMS = EDGES | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
TREES = st.recursive(ATOMS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))
FIELDS = ("data", "layers", "loss", "optimizer", "batch_size", "seed", "frozen", "initial", "schedule", "version")


def assert_program_or_sentence(spec: Spec) -> None:
    """What fits no network is refused when the program is built or started."""
    if spec.data.samples > 100 or any(layer.units > 16 for layer in spec.layers):
        return
    try:
        compile_program(spec).start()
    except BackflowError as refusal:
        assert 10 < len(str(refusal)) < 600


def assert_spec_or_sentence(text: str) -> None:
    try:
        spec = Spec.from_json(text)
    except SpecError as refusal:
        assert 10 < len(str(refusal)) < 600
        str(refusal).encode("utf-8")
    else:
        assert spec == Spec.from_json(spec.to_json())
        assert_program_or_sentence(spec)


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
@example('{"seed": 1}')
def test_any_text_is_a_spec_or_a_sentence(text: str) -> None:
    assert_spec_or_sentence(text)


@given(TREES)
def test_any_json_is_a_spec_or_a_sentence(tree: object) -> None:
    assert_spec_or_sentence(json.dumps(tree))


@given(st.dictionaries(st.sampled_from(FIELDS), TREES))
def test_any_json_in_the_known_fields_is_a_spec_or_a_sentence(content: dict) -> None:
    assert_spec_or_sentence(json.dumps(content))


def places(tree: object, path: tuple = ()) -> list[tuple]:
    """Where something could be replaced, added or taken away."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(place for key, value in items for place in places(value, (*path, key)))]


def mutated(tree: object, path: tuple, replacement: object, remove: bool) -> object:
    """A copy of the tree with one place replaced or removed."""
    if not path:
        return replacement
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    if remove and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = mutated(copy[path[0]], path[1:], replacement, remove)
    return copy


@settings(max_examples=300)
@given(st.data(), valid_specs() | st.sampled_from(list(RECIPES.values())))
def test_a_mutated_spec_is_a_spec_or_a_sentence(data, spec: Spec) -> None:
    tree = json.loads(spec.to_json())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(tree)))
        tree = mutated(tree, place, data.draw(TREES), data.draw(st.booleans()))
    assert_spec_or_sentence(json.dumps(tree))


@given(st.data())
def test_text_cut_or_changed_anywhere_is_a_spec_or_a_sentence(data) -> None:
    text = data.draw(st.sampled_from(list(RECIPES.values()))).to_json()
    place, removed = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 3))
    assert_spec_or_sentence(text[:place] + data.draw(st.text(max_size=3)) + text[place + removed :])


@given(st.sampled_from(list(LIMITS)), TREES | st.floats() | st.binary() | st.complex_numbers())
def test_a_limit_gives_the_number_or_a_sentence(field: str, value: object) -> None:
    try:
        checked = LIMITS[field].check(field, value)
    except BackflowError as refusal:
        assert str(refusal).startswith(f"{field} is ")
    else:
        assert value == checked
        assert LIMITS[field].low <= checked <= LIMITS[field].high
