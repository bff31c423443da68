"""A browser tab without a browser: one websocket that speaks Streamlit's protobuf, for the page benchmarks."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
TRIGGERS = "$$STREAMLIT_INTERNAL_KEY_{}__events"
CACHED_FOR_RUNS = 2


@dataclass
class Seen:
    """A widget on the page: its protobuf and the fragment it lives in."""

    proto: Any
    fragment: str


@dataclass
class Tab:
    """Opened with `connect`; every request waits for the finished run and returns its seconds."""

    url: str
    page: str = ""
    widgets: dict[str, Seen] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    slices: list[tuple[dict[str, Any], int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    runs: int = 0
    cut: int = 0
    socket: Any = None

    async def connect(self) -> float:
        """Open the page and wait for its first run."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = await websockets.connect(
            address, subprotocols=["streamlit", "no-token"], origin=self.url, max_size=None, compression=None,
            ping_interval=None,
        )  # fmt: skip
        return await self.run()

    async def close(self) -> None:
        """Leave."""
        await self.socket.close()

    async def run(self, fragment: str = "", trigger: WidgetState | None = None) -> float:
        """Ask for a run of the page or of a fragment, and wait for it."""
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.fragment_id = self.page, fragment
        state.widget_states.widgets.extend(self.states.values())
        if trigger is not None:
            state.widget_states.widgets.append(trigger)
        state.cached_message_hashes.extend(self.held)
        state.context_info.timezone, state.context_info.locale, state.context_info.url = "UTC", "en-GB", self.url
        begin = time.perf_counter()
        self.received.clear()
        await self.socket.send(message.SerializeToString())
        while not self.take(await self.socket.recv()):
            pass
        return time.perf_counter() - begin

    def take(self, payload: bytes) -> bool:
        """Read one message; true when it says that the run is done."""
        message = ForwardMsg()
        message.ParseFromString(payload)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self.held[message.hash] = self.runs
        if kind == "new_session":
            self.page = message.new_session.page_script_hash
        elif kind == "ref_hash":
            self.held[message.ref_hash] = self.runs
            self.count("cached", payload)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self.element(message.delta, payload)
        elif kind == "delta":
            self.count("block", payload)
        elif kind == "script_finished":
            return self.finished(message.script_finished)
        return False

    def finished(self, status: int) -> bool:
        """A run that ended early asked for another one; a whole one ages the cache, as in the browser."""
        if status not in DONE:
            self.cut += 1
            return False
        self.runs += 1
        self.held = {digest: age for digest, age in self.held.items() if self.runs - age <= CACHED_FOR_RUNS}
        return True

    def element(self, delta: Any, payload: bytes) -> None:
        """Remember a widget by its label, or a live component by its name; unpack the head of a slice."""
        kind = delta.new_element.WhichOneof("type")
        proto = getattr(delta.new_element, kind)
        name = proto.component_name.split(".")[-1] if kind == "bidi_component" else kind
        self.count(name, payload)
        if kind == "exception":
            self.faults.append(f"{proto.type}: {proto.message[:200]}")
        if name == "backflow_feed" and proto.bytes:
            self.slices.append((head(proto.bytes), len(payload)))
        if hasattr(proto, "id"):
            # A slider for a weight stands in the inspector, that of the learning rate in the side bar.
            if name == "backflow_slider" and delta.fragment_id:
                name = "weight"
            self.widgets[name if kind == "bidi_component" else f"{kind} {getattr(proto, 'label', '')}"] = Seen(
                proto, delta.fragment_id
            )

    def count(self, name: str, payload: bytes) -> None:
        """Bytes of the current run by kind of element."""
        self.received[name] = self.received.get(name, 0) + len(payload)

    # ---- what a person or the stage does

    async def click(self, label: str) -> float:
        """Press a button."""
        seen = self.widgets[f"button {label}"]
        return await self.run(seen.fragment, WidgetState(id=seen.proto.id, trigger_value=True))

    async def choose(self, label: str, **value: Any) -> float:
        """Set a widget's value: `string_value=…`, `double_value=…` and so on; label as in `widgets`."""
        seen = self.widgets[label]
        self.states[label] = WidgetState(id=seen.proto.id, **value)
        return await self.run(seen.fragment)

    async def trigger(self, component: str, event: str, payload: dict[str, Any]) -> float:
        """A trigger value of a live component."""
        seen = self.widgets[component]
        told = json.dumps([{"event": event, "value": payload}])
        return await self.run(seen.fragment, WidgetState(id=TRIGGERS.format(seen.proto.id), json_trigger_value=told))

    async def need(self, number: int) -> float:
        """What the stage asks when it has drawn all it has."""
        header, _ = self.slices[-1]
        asked = {"drawn": header["last"], "run": header["run"], "structure": header["structure_id"]}
        return await self.trigger("backflow_feed", "need", {**asked, "settled": False, "n": number})


def head(message: bytes) -> dict[str, Any]:
    """The header of a slice, and the last step it carries as `last`."""
    length = int.from_bytes(message[:4], "little")
    header: dict[str, Any] = json.loads(message[4 : 4 + length])
    step = next((part for part in header["segments"] if part["name"] == "step"), None)
    header["last"] = header["cursor"]
    if step and step["shape"][0]:
        at = 4 + length + step["offset"] + 4 * (step["shape"][0] - 1)
        header["last"] = int.from_bytes(message[at : at + 4], "little", signed=True)
    return header
