// One Plotly chart, kept up to date without mounting it again and without taking too many frames from the stage.

const CHART_MS = 200; // the least time from one redraw to the next
const CHART_SHARE = 0.1; // of the time, for redraws: they take from the frames the stage needs, most where there is no graphics card
const CHART_SLOWEST_MS = 600;

// One chart on the page: filled when its content changed, when it was mounted anew and when the theme changed.
class LiveChart {
  constructor(place, read, signal, onClick) {
    Object.assign(this, { place, read, onClick, dirty: false, paintedAt: -Infinity, pressed: false, took: 0 });
    window.addEventListener("pointerup", () => { this.pressed = false; }, { capture: true, signal });
  }

  change() {
    this.dirty = true;
    this.timer ??= setTimeout(() => this.paint(), Math.max(0, this.pace() - (performance.now() - this.paintedAt)));
  }

  pace() {
    return Math.min(Math.max(CHART_MS, this.took / CHART_SHARE), CHART_SLOWEST_MS);
  }

  find() {
    const gd = document.querySelector(`.st-key-${this.place} .js-plotly-plot`);
    if (gd && gd !== this.known) gd.addEventListener("pointerdown", () => { this.pressed = true; }, true);
    this.known = gd;
    if (gd?.on && gd !== this.heard && this.onClick) { gd.on("plotly_click", (event) => this.onClick(event)); this.heard = gd; }
    return window.Plotly && gd?.data?.length && gd.layout ? gd : null;
  }

  // While a zoom box is being drawn the chart is left alone.
  paint() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const gd = this.find();
    if (!gd || this.pressed || document.hidden) return;
    const update = this.read(gd);
    if (!update) return;
    Object.assign(this, { dirty: false, paintedAt: performance.now() });
    const done = () => Object.assign(this, { put: gd.data[0], mark: chartMark(gd) });
    Promise.resolve().then(() => this.redraw(gd, update)).then(done).catch(() => { this.dirty = true; });
  }

  redraw(gd, update) {
    const begin = performance.now(), drawn = window.Plotly.restyle(gd, ...update);
    this.took = performance.now() - begin;
    return drawn;
  }

  watch() {
    const gd = this.find();
    if (gd && (this.dirty || chartMark(gd) !== this.mark || gd.data[0] !== this.put)) this.paint();
  }
}

// Tells whether a chart still holds what was put there: Streamlit may build it anew, or change the theme.
function chartMark(gd) {
  const { x, y, z } = gd.data[0];
  const sample = (values) => [values?.length, values?.[0], values?.[values.length - 1]];
  return [...sample(x), ...sample(y), ...sample(z?.[z.length >> 1]), pageColour("--st-primary-color")].join(" ");
}

function pageColour(name) {
  const themed = document.querySelector(".stBidiComponent > *");
  return themed ? getComputedStyle(themed).getPropertyValue(name).trim() : "";
}

function pageTheme() {
  const [r, g, b] = getComputedStyle(document.querySelector(".stApp") ?? document.body).color.match(/[\d.]+/g).map(Number);
  return r + g + b > 382 ? "dark" : "light";
}
