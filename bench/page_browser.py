"""Headless Chromium for the page benchmarks: software drawing, one page at a time, and what its frames show."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from typing import Any

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

STAGE = ".backflow-stage"
PATIENCE = 60_000

# Reads what is on screen in every animation frame for so many seconds: all different values of `shown`, and the frames
# in which `blank` was true.
WATCH = """async ([shown, blank, seconds]) => {
  const read = new Function(`return ${shown}`), empty = new Function(`return ${blank}`);
  let last = read(), pictures = 0, frames = 0, blanks = 0, gap = 0, since = performance.now();
  const begin = since;
  return await new Promise((done) => requestAnimationFrame(function frame(now) {
    frames += 1;
    if (empty()) blanks += 1;
    const value = read();
    if (value !== last && value !== null) {
      pictures += 1;
      gap = Math.max(gap, now - since);
      [since, last] = [now, value];
    }
    if (now - begin < seconds * 1000) return requestAnimationFrame(frame);
    const took = (now - begin) / 1000;
    done({ pictures: pictures / took, frames: frames / took, blanks, gap });
  }));
}"""

STAGE_STEP = "document.querySelector('.backflow-stage')?.getAttribute('data-step') ?? null"
# A canvas that is missing or without size, or (drawn small, so that few pixels are read) without a single drawn pixel.
STAGE_GONE = "!document.querySelector('.backflow-stage canvas')?.width"
STAGE_BLANK = """(() => {
  const canvas = document.querySelector('.backflow-stage canvas');
  if (!canvas || !canvas.width) return true;
  const small = (window.small ||= new OffscreenCanvas(48, 24).getContext('2d', { willReadFrequently: true }));
  small.clearRect(0, 0, 48, 24);
  small.drawImage(canvas, 0, 0, 48, 24);
  return !small.getImageData(0, 0, 48, 24).data.some((value) => value > 0);
})()"""
CHART_STEP = "document.querySelector('.js-plotly-plot .gtitle')?.textContent ?? null"
CHART_GONE = "!document.querySelector('.js-plotly-plot .main-svg')"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a graphics card."""
    with sync_playwright() as play:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(browser: Browser, url: str, script: str = "") -> Iterator[Page]:
    """A page of its own, as a newcomer has it, with a script that runs before everything else; gone afterwards."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(script)
    page.goto(url)
    try:
        yield page
    finally:
        context.close()


def watched(page: Page, shown: str, blank: str, seconds: float) -> dict[str, Any]:
    """Pictures and frames per second, blank frames, longest pause in ms, and the browser's own ms per picture."""
    before = browser_cpu()
    found: dict[str, Any] = page.evaluate(WATCH, [shown, blank, seconds])
    found["ms"] = (browser_cpu() - before) * 1000 / max(1.0, found["pictures"] * seconds)
    return found


def browser_cpu() -> float:
    """Processor seconds of every process of the browser that this benchmark started."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "chrom" in process.name():
                times = process.cpu_times()
                total += times.user + times.system
    return total


def open_recipe(page: Page, name: str, title: str) -> None:
    """Choose a recipe by its pill and wait until its network moves; `title` is its shape, such as 2-4-1."""
    page.wait_for_selector(f"{STAGE}[data-playing=true]")
    page.get_by_role("radio", name=name, exact=True).click()
    page.wait_for_function(
        """title => { const row = window.backflow?.last('drawn'); return row && row.structure.title === title; }""",
        arg=title,
    )
    moving(page)


def moving(page: Page, changes: int = 2) -> None:
    """Until the stage has shown so many further steps."""
    page.evaluate(
        """([shown, changes]) => new Promise((done) => {
          const read = new Function(`return ${shown}`);
          let last = read(), seen = 0;
          requestAnimationFrame(function frame() {
            const value = read();
            if (value !== null && value !== '' && value !== last) { seen += 1; last = value; }
            if (seen < changes) requestAnimationFrame(frame); else done();
          });
        })""",
        [STAGE_STEP, changes],
    )
