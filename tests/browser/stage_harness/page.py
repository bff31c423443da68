"""The stage on a bare page, without Streamlit: for pictures and for tests that deliver slices by hand."""

from __future__ import annotations

import base64
import json

from viz.stage import assets

NAMES = ("background-color", "secondary-background-color", "text-color", "border-color", "primary-color")
THEMES = {
    "light": dict(zip(NAMES, ("#ffffff", "#f4f5f8", "#1a1c23", "#d9dce3", "#0b5cad"), strict=True)),
    "dark": dict(zip(NAMES, ("#161a22", "#1f2430", "#f2f4f8", "#333a48", "#7db8f5"), strict=True)),
}


def html(theme: str = "light", height: int = 460) -> str:
    variables = ";".join(f"--st-{name}:{value}" for name, value in THEMES[theme].items())
    source = base64.b64encode(assets.script("stage").encode()).decode()
    ground = "#0d1017" if theme == "dark" else "#fafbfd"
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>stage</title>
<meta name="viewport" content="width=device-width">
<style>body{{margin:12px;background:{ground};{variables}}} {assets.style()}</style>
<div id="place"></div>
<script type="module">
const bytes = Uint8Array.from(atob("{source}"), (c) => c.charCodeAt(0));
const stage = await import(URL.createObjectURL(new Blob([bytes], {{ type: "text/javascript" }})));
const place = {{ data: {{ height: {height} }}, parentElement: document.getElementById("place") }};
window.mount = () => {{ window.unmount = stage.default(place); }};
window.mount();
window.requests = [];
window.drawn = [];
window.backflow.connect((name, payload) => window.requests.push([name, payload]));
window.backflow.on("drawn", (row) => window.drawn.push([performance.now(), row.step]));
window.deliver = (text) => window.backflow.deliver(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
window.ready = true;
</script></html>"""


def deliver(page, data: bytes) -> None:
    page.evaluate("text => window.deliver(text)", base64.b64encode(data).decode())


def open_page(browser, theme: str = "light", width: int = 1180, height: int = 460, **context):
    """A fresh page with the stage mounted; errors of the page end up in `page.faults`."""
    page = browser.new_context(viewport={"width": width, "height": 760}, color_scheme=theme, **context).new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.set_content(html(theme, height))
    page.wait_for_function("window.ready")
    return page


def attributes(page) -> dict:
    return json.loads(page.evaluate("JSON.stringify({...document.querySelector('.backflow-stage').dataset})"))
