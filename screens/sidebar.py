"""The side bar: six controls for what is trained, and the rest in one expander."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core import Spec
from core import session as sessions
from core.datasets import DATASETS, training_examples
from core.initialisers import INITIALISERS
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.spec import REDUCTIONS, adjust
from core.spec.layers import weighted
from screens import examples
from screens.controls import change_spec, choice, formula, on_number, options
from screens.echo import follow, key_of, show
from screens.regularisation import regularisation
from screens.skips import skip_links
from screens.stopping import stopping
from screens.ties import tied_weights
from screens.view import apply, current, redraw, rerun, run_shown
from viz.slider import live_slider

WORDS = (
    "Units in each hidden layer, such as 8, 8, or with activations: 8 relu, 8 tanh. For images also conv 8 5x5 relu, "
    "pool 2, average pool 2, global pool and flatten; for sequences rnn 16 tanh, lstm 32, gru 8, embedding 8, and "
    "steps 8 relu, a dense layer at every step."
)
SLOWEST, FASTEST = 1e-4, 10.0


def sidebar() -> None:
    """What is trained: data, layers, activation, learning rate, optimizer with batch, start."""
    spec = current().session.spec
    show_all(spec)
    with st.sidebar:
        st.markdown("### Backflow")
        st.caption("See gradients flow back through a network while it trains. Change anything; you cannot break it.")
        choice("data", "dataset", DATASETS, lambda name: lambda spec: adjust.with_data(spec, adjust.named(name, spec)))
        key = key_of("hidden_layers")
        st.text_input("hidden layers", key=key, on_change=on_hidden, args=(key,), placeholder="no hidden layer",
                      help=WORDS)  # fmt: skip
        if weighted(spec.layers[:-1]):
            activation()
        learning_rate()
        optimizer()
        batch_and_seed(spec)
        start()
        with st.expander("Regularisation", key="regularisation"):
            regularisation(spec)
        with st.expander("Stop by itself", key="stop"):
            stopping(spec)
        with st.expander("More", key="more"):
            more(spec)


def activation() -> None:
    """One for all hidden layers that have one to choose: gates have their own."""
    choice("activation", "activation", ACTIVATIONS, lambda name: lambda spec: adjust.with_activation(spec, name))


def show_all(spec: Spec) -> None:
    """The controls show what the spec says, whoever changed it."""
    hidden, everywhere = weighted(spec.layers[:-1]), weighted(spec.layers)
    shown: dict[str, Any] = {
        "dataset": spec.data.name,
        "hidden_layers": adjust.hidden_text(spec),
        "optimizer": spec.optimizer.name,
        "batch_size": spec.batch_size or training_examples(spec.data) or 1,
        "initialiser": everywhere[0].initialiser.name,
        "seed": spec.seed,
        "loss": spec.loss.name,
        "reduction": spec.loss.reduction,
        "train_biases": "*/b" not in spec.frozen,
        "schedule": spec.schedule.name,
    }
    shown |= {"activation": hidden[0].activation} if hidden else {}
    shown |= examples.shown(spec)
    shown |= {f"option_{name}": spec.optimizer.option(name) for name in OPTIMIZERS[spec.optimizer.name].options}
    shown |= {f"schedule_{name}": value for name, value in spec.schedule.settings.items()}
    for key, value in shown.items():
        show(key, value)


def on_hidden(key: str) -> None:
    """Other hidden layers."""
    change_spec(key, lambda spec: adjust.with_hidden(spec, adjust.parse_widths(st.session_state[key])))
    redraw()


@st.fragment(key="rate")
def learning_rate() -> None:
    """A slider that acts while it is dragged, and a field that follows it; training goes on."""
    rate = current().session.spec.learning_rate
    live_slider("learning rate", rate, SLOWEST, FASTEST, key="learning_rate_slider", log=True, run=run_shown,
                on_value=on_rate)  # fmt: skip
    key = follow("learning_rate", rate)
    st.number_input("learning rate", value=None, key=key, on_change=on_rate_field, args=(key,), format="%.6g",
                    step=0.01, label_visibility="collapsed")  # fmt: skip


def on_rate(value: float, drawn: int | None) -> None:
    """The slider was moved while this step was on the screen."""
    if drawn is not None:
        apply(lambda session: sessions.looked_at(session, drawn))
    apply(lambda session: sessions.change(session, session.spec.with_learning_rate(value)))
    rerun("live", "rate", "notices")


def on_rate_field(key: str) -> None:
    """A number was typed."""
    change_spec(key, lambda spec: spec.with_learning_rate(st.session_state[key]))
    rerun("live", "rate", "notices")


def optimizer() -> None:
    """What the gradient is made into; as wide as the longest name needs."""
    choice("optimizer", "optimizer", OPTIMIZERS, lambda name: lambda spec: adjust.with_optimizer(spec, name))


def batch_and_seed(spec: Spec) -> None:
    """How many examples a step sees, and the chances."""
    batch, seed = st.columns(2)
    examples = training_examples(spec.data)
    key = key_of("batch_size")
    batch.number_input("batch size", value=None, key=key, step=1, on_change=on_number(key, with_batch),
                       help=f"Examples per step; {examples} is the full batch")  # fmt: skip
    key = key_of("seed")
    seed.number_input("seed", value=None, key=key, step=1, on_change=on_number(key, with_seed))


def with_batch(spec: Spec, size: int) -> Spec:
    """As many as there are examples is the full batch; more is refused with a sentence."""
    return replace(spec, batch_size=None if size == training_examples(spec.data) else size)


def start() -> None:
    """Where the weights begin."""
    choice("weights start", "initialiser", INITIALISERS, lambda name: lambda spec: adjust.with_initialiser(spec, name))


def with_seed(spec: Spec, seed: int) -> Spec:
    """Other chances."""
    return replace(spec, seed=seed)


def more(spec: Spec) -> None:
    """What is changed less often."""
    rule = OPTIMIZERS[spec.optimizer.name]
    formula(rule, "optimizer", rule.formula(spec.optimizer.settings))
    options("option", rule.options, adjust.with_option)
    choice("learning-rate schedule", "schedule", SCHEDULES, lambda name: lambda spec: adjust.with_schedule(spec, name))
    formula(SCHEDULES[spec.schedule.name], "schedule", SCHEDULES[spec.schedule.name].tex)
    options("schedule", SCHEDULES[spec.schedule.name].options, adjust.with_schedule_option)
    skip_links(spec, current().session.program.network.inputs)
    tied_weights(spec, current().session.program.network.inputs)
    choice("loss", "loss", LOSSES, lambda name: lambda spec: adjust.with_loss(spec, name))
    key = key_of("reduction")
    st.segmented_control("examples of a batch are", REDUCTIONS, key=key, required=True,
                         on_change=on_number(key, adjust.with_reduction))  # fmt: skip
    key = key_of("train_biases")
    st.toggle("train biases", key=key, on_change=on_number(key, with_biases))
    examples.examples(spec)
    spec_text(spec)


def with_biases(spec: Spec, train: bool) -> Spec:
    """All biases trained, or none."""
    return adjust.with_frozen(spec, "*/b", not train)


def spec_text(spec: Spec) -> None:
    """The whole spec as text, to keep and to bring back."""
    st.download_button("Download this setup", lambda: spec.to_json(2), "backflow.json", key="spec_download",
                       on_click="ignore", width="stretch")  # fmt: skip
    st.text_area("or paste a setup", key="spec_text", height=80, placeholder='{"seed": 1, …}', on_change=on_spec_text)


def on_spec_text() -> None:
    """Open what was pasted; a bad setup is refused with a sentence."""
    text = st.session_state["spec_text"]
    if text.strip():
        apply(lambda session: sessions.opened(session, Spec.from_json(text)), refits=True, recipe="")
        redraw()
