"""What one run of the page costs the server in processor time, and what it is spent on.

    python bench/page_costs.py [--check]

A tab without a browser asks for a known number of runs; the server's processor time around them, less what it uses when
idle, is divided by that number. Kinds of runs take turns, and the median over the rounds counts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.page_parts import REPORT
from bench.page_server import Server, busy, serving
from bench.page_tab import Tab

LIVE_LIMIT, PAGE_LIMIT = 25.0, 60.0
ROUNDS, RUNS = 5, 20
RECIPES = ("XOR", "Moons", "Spiral")
PARTS_SHOWN = 24

Ask = Callable[[int], Awaitable[float]]


async def measure(server: Server) -> dict[str, list[float]]:
    """Milliseconds per run of each kind, one number per round."""
    asked: dict[str, Ask] = {}
    tabs = []
    for recipe in RECIPES:
        tab = Tab(server.url)
        await tab.connect()
        tab.faults.clear()
        await tab.choose("button_group recipe", string_array_value={"data": [recipe]})
        asked[f"live fragment, next second of {recipe}"] = tab.need
        tabs.append(tab)
    asked["live fragment, another edge picked"] = picks(tabs[0])
    asked["whole page, nothing changed"] = lambda _: tabs[1].run()
    asked["whole page, another learning rate"] = rates(tabs[1])
    spent: dict[str, list[float]] = {kind: [] for kind in asked}
    resting = await idle(server)
    for turn in range(ROUNDS):
        for kind, ask in asked.items():
            spent[kind].append(await cost(server, ask, turn, resting))
    faults = [fault for tab in tabs for fault in tab.faults]
    for tab in tabs:
        await tab.close()
    if faults:
        raise RuntimeError(faults[0])
    return spent


def picks(tab: Tab) -> Ask:
    """Click another edge: the live fragment and the inspector run."""

    async def ask(number: int) -> float:
        header, _ = tab.slices[-1]
        picked = {"selected": f"h1/W[{number % 2},0]", "drawn": header["last"], "n": number}
        return await tab.trigger("backflow_feed", "pick", picked)

    return ask


def rates(tab: Tab) -> Ask:
    """Type another learning rate."""

    async def ask(number: int) -> float:
        return await tab.choose("number_input learning rate", double_value=0.1 + number % 7 / 100)

    return ask


async def cost(server: Server, ask: Ask, turn: int, resting: float) -> float:
    """Milliseconds of processor time per run."""
    begin, cpu = time.perf_counter(), server.cpu()
    for number in range(RUNS):
        await ask(turn * RUNS + number)
    seconds = server.cpu() - cpu - resting * (time.perf_counter() - begin)
    return seconds * 1000 / RUNS


async def idle(server: Server) -> float:
    """Processor seconds per second when nobody asks."""
    begin, cpu = time.perf_counter(), server.cpu()
    await asyncio.sleep(2)
    return (server.cpu() - cpu) / (time.perf_counter() - begin)


def limit(kind: str) -> float:
    """The most milliseconds that a run of this kind may take."""
    return PAGE_LIMIT if kind.startswith("whole page") else LIVE_LIMIT


def print_parts(report: Path) -> None:
    """What the runs are made of, the dearest first; parts contain other parts."""
    parts = json.loads(report.read_text("utf-8"))
    print("\nparts (with stopwatches, so a little more)          calls   ms each   ms in all")
    for name, (calls, seconds) in sorted(parts.items(), key=lambda part: -part[1][1])[:PARTS_SHOWN]:
        print(f"{name:48} {calls:8d} {seconds * 1000 / calls:9.2f} {seconds * 1000:11.0f}")


def main() -> int:
    """Measure, print, and with --check fail when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit with 1 when a run costs more than its limit")
    options = parser.parse_args()
    begin, all_busy = time.perf_counter(), busy()
    with serving() as server:
        spent = asyncio.run(measure(server))
    share = (busy() - all_busy) / (time.perf_counter() - begin) / (os.cpu_count() or 1)
    print(f"processor time per run, median of {ROUNDS} rounds of {RUNS} runs (machine {share:.0%} busy)\n")
    print(f"{'kind':48} {'ms':>7} {'limit':>7} {'share':>7}   rounds")
    for kind, times in spent.items():
        rounds = " ".join(f"{one:.1f}" for one in times)
        print(f"{kind:48} {median(times):7.1f} {limit(kind):7.0f} {median(times) / limit(kind):7.2f}   {rounds}")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "parts.json"
        os.environ[REPORT] = str(report)
        with serving(under=(str(Path(__file__).with_name("page_parts.py")),)) as server:
            asyncio.run(measure(server))
        print_parts(report)
    return int(options.check and any(median(times) > limit(kind) for kind, times in spent.items()))


if __name__ == "__main__":
    sys.exit(main())
