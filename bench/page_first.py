"""How long a newcomer waits for the first moving picture, against the first word of an empty Streamlit page.

    python bench/page_first.py [--check]

Both servers are warm; the pages are opened by turns, each in a fresh browser context (nothing cached). The stage counts
when it has shown two further steps; the goal is on the difference of the medians.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser

from bench.page_browser import STAGE_STEP, chromium, opened
from bench.page_server import PEERS, busy, serving

TURNS = 7
LIMIT = 1.0

# The page's own clock, which starts with the navigation: the frame that has an element, and the frame of the second
# further step on the stage.
CLOCK = """
let step = null, changes = -1;
requestAnimationFrame(function frame() {
  if (!window.firstWord && document.querySelector('.stMarkdown p')) window.firstWord = performance.now();
  const shown = document.body && (SHOWN);
  if (shown && shown !== step) { changes += 1; step = shown; }
  if (changes === 2) window.firstPicture = performance.now();
  else requestAnimationFrame(frame);
});
""".replace("SHOWN", STAGE_STEP)


def first(browser: Browser, url: str, moment: str) -> float:
    """Seconds from navigation to that moment."""
    with opened(browser, url, CLOCK) as page:
        page.wait_for_function(f"window.{moment}")
        milliseconds: float = page.evaluate(f"window.{moment}")
    return milliseconds / 1000


def main() -> int:
    """Measure, print, and with --check fail when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit with 1 when the goal is missed")
    options = parser.parse_args()
    begin, all_busy = time.perf_counter(), busy()
    empty: list[float] = []
    stage: list[float] = []
    with serving() as ours, serving(PEERS / "empty.py") as theirs, chromium() as browser:
        for turn in range(TURNS + 1):
            words, pictures = first(browser, theirs.url, "firstWord"), first(browser, ours.url, "firstPicture")
            if turn:  # the first turn warms servers and browser
                empty.append(words)
                stage.append(pictures)
    share = (busy() - all_busy) / (time.perf_counter() - begin) / (os.cpu_count() or 1)
    later = median(stage) - median(empty)
    print(f"seconds from navigation, {TURNS} turns (machine {share:.0%} busy)")
    print(f"  empty page, first word       {median(empty):.2f}   {per_turn(empty)}")
    print(f"  Backflow, first two steps    {median(stage):.2f}   {per_turn(stage)}")
    least = min(stage) - min(empty)
    print(
        f"  later by {later:.2f} s (goal {LIMIT:g} s): {later / LIMIT:.2f} of the limit; quickest turns {least:.2f} s"
    )
    return int(options.check and later > LIMIT)


def per_turn(seconds: list[float]) -> str:
    """The turns one by one."""
    return " ".join(f"{one:.2f}" for one in seconds)


if __name__ == "__main__":
    sys.exit(main())
