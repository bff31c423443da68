"""Holds the bytes to docs/stage.md: what goes in comes out, and the numbers sent are those of the rows."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.computing_order import layers_of
from tests.viz.recipes import each_recipe, run_of
from viz.sketch.nodes import activations, deltas
from viz.slices import ALIGNMENT, pack, segments, unpack
from viz.structure import structure

DTYPES = st.sampled_from([np.float64, np.float32, np.int32, np.uint8])
SHAPES = arrays.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=5)
ARRAYS = DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, SHAPES))
NAMES = st.text(min_size=1, max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e300, 1e300) | st.text(max_size=50)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))


@given(header=st.dictionaries(NAMES.filter(lambda name: name != "segments"), VALUES, max_size=4),
       parts=st.dictionaries(NAMES, ARRAYS, max_size=5))  # fmt: skip
def test_what_is_packed_is_what_comes_out(header: dict, parts: dict) -> None:
    back, numbers = unpack(pack(header, parts))
    back.pop("segments")
    assert back == header
    assert list(numbers) == list(parts)
    for name, array in parts.items():
        assert numbers[name].dtype == array.dtype
        assert numbers[name].shape == array.shape
        assert numbers[name].tobytes() == array.tobytes()


@given(parts=st.dictionaries(NAMES, ARRAYS, max_size=5), text=st.text(max_size=40))
def test_the_browser_can_lay_typed_arrays_over_the_bytes(parts: dict, text: str) -> None:
    message = pack({"text": text}, parts)
    length = int.from_bytes(message[:4], "little")
    header = json.loads(message[4 : 4 + length].decode("utf-8"))
    assert (4 + length) % ALIGNMENT == 0
    assert len(message) % ALIGNMENT == 0
    assert all(part["offset"] % ALIGNMENT == 0 for part in header["segments"])
    assert {part["dtype"] for part in header["segments"]} <= {"<f8", "<f4", "<i4", "|u1"}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_header_with_a_number_that_json_has_not_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        pack({"low": value}, {})


def test_arrays_in_any_order_of_memory_arrive_row_by_row() -> None:
    table = np.arange(6.0).reshape(2, 3)
    _, numbers = unpack(pack({}, {"columns first": np.asfortranarray(table), "part": table[:, ::2]}))
    assert np.array_equal(numbers["columns first"], table)
    assert np.array_equal(numbers["part"], table[:, ::2])


@each_recipe
def test_the_numbers_sent_are_those_of_the_rows(name: str) -> None:
    session = run_of(name)
    layout = session.program.layout
    steps = np.arange(5)
    rows = np.stack([session.history.step(k).row for k in steps])
    numbers = unpack(pack({}, segments(layout, steps, rows, np.full(5, np.nan))))[1]
    exact = rows.shape[1] <= 600
    places = structure(session.program)
    for k in steps:
        step = session.history.step(k)
        assert (numbers["step"][k], numbers["loss"][k]) == (k, step.loss)
        for kind, of in (("parameter", step.parameter), ("gradient", step.gradient), ("update", step.update)):
            for slot in layout.parameters():
                for entry, (_, value) in zip(slot.entries(), slot.numbered(of(slot.path)), strict=True):
                    sent = numbers[kind][k, place_of(places, entry)]
                    assert sent == (value if exact else np.float32(value)), f"{kind} of {entry}"
        norms = [np.linalg.norm(step.delta(layer)) for layer in layers_of(layout)]
        np.testing.assert_allclose(numbers["delta_norm"][k], norms, rtol=1e-6)


def place_of(described: dict, entry: str) -> int:
    if entry in described["edges"]["id"]:
        return described["edges"]["parameter"][described["edges"]["id"].index(entry)]
    return described["nodes"]["bias"][described["bias_ids"].index(entry)]


@each_recipe
def test_neurons_carry_their_mean_activation_and_summed_delta(name: str) -> None:
    session = run_of(name)
    layout, step = session.program.layout, session.history.step(3)
    activation = activations(layout, step.row[None])[0]
    delta = deltas(layout, step.row[None])[0]
    for place, node in enumerate(structure(session.program)["nodes"]["id"]):
        layer, unit = node.split(":")
        path = "x" if layer == "x" else f"{layer}/a"
        np.testing.assert_allclose(activation[place], step.value(path)[:, int(unit)].mean(), rtol=1e-14)
        if layer == "x":
            assert np.isnan(delta[place])
        else:
            np.testing.assert_allclose(delta[place], step.delta(layer)[:, int(unit)].sum(), rtol=1e-13, atol=1e-17)


def test_no_rows_make_empty_segments() -> None:
    layout = run_of("xor").program.layout
    numbers = segments(layout, np.empty(0, np.int64), np.empty((0, layout.size)), np.empty(0))
    assert {name: len(array) for name, array in numbers.items()} == dict.fromkeys(numbers, 0)
    assert unpack(pack({}, numbers))[1]["parameter"].shape[1] == 17
