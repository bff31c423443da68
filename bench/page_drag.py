"""A weight under the hand: from the slider's input event to the new loss and colours on the screen.

    python bench/page_drag.py [--check]

A real mouse drags the slider of the selected weight in headless Chromium; the page itself takes the time between the
input event and the frame in which the stage has drawn a row of a later revision. Once at rest, once while it trains.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page

from bench.page_browser import STAGE, chromium, open_recipe, opened
from bench.page_server import busy, serving

LIMIT = 150.0
MOVES, PAUSE = 24, 280
NETWORKS = (("XOR", "2-4-1"), ("Spiral", "2-8-8-8-1"))
SLIDER = ".st-key-weight_slider input[type=range]"

# Only an input event that comes after the last answer starts the clock, so that answers and events stay paired.
CLOCK = """stage => {
  const stageElement = document.querySelector(stage);
  window.drags = [];
  let begin = null, known = stageElement.dataset.revision;
  document.addEventListener('input', () => { begin ??= performance.now(); }, true);
  new MutationObserver(() => {
    if (stageElement.dataset.revision === known) return; // only another row of the same revision
    known = stageElement.dataset.revision;
    if (begin === null) return;
    window.drags.push(performance.now() - begin);
    begin = null;
  }).observe(stageElement, { attributes: true, attributeFilter: ['data-revision'] });
}"""


def dragged(browser: Browser, url: str, label: str, shape: str, playing: bool) -> list[float]:
    """Milliseconds of each move of the thumb."""
    with opened(browser, url) as page:
        open_recipe(page, label, shape)
        select(page)
        if not playing:
            page.get_by_role("button", name="Pause").click()
            page.wait_for_selector(f"{STAGE}[data-playing=false]")
        page.wait_for_timeout(1500)
        page.evaluate(CLOCK, STAGE)
        drag(page)
        times: list[float] = page.evaluate("window.drags")
    return times[1:]  # the first move also tells the server where the hand began


def select(page: Page) -> None:
    """The first weight of the first layer."""
    page.evaluate("window.backflow.send('pick', { selected: 'h1/W[0,0]', drawn: null, n: 1 })")
    page.wait_for_selector(SLIDER)


def drag(page: Page) -> None:
    """To and fro with the button held."""
    box = page.locator(SLIDER).bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    for move in range(MOVES):
        away = (move % 8 - 4) / 16 or 0.03
        page.mouse.move(box["x"] + box["width"] * (0.5 + away), middle)
        page.wait_for_timeout(PAUSE)
    page.mouse.up()


def main() -> int:
    """Measure, print, and with --check fail when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit with 1 when the goal is missed")
    options = parser.parse_args()
    begin, all_busy = time.perf_counter(), busy()
    with serving() as server, chromium() as browser:
        found = {
            f"{label} {'training' if playing else 'at rest'}": dragged(browser, server.url, label, shape, playing)
            for label, shape in NETWORKS
            for playing in (False, True)
        }
    share = (busy() - all_busy) / (time.perf_counter() - begin) / (os.cpu_count() or 1)
    print(f"input event to new loss and colours, ms (machine {share:.0%} busy)")
    for name, times in found.items():
        p95 = quantiles(times, n=20)[-1]
        print(f"  {name:16} median {median(times):4.0f}   p95 {p95:4.0f}   {len(times)} of {MOVES - 1} moves   "
              f"{median(times) / LIMIT:.2f} of the limit ({LIMIT:.0f} ms)")  # fmt: skip
    return int(options.check and any(median(times) > LIMIT for times in found.values()))


if __name__ == "__main__":
    sys.exit(main())
