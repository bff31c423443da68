"""New pictures of the network per second: the stage against the same network redrawn with st.plotly_chart.

    python bench/page_pictures.py [--check]

Both run in the same headless Chromium without a graphics card, by turns; the peer (peers/plotly_net.py) gets the best
of several timers. A picture is new when another training step is on screen in an animation frame.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser

from bench.page_browser import (
    CHART_GONE,
    CHART_STEP,
    STAGE_BLANK,
    STAGE_GONE,
    STAGE_STEP,
    chromium,
    open_recipe,
    opened,
    watched,
)
from bench.page_server import PEERS, busy, serving

SECONDS, ROUNDS = 5.0, 3
TIMES_THE_PEER = 5.0
# Name of the recipe, label of its pill, shape, least pictures per second.
NETWORKS = (("xor", "XOR", "2-4-1", 45.0), ("spiral", "Spiral", "2-8-8-8-1", 20.0))
TIMERS = (0.05, 0.1, 0.2)

Seen = dict[str, Any]


def stage(browser: Browser, url: str, label: str, shape: str) -> Seen:
    """Five seconds of the stage; then one more in which every frame's pixels are looked at."""
    with opened(browser, url) as page:
        open_recipe(page, label, shape)
        page.wait_for_timeout(1500)
        seen = watched(page, STAGE_STEP, STAGE_GONE, SECONDS)
        seen["blanks"] += watched(page, STAGE_STEP, STAGE_BLANK, 1.0)["blanks"]
    return seen


def chart(browser: Browser, url: str, recipe: str, every: float) -> Seen:
    """Five seconds of the chart."""
    with opened(browser, f"{url}/?recipe={recipe}&every={every}") as page:
        page.wait_for_selector(".js-plotly-plot .gtitle", state="attached")
        page.wait_for_timeout(1500)
        return watched(page, CHART_STEP, CHART_GONE, SECONDS)


def measure() -> dict[str, tuple[list[Seen], list[Seen]]]:
    """Per recipe what was seen of the stage and of the chart, a turn each per round."""
    found: dict[str, tuple[list[Seen], list[Seen]]] = {recipe: ([], []) for recipe, *_ in NETWORKS}
    with serving() as ours, serving(PEERS / "plotly_net.py") as theirs, chromium() as browser:
        for turn in range(ROUNDS):
            for recipe, label, shape, _ in NETWORKS:
                found[recipe][0].append(stage(browser, ours.url, label, shape))
                found[recipe][1].append(chart(browser, theirs.url, recipe, TIMERS[turn % len(TIMERS)]))
    return found


def main() -> int:
    """Measure, print, and with --check fail when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    options = parser.parse_args()
    begin, all_busy = time.perf_counter(), busy()
    found = measure()
    share = (busy() - all_busy) / (time.perf_counter() - begin) / (os.cpu_count() or 1)
    print(f"new pictures per second over {SECONDS:g} s, {ROUNDS} rounds (machine {share:.0%} busy)\n")
    missed = False
    for recipe, _, _, goal in NETWORKS:
        ours, theirs = found[recipe]
        pictures, best = median(one["pictures"] for one in ours), max(theirs, key=lambda one: one["pictures"])
        blanks, times = sum(one["blanks"] for one in ours), pictures / best["pictures"]
        print(f"{recipe}: stage {pictures:.1f} (goal {goal:.0f}), {pictures / goal:.2f} of the goal, "
              f"{median(one['frames'] for one in ours):.1f} frames/s, {blanks} blank, "
              f"longest pause {median(one['gap'] for one in ours):.0f} ms")  # fmt: skip
        print(f"  chart at its best {best['pictures']:.1f}, {best['blanks']} frames blank, longest pause "
              f"{best['gap']:.0f} ms; the stage has {times:.1f} times as many (goal {TIMES_THE_PEER:.0f})")  # fmt: skip
        ms, chart_ms = median(one["ms"] for one in ours), min(one["ms"] for one in theirs)
        print(f"  processor time of the browser per picture: stage {ms:.1f} ms, chart {chart_ms:.1f} ms, "
              f"{chart_ms / ms:.1f} times as much")  # fmt: skip
        print(f"  rounds: stage {per_round(ours)}; chart {per_round(theirs)} (timers {TIMERS} s)")
        missed |= pictures < goal or blanks > 0 or times < TIMES_THE_PEER
    return int(options.check and missed)


def per_round(seen: list[Seen]) -> str:
    """The rounds one by one."""
    return " ".join(f"{one['pictures']:.1f}" for one in seen)


if __name__ == "__main__":
    sys.exit(main())
