"""The inspector: what is selected, its numbers at the drawn step, and the controls that change it."""

from __future__ import annotations

import re

import streamlit as st

from core import session as sessions
from core.optimizers import OPTIMIZERS
from core.session import Session
from core.spec import adjust
from core.spec.selectors import freezing
from screens.badge import badge
from screens.echo import by_hand, follow, show
from screens.transfer import transfer
from screens.view import EVERYWHERE, apply, ask_for_explanation, current, rerun, run_shown, select, settling
from screens.weight_table import weight_table
from viz.explain import parameter_of
from viz.readout import readout
from viz.sketch.columns import columns
from viz.sketch.drawn import is_sketched
from viz.sketch.families import edge_paths
from viz.slider import live_slider

WIDEST = 4.0
FEW_WEIGHTS = 12
HINT = "nothing"


@st.fragment(key="inspector")
def inspector() -> None:
    """The selected part of the network."""
    session = current().session
    with st.container(border=True, key="inspector_card"):
        choose(session)
        readout(session.selected)
        if session.selected:
            badge()
            st.button("Explain", key="explain", icon=":material/function:", shortcut="e", on_click=on_explain,
                      width="stretch", help="Where this number comes from")  # fmt: skip
        found = parameter_of(session.program.layout, session.selected)
        if found and (found[0], "value") in session.program.layout:
            weight(session, *found)
        if layer_with_weights(session):
            whole_layer(session)


def choose(session: Session) -> None:
    """A select box for those without a mouse."""
    crowded = is_sketched(session.program.layout, current().look.edges)
    also = ", or type a path such as h1/W[2,0]" if crowded else ""
    key = show("selected", session.selected or HINT)
    st.selectbox("selected", [HINT, *selectable(session)], key=key, on_change=on_selected, args=(key,),
                 accept_new_options=crowded,
                 help=f"Click an edge, a neuron or a bias square on the stage, or choose here{also}")  # fmt: skip


def selectable(session: Session) -> list[str]:
    """Every edge, bias and unit by its path; of a large network the edges that are drawn, and no inputs."""
    layout = session.program.layout
    units = [f"{column.name}:{i}" for column in columns(layout)[1:] for i in range(column.units)]
    if not is_sketched(layout, current().look.edges):
        inputs = [f"x:{i}" for i in range(columns(layout)[0].units)]
        return inputs + units + [path for slot in layout.parameters() for path in slot.entries()]
    others = [path for slot in layout.parameters() if slot.role != "weight" for path in slot.entries()]
    known = units + others + edge_paths(layout, current().sent.edges)
    return known if not session.selected or session.selected in known else [session.selected, *known]


def on_explain() -> None:
    """Pause, and show where the numbers of what is selected come from."""
    ask_for_explanation()
    rerun(*EVERYWHERE)


def on_selected(key: str) -> None:
    """Another choice in the box."""
    if not by_hand(key):
        return
    chosen = st.session_state[key]
    select("" if chosen == HINT else chosen)
    rerun("live", "inspector", "notices", "explanation", "panels")


def weight(session: Session, path: str, index: tuple[int, ...]) -> None:
    """Slider, field and freeze toggle for one weight or bias."""
    name = f"{path}[{','.join(map(str, index))}]"
    value = float(session.step.parameter(path)[index])
    slide(f"{'bias' if path.endswith('b') else 'weight'} {name}", "weight_slider", path, index, value)
    # Until the step on the screen is known no number stands in the field, for it would be stale; the readout has it.
    key = follow("weight_value", None if session.playing or settling(current()) else value)
    # With value=None an emptied field reports None, which is no wish; else it would report 0, which is a weight.
    st.number_input(f"set {name}", value=None, key=key, step=0.01, format="%.6g", on_change=on_field,
                    args=(key, path, index), placeholder="type a value", label_visibility="collapsed")  # fmt: skip
    freeze(session, name, path, index)
    memory(session, path, index)


