"""Pasted text that is no spec, from an empty file to megabytes of brackets, gets a sentence and nothing else."""

import pytest

from core import Spec, SpecError


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


TEXTS = {
    "empty": ("", "not valid JSON"),
    "not JSON": ("learning_rate=0.1", "not valid JSON"),
    "cut off": ('{"seed": 1', "not valid JSON"),
    "byte order mark": ('\ufeff{"seed": 1}', "not valid JSON"),
    "a list": ("[1, 2]", "The spec is [1, 2]: expected a JSON object"),
    "a number": ("1", "The spec is 1: expected a JSON object"),
    "NaN": ('{"optimizer": {"learning_rate": NaN}}', "The spec contains NaN: expected finite numbers only"),
    "Infinity": ('{"seed": Infinity}', "The spec contains Infinity"),
    "minus Infinity": ('{"seed": -Infinity}', "The spec contains -Infinity"),
    "beyond floats": ('{"optimizer": {"learning_rate": 1e400}}', "optimizer.learning_rate is inf: expected a number"),
    "400 digits": ('{"optimizer": {"learning_rate": %s}}' % ("9" * 400), "learning_rate is inf: expected a number"),
    "5,000 digits": ('{"seed": %s}' % ("9" * 5000), "seed is inf: expected a whole number"),
    "unknown field": ('{"optimiser": {}}', "spec has no field 'optimiser': the nearest known are optimizer"),
    "unknown inner field": ('{"optimizer": {"lr": 1}}', "spec.optimizer has no field 'lr'"),
    "unknown field of a layer": ('{"layers": [{"unit": 1}]}', "spec.layers[0] has no field 'unit'"),
    "missing units": ('{"layers": [{}]}', "spec.layers[0] is incomplete"),
    "layers not a list": ('{"layers": {"units": 1}}', "spec.layers is {'units': 1}: expected a list"),
    "a layer not an object": ('{"layers": [4]}', "spec.layers[0] is 4: expected an object with the fields of Dense"),
    "null data": ('{"data": null}', "spec.data is None: expected an object with the fields of Data"),
    "seed as text": ('{"seed": "1"}', "seed is '1': expected a whole number"),
    "batch true": ('{"batch_size": true}', "batch_size is True: expected a whole number"),
    "frozen nested": ('{"frozen": [["h1"]]}', "frozen has the entry ['h1']"),
    "frozen text": ('{"frozen": "h1"}', "spec.frozen is 'h1': expected a list"),
    "initial half a pair": ('{"initial": [["h1/W"]]}', "initial has the entry ['h1/W']"),
    "initial a bare number": ('{"initial": [["h1/W", 1]]}', "initial h1/W is 1: expected a list of numbers"),
    "initial null inside": ('{"initial": [["h1/W", [[null]]]]}', "initial h1/W[0][0] is None"),
    "initial lone surrogate": ('{"initial": [["\\ud800", [[1]]]]}', "initial has the entry"),
    "version": ('{"version": "new"}', "version is 'new': this program reads version 1"),
    "brackets, deep": ('{"initial": [["h1/W", ' + nested(700) + "]]}", "at most 4 deep"),
    "brackets, deeper": ('{"data": {"name": ' + nested(987) + "}}", ""),
    "brackets, deepest": ("[" * 100_000, "not valid JSON"),
    "objects, deepest": ('{"data":' * 100_000, "not valid JSON"),
    "huge": ('{"seed": %s1}' % (" " * 2_000_000), "characters: expected at most 2,000,000"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_text_that_is_no_spec_gets_a_sentence(case: str) -> None:
    text, sentence = TEXTS[case]
    with pytest.raises(SpecError) as refusal:
        Spec.from_json(text)
    assert sentence in str(refusal.value)
    assert len(str(refusal.value)) < 400


@pytest.mark.parametrize("text", [None, 5, b"{}", b"\xff", {}])
def test_what_is_not_text_gets_a_sentence(text: object) -> None:
    with pytest.raises(SpecError, match="expected JSON text"):
        Spec.from_json(text)
