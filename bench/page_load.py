"""A class: thirty tabs that play, change a control every five seconds and fetch their next second of rows.

    python bench/page_load.py [--check] [--tabs 30] [--seconds 30]

Tabs without a browser, in one process. An answer is timed from the request to the finished run; the server's own
processor time per run is printed beside it, since it does not depend on what else the machine does. Memory is read
before the tabs, and after all of them have played.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.page_server import Server, busy, serving
from bench.page_tab import Tab

LIMIT, MEMORY_TYPICAL, MEMORY_MOST = 0.3, 2.0, 8.0
THINK, PLAYED = 5.0, 1.0
RECIPES = ("XOR", "Moons", "Spiral", "Circles", "Sine")


@dataclass
class Class:
    """What all tabs wrote down: seconds to the first page, to a changed control, to the next rows; faults; lateness."""

    first: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    runs: int = 0


async def person(server: Server, number: int, until: float, seen: Class) -> None:
    """Open the page and a recipe, let it play, and change something now and then."""
    tab, chance = Tab(server.url), random.Random(number)
    await asyncio.sleep(chance.uniform(0, 3))
    seen.first.append(await tab.connect())
    await tab.choose("button_group recipe", string_array_value={"data": [RECIPES[number % len(RECIPES)]]})
    think = time.monotonic() + chance.uniform(0, THINK)
    turn = 0
    while (now := time.monotonic()) < until:
        turn += 1
        due = min(think, now + PLAYED)
        await asyncio.sleep(max(0.0, due - now))
        if time.monotonic() >= think:
            think += THINK
            seen.changed.append(await change(tab, chance))
        else:
            seen.rows.append(await tab.need(turn))
    seen.runs += tab.runs
    seen.faults += tab.faults
    await tab.close()


async def change(tab: Tab, chance: random.Random) -> float:
    """One of the things people do."""
    deed = chance.choice(("rate", "rate slider", "edge", "seed", "activation"))
    if deed == "rate":
        return await tab.choose("number_input learning rate", double_value=round(chance.uniform(0.01, 0.5), 3))
    if deed == "seed":
        return await tab.choose("number_input seed", double_value=chance.randrange(100))
    if deed == "activation":
        return await tab.choose("selectbox activation", string_value=chance.choice(("tanh", "sigmoid", "ReLU")))
    last = tab.slices[-1][0]["last"]
    if deed == "edge":
        picked = {"selected": f"h1/W[{chance.randrange(4)},0]", "drawn": last, "n": chance.random()}
        return await tab.trigger("backflow_feed", "pick", picked)
    moved = {"value": round(chance.uniform(0.01, 0.5), 3), "drawn": last, "n": 1, "of": ""}
    return await tab.trigger("backflow_slider", "value", moved)


async def watch(seen: Class) -> None:
    """How late this process itself wakes up: when it is much, it was the bottleneck."""
    while True:
        begin = time.monotonic()
        await asyncio.sleep(0.05)
        seen.late.append(time.monotonic() - begin - 0.05)


async def lesson(server: Server, tabs: int, seconds: float) -> tuple[Class, dict[str, float]]:
    """All tabs at once; returns what they saw and what the server used."""
    warm = Tab(server.url)
    await warm.connect()
    before, cpu, begin = server.memory(), server.cpu(), time.monotonic()
    seen = Class()
    watching = asyncio.create_task(watch(seen))
    held = asyncio.create_task(hold(server, begin + seconds - 1))
    await asyncio.gather(*(person(server, number, begin + seconds, seen) for number in range(tabs)))
    watching.cancel()
    used = {"cpu": (server.cpu() - cpu) * 1000 / seen.runs, "cores": (server.cpu() - cpu) / (time.monotonic() - begin)}
    return seen, used | {"memory": (await held - before) / tabs, "threads": server.threads()}


async def hold(server: Server, when: float) -> float:
    """Resident megabytes at that moment, while all tabs are open."""
    await asyncio.sleep(when - time.monotonic())
    return server.memory()


def main() -> int:
    """Measure, print, and with --check fail when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    parser.add_argument("--tabs", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args()
    begin, all_busy = time.perf_counter(), busy()
    with serving() as server:
        seen, used = asyncio.run(lesson(server, options.tabs, options.seconds))
    share = (busy() - all_busy) / (time.perf_counter() - begin) / (os.cpu_count() or 1)
    p95 = quantiles(seen.changed, n=20)[-1]
    print(f"{options.tabs} tabs for {options.seconds:g} s (machine {share:.0%} busy)")
    for name, times in (("first page", seen.first), ("changed control", seen.changed), ("next rows", seen.rows)):
        print(f"  {name:16} median {median(times):.3f} s   p95 {quantiles(times, n=20)[-1]:.3f} s   {len(times)} times")
    print(f"  p95 of a change is {p95 / LIMIT:.2f} of the limit ({LIMIT} s); this process woke up to "
          f"{quantiles(seen.late, n=20)[-1] * 1000:.0f} ms late (p95)")  # fmt: skip
    print(f"  server: {used['cpu']:.1f} ms per run, {used['cores']:.2f} cores, {used['threads']:.0f} threads, "
          f"{used['memory']:.2f} MB per tab (goal {MEMORY_TYPICAL:g}, most {MEMORY_MOST:g})")  # fmt: skip
    print(f"  faults: {len(seen.faults)} {seen.faults[:1]}")
    return int(options.check and (p95 > LIMIT or used["memory"] > MEMORY_MOST or bool(seen.faults)))


if __name__ == "__main__":
    sys.exit(main())
