"""A spec goes through JSON and comes back equal, so that a link carries a run exactly."""

import json

import pytest
from hypothesis import given, settings

from core import RECIPES, Spec, SpecError, compile_program
from tests.core.valid_specs import valid_specs


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_survives_the_round_trip(recipe: str) -> None:
    spec = RECIPES[recipe]
    assert spec == Spec.from_json(spec.to_json())
    assert spec == Spec.from_json(spec.to_json(indent=2))


@given(valid_specs())
def test_every_valid_spec_survives_the_round_trip(spec: Spec) -> None:
    again = Spec.from_json(spec.to_json())
    assert spec == again
    assert hash(spec) == hash(again)


@settings(max_examples=50)
@given(valid_specs())
def test_a_spec_from_text_trains_bit_for_bit_like_the_original(spec: Spec) -> None:
    one, two = compile_program(spec), compile_program(Spec.from_json(spec.to_json()))
    assert one.record(one.start(), 2).rows.tobytes() == two.record(two.start(), 2).rows.tobytes()


def test_the_text_is_plain_json_with_a_version() -> None:
    content = json.loads(RECIPES["xor"].to_json())
    assert content["version"] == 1
    assert content["optimizer"] == {"name": "sgd", "learning_rate": 0.1, "options": {}}


def test_an_empty_object_is_the_default_spec() -> None:
    assert Spec() == Spec.from_json("{}")


def test_a_newer_version_is_refused_by_name() -> None:
    with pytest.raises(SpecError, match="version is 2: this program reads version 1"):
        Spec.from_json('{"version": 2}')


def test_another_learning_rate_changes_nothing_else() -> None:
    spec = RECIPES["spiral"].with_learning_rate(0.01)
    assert spec.learning_rate == 0.01
    assert RECIPES["spiral"] == spec.with_learning_rate(RECIPES["spiral"].learning_rate)
