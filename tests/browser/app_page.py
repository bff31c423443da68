"""What the tests of the whole app do to a page: open it, read the stage, press its keys, wait for its answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

PATIENCE = 30_000
WIDE = {"width": 1360, "height": 900}
# The page asks no other host for anything; names that do not resolve here are Streamlit's own.
ELSEWHERE = ("ERR_NAME_NOT_RESOLVED", "ERR_INTERNET_DISCONNECTED", "ERR_TUNNEL_CONNECTION_FAILED")
TRIES = 5
SCRIPT = Path(__file__).with_suffix(".js")


def open_app(context: BrowserContext, address: str, path: str = "") -> Page:
    """A page on which the network has begun to train; what goes wrong in it is kept in `page.faults`."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.add_init_script(path=SCRIPT)
    page.goto(address + path)
    wait_for(page, "stage.playing === 'true' && Number(stage.step) > 2")
    return page


def stop_faults(page: Page) -> list[str]:
    """The errors of the page itself."""
    return [fault for fault in page.faults if not any(sign in fault for sign in ELSEWHERE)]


def wait_for(page: Page, condition: str, timeout: float = PATIENCE) -> None:
    """Wait until this is true of the stage's attributes."""
    page.wait_for_function(f"(() => {{ const stage = stageNow(); return {condition}; }})()", timeout=timeout)


def stage(page: Page) -> dict[str, str]:
    return page.evaluate("stageNow()")


def step(page: Page) -> int:
    return int(stage(page)["step"])


def watched(page: Page, seconds: float) -> dict[str, float]:
    """What was drawn meanwhile: rows and frames, and the frames in which something was wrong."""
    return page.evaluate("seconds => watched(seconds)", seconds)


def readout(page: Page) -> dict[str, str]:
    return page.evaluate("({...found('.backflow-readout').dataset})")


def numbers(page: Page) -> dict[str, float]:
    """What the inspector says of the selected part, by name."""
    return page.evaluate("numbersNow()")


def drawn(page: Page, name: str = "loss") -> float:
    """A number of the row on the canvas."""
    return page.evaluate("name => window.backflow.last('drawn')[name]", name)


def keyed(page: Page, key: str) -> Locator:
    """What has this key; where Python replaced the value it has a number, and the old one stands behind it a while."""
    return page.locator(f'.st-key-{key}, [class*="st-key-{key}--"]').first


def button(page: Page, key: str) -> Locator:
    return keyed(page, key).get_by_role("button").first


def pause(page: Page) -> int:
    """Come to rest, and wait until Python knows where: the step on screen."""
    button(page, "play").click()
    return at_rest(page)


def at_rest(page: Page) -> int:
    wait_for(page, "stage.playing === 'false' && stage.phase === 'still'")
    expect(button(page, "play")).to_contain_text("Play")
    settle(page)
    return step(page)


def settle(page: Page) -> None:
    """Wait until no run of the script is under way."""
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid="stApp"]');
            return app.dataset.testConnectionState === 'CONNECTED' && app.dataset.testScriptState !== 'running';
        }"""
    )


def single_step(page: Page) -> int:
    """One training step by the button, its animation cut short; the step on screen afterwards."""
    before = step(page)
    button(page, "step").click()
    wait_for(page, f"Number(stage.step) === {before + 1}")
    return before + 1


def press(page: Page, key: str) -> None:
    """A key that no field has."""
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press(key)


def fill(page: Page, key: str, text: str) -> None:
    """Type into a field and leave it."""
    persist(page, lambda patience: typed(page, key, text, patience))


def typed(page: Page, key: str, text: str, patience: float) -> None:
    """Into one and the same field: one that is replaced between the word and Enter loses the word, and that fails."""
    field = keyed(page, key).locator("input").element_handle(timeout=patience)
    field.fill(text, timeout=patience)
    field.press("Enter", timeout=patience)


def choose(page: Page, key: str, option: str) -> None:
    """Choose from a select box, by typing."""
    persist(page, lambda patience: pick_option(page, key, option, patience))


def pick_option(page: Page, key: str, option: str, patience: float) -> None:
    opened(page, key, patience).fill(option)
    page.get_by_role("option", name=option, exact=True).click(timeout=patience)


def opened(page: Page, key: str, patience: float) -> Locator:
    """The field of a select box with its list open."""
    field = keyed(page, key).locator("input")
    field.press("ArrowDown")
    page.get_by_role("option").first.wait_for(timeout=patience)
    return field


def persist(page: Page, deed: Callable[[float], None]) -> None:
    """Do it again where it came too early: lists close and fields are replaced while the page is still drawing."""
    for _ in range(TRIES - 1):
        settle(page)
        try:
            return deed(PATIENCE / TRIES)
        except Error:
            page.keyboard.press("Escape")
    return deed(PATIENCE / TRIES)


def open_recipe(page: Page, label: str, title: str) -> None:
    """Open a ready-made run, or open it anew, and wait until its network plays on the stage."""
    settle(page)
    before = page.evaluate("window.backflow.last('drawn').run")
    keyed(page, "recipe").get_by_role("radio", name=label, exact=True).click()
    page.wait_for_function(
        "([run, title]) => (row => row.run !== run && row.structure.title === title)(window.backflow.last('drawn'))",
        arg=[before, title],
    )
    wait_for(page, "stage.playing === 'true'")
