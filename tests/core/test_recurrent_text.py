"""Recurrent layers as people type them, and back."""

import pytest

from core import Dense, Spec, SpecError
from core.spec import GRU, LSTM, Embedding, SimpleRNN, StepDense, adjust

ONE = Spec(layers=(Dense(4, "relu"), Dense(1, "sigmoid")))
READ = {
    "lstm 32": (LSTM(32),),
    "LSTM 32": (LSTM(32),),
    "rnn 16": (SimpleRNN(16),),
    "rnn 16 relu": (SimpleRNN(16, "relu"),),
    "gru 8, gru 4": (GRU(8, sequence=True), GRU(4)),
    "embedding 3, lstm 5": (Embedding(3), LSTM(5)),
    "lstm 5, steps 3": (LSTM(5, sequence=True), StepDense(3)),
    "rnn 2, steps 3 relu, gru 4, 5 relu": (
        SimpleRNN(2, sequence=True), StepDense(3, "relu"), GRU(4), Dense(5, "relu")
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_text_becomes_layers_and_text_again(text: str) -> None:
    spec = adjust.with_hidden(ONE, adjust.parse_widths(text))
    assert spec.layers[:-1] == READ[text]
    assert adjust.with_hidden(spec, adjust.parse_widths(adjust.hidden_text(spec))) == spec


def test_another_width_keeps_what_was_not_typed() -> None:
    spec = Spec(layers=(LSTM(3, truncate=5, forget_bias=0.0), Dense(1, "sigmoid")))
    assert adjust.with_hidden(spec, adjust.parse_widths("lstm 4")).layers[0] == LSTM(4, truncate=5, forget_bias=0.0)
    assert adjust.with_hidden(spec, adjust.parse_widths("gru 4")).layers[0] == GRU(4)


def test_an_answer_at_every_step_needs_all_states() -> None:
    spec = Spec(layers=(Dense(3), StepDense(1, "sigmoid")))
    assert adjust.with_hidden(spec, adjust.parse_widths("rnn 4")).layers[0] == SimpleRNN(4, sequence=True)


@pytest.mark.parametrize("text", ["lstm", "lstm 8 relu", "rnn x", "gru 0", "rnn 8 rellu", "embedding -1", "lstm 2000"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(SpecError):
        adjust.parse_widths(text)


def test_another_initialiser_reaches_every_layer() -> None:
    spec = Spec(layers=(SimpleRNN(3, sequence=True), LSTM(3, sequence=True), GRU(3), Dense(1, "sigmoid")))
    changed = adjust.with_initialiser(spec, "pytorch_default")
    assert {layer.initialiser.name for layer in changed.layers} == {"pytorch_default"}
    assert {layer.bias_initialiser.name for layer in changed.layers} == {"pytorch_default"}