def memory(session: Session, path: str, index: tuple[int, ...]) -> None:
    """What the optimizer remembers of this weight after the step on the screen."""
    rule = OPTIMIZERS[session.spec.optimizer.name]
    if not (rule.scalars or rule.fields_of(session.spec.optimizer.settings)):
        return
    if session.playing:
        st.caption("Pause to see what the optimizer remembers of it.")
        return
    found = session.step.memory(path)
    values = [f"{float(array[index] if array.shape else array):.6g}" for array in found.values()]
    st.dataframe({"memory": list(found), "value": values}, key="memory", hide_index=True, width="stretch")


def freeze(session: Session, name: str, path: str, index: tuple[int, ...]) -> None:
    """A toggle; what is frozen together with others is freed together with them."""
    by = freezing(session.spec.frozen, path, index)
    key = show("frozen", by is not None)
    explained = "Its gradient is still shown; its update is zero" if by in (None, name) else f"Frozen as part of {by}"
    st.toggle("freeze", key=key, on_change=on_freeze, args=(key, name), help=explained,
              disabled=by not in (None, name))  # fmt: skip


def slide(label: str, key: str, path: str, index: tuple[int, ...], value: float) -> None:
    """A slider that sets one number while it is dragged."""

    def on_value(value: float, drawn: int | None) -> None:
        set_value(path, index, value, drawn)

    live_slider(
        label,
        value,
        -WIDEST,
        WIDEST,
        key=key,
        follow=f"{path}[{','.join(map(str, index))}]",
        run=run_shown,
        on_value=on_value,
    )


def set_value(path: str, index: tuple[int, ...], value: float, drawn: int | None = None) -> None:
    """Put a number into a weight at the step on the screen; everything follows at once."""

    def change(session: Session) -> Session:
        at = session if drawn is None else sessions.looked_at(session, drawn)
        return sessions.edit(at, path, index, value)

    apply(change)
    rerun("live", "inspector", "notices", "metrics", "explanation", "panels")


def on_field(key: str, path: str, index: tuple[int, ...]) -> None:
    """A number was typed."""
    value = st.session_state[key]
    if by_hand(key) and value is not None:
        set_value(path, index, value)


def on_freeze(key: str, selector: str) -> None:
    """Freeze or free what a selector names: one weight, or a whole layer."""
    if not by_hand(key):
        return
    frozen = st.session_state[key]
    apply(lambda session: sessions.change(session, adjust.with_frozen(session.spec, selector, frozen)))
    rerun("live", "inspector", "notices", "explanation", "panels")


def layer_with_weights(session: Session) -> str:
    """The selected layer, if it has weights of its own."""
    layer = re.split(r"[:/]", session.selected)[0]
    return layer if f"{layer}/W" in [slot.path for slot in session.program.layout.parameters()] else ""


def whole_layer(session: Session) -> None:
    """All weights of the selected layer: as a table to edit, and as sliders when they are few."""
    layer = layer_with_weights(session)
    with st.expander(f"all weights of {layer}", key=f"layer_{layer}", on_change=rerun, args=("inspector",)) as expander:
        if expander.open:
            key = show(f"frozen_{layer}", layer in session.spec.frozen)
            st.toggle(f"freeze all of {layer}", key=key, on_change=on_freeze, args=(key, layer))
            transfer(session, layer)
            weight_table(session, layer)
            sliders(session, layer)


def sliders(session: Session, layer: str) -> None:
    """One slider per weight of a small layer, biases included."""
    step = session.step
    slots = [slot for slot in session.program.layout.parameters() if slot.path.startswith(f"{layer}/")]
    if sum(step.parameter(slot.path).size for slot in slots) > FEW_WEIGHTS:
        st.caption(f"More than {FEW_WEIGHTS} weights: click one on the stage to slide it.")
        return
    for slot in slots:
        for index, value in slot.numbered(step.parameter(slot.path)):
            name = f"{slot.path}[{','.join(map(str, index))}]"
            slide(name, f"slide_{name}", slot.path, index, value)
