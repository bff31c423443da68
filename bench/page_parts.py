"""Runs Streamlit with a stopwatch around the parts of the page, so that page_costs can say what a run is spent on."""

from __future__ import annotations

import atexit
import functools
import importlib
import json
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPORT = "BACKFLOW_BENCH_PARTS"

# Where a function is called from, so that the call finds the one with the stopwatch.
PARTS = (
    ("screens.page", ("sidebar", "recipes", "notices", "stage", "colours", "charts", "inspector", "transport", "live")),
    ("screens.charts", ("loss", "data")),
    ("screens.inspector", ("choose", "readout", "weight", "whole_layer")),
    ("screens.live", ("message", "feed", "on_need")),
    ("screens.sending", ("next_slice",)),
    ("viz.live", ("trained_ahead", "structure", "unsent", "segments", "surface", "headlines", "pack")),
)

spent: dict[str, list[float]] = defaultdict(lambda: [0, 0.0])


def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function; its processor time is added up under its name."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        begin = time.thread_time()
        try:
            return function(*args, **kwargs)
        finally:
            one = spent[name]
            one[0] += 1
            one[1] += time.thread_time() - begin

    return call


def install() -> None:
    """Put the stopwatch around every part, and around a whole run."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

    run = ScriptRunner._run_script

    def whole(self: Any, rerun_data: Any) -> Any:
        name = "a fragment" if rerun_data.fragment_id or rerun_data.fragment_id_queue else "a whole run"
        return timed(name, run)(self, rerun_data)

    ScriptRunner._run_script = whole
    for module_name, names in PARTS:
        module = importlib.import_module(module_name)
        for name in names:
            if hasattr(module, name):
                setattr(module, name, timed(f"{module_name.split('.')[-1]}.{name}", getattr(module, name)))


def report() -> None:
    """Calls and seconds of every part, as JSON where page_costs looks for it."""
    Path(os.environ[REPORT]).write_text(json.dumps(spent), "utf-8")


def main() -> None:
    """The command line of Streamlit, with stopwatches."""
    sys.path.insert(0, str(ROOT))
    install()
    atexit.register(report)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    from streamlit.web import cli

    sys.argv[0] = "streamlit"
    cli.main()


if __name__ == "__main__":
    main()
