// Keeps the Plotly charts at the drawn step without mounting them again: a chart that Streamlit redraws blinks and loses its zoom.

const CHART_POINTS = 2000; // more than a plot this wide can show
const CHART_MS = 200; // a redraw costs about 20 ms of the frames the stage needs
const CHART_WATCH_MS = 500; // how soon a chart that appeared, or was mounted anew, is filled

// The losses of one run up to the drawn step; what is trained but not drawn yet waits in `ahead`.
class LossCurve {
  run = null;
  train = { x: [], y: [] };
  test = { x: [], y: [] };
  ahead = []; // [step, loss, test loss]
  now = null;

  takeSlice(slice) {
    const { step: steps, loss, test_loss: test } = slice.segments;
    if (slice.header.run !== this.run) this.restart(slice, steps?.length ? steps[0] : slice.header.cursor);
    for (let i = 0; steps && i < steps.length; i += 1) this.ahead.push([steps[i], loss[i], test ? test[i] : NaN]);
  }

  // A new run: its own history if it came along, else what is still true of the old curve.
  restart(slice, first) {
    const { history_step: steps, history_loss: loss, history_test: test } = slice.segments;
    if (!steps) return this.startAt(first, slice.header.run);
    this.startAt(-Infinity, slice.header.run);
    const end = slice.header.playing ? first : Infinity;
    for (let i = 0; i < steps.length; i += 1) if (steps[i] <= end) this.push(steps[i], loss[i], test ? test[i] : NaN);
  }

  takeDrawn(row) {
    if (row.run !== this.run) this.startAt(row.step, row.run);
    for (const point of this.ahead) if (point[0] <= row.step) this.push(...point);
    this.ahead = this.ahead.filter(([step]) => step > row.step);
    this.push(row.step, row.loss, NaN);
    this.now = [row.step, row.loss];
  }

  push(step, loss, test) {
    appendPoint(this.train, step, Number.isFinite(loss) ? loss : null);
    if (Number.isFinite(test)) appendPoint(this.test, step, test);
  }

  // From this step on the old curve was another run's: an edit changes the loss of the very step it is made at.
  startAt(step, run) {
    Object.assign(this, { run, ahead: [] });
    for (const curve of [this.train, this.test]) {
      const keep = curve.x.findIndex((x) => x >= step);
      if (keep >= 0) curve.x.length = curve.y.length = keep;
    }
  }
}

function appendPoint(curve, x, y) {
  if (curve.x.length && x <= curve.x[curve.x.length - 1]) return; // going back in time changes no past
  curve.x.push(x);
  curve.y.push(y);
  if (curve.x.length <= CHART_POINTS) return;
  const keep = (_, i) => i % 2 === 0 || i > CHART_POINTS / 2; // every second of the older half
  Object.assign(curve, { x: curve.x.filter(keep), y: curve.y.filter(keep) });
}

// The learnt surface belongs to the last step of its slice, so while playing it waits until that step is drawn.
class SurfaceQueue {
  run = null;
  waiting = [];
  shown = null;

  takeSlice(slice) {
    if (slice.header.run !== this.run) this.waiting = [];
    this.run = slice.header.run;
    const { surface, step: steps } = slice.segments;
    if (!surface) return false;
    this.waiting.push({ surface, step: slice.header.playing && steps?.length ? steps[steps.length - 1] : -Infinity });
    return this.reach(-Infinity);
  }

  reach(step) {
    const ready = this.waiting.filter((entry) => entry.step <= step);
    if (!ready.length) return false;
    this.shown = ready[ready.length - 1].surface;
    this.waiting = this.waiting.filter((entry) => entry.step > step);
    return true;
  }

  rows() {
    const size = Math.round(Math.sqrt(this.shown.length));
    return Array.from({ length: size }, (_, i) => Array.from(this.shown.subarray(i * size, (i + 1) * size)));
  }
}

// One chart on the page: filled when its content changed, when it was mounted anew and when the theme changed.
class LiveChart {
  constructor(place, read, signal) {
    Object.assign(this, { place, read, dirty: false, paintedAt: -Infinity, pressed: false });
    window.addEventListener("pointerup", () => { this.pressed = false; }, { capture: true, signal });
  }

  change() {
    this.dirty = true;
    this.timer ??= setTimeout(() => this.paint(), Math.max(0, CHART_MS - (performance.now() - this.paintedAt)));
  }

  find() {
    const gd = document.querySelector(`.st-key-${this.place} .js-plotly-plot`);
    if (gd && gd !== this.known) gd.addEventListener("pointerdown", () => { this.pressed = true; }, true);
    this.known = gd;
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
    Promise.resolve().then(() => window.Plotly.restyle(gd, ...update)).then(done).catch(() => { this.dirty = true; });
  }

  watch() {
    const gd = this.find();
    if (gd && (this.dirty || chartMark(gd) !== this.mark || gd.data[0] !== this.put)) this.paint();
  }
}

// Tells whether a chart still holds what was put there: Streamlit builds it anew on a theme change or a rerun.
function chartMark(gd) {
  const { x, z } = gd.data[0];
  const rows = z ? `${z.length} ${z[0]?.[0]} ${z[z.length >> 1]?.[0]}` : "";
  return `${x?.length} ${x?.[x.length - 1]} ${rows} ${pageColour("--st-primary-color")}`;
}

function pageColour(name) {
  const themed = document.querySelector(".stBidiComponent > *");
  return themed ? getComputedStyle(themed).getPropertyValue(name).trim() : "";
}

// Read off the page's own text colour, whatever theme the visitor made.
function pageTheme() {
  const [r, g, b] = getComputedStyle(document.querySelector(".stApp") ?? document.body).color.match(/[\d.]+/g).map(Number);
  return r + g + b > 382 ? "dark" : "light";
}

function lossUpdate(curve, gd) {
  const now = curve.now ? curve.now.map((value) => [value]) : [[], []];
  const traces = [[curve.train.x.slice(), curve.train.y.slice()], [curve.test.x.slice(), curve.test.y.slice()], now];
  const shown = traces.slice(0, gd.data.length);
  const update = { x: shown.map(([x]) => x), y: shown.map(([, y]) => y) };
  const primary = pageColour("--st-primary-color");
  if (primary) {
    const paper = pageColour("--st-background-color");
    update["line.color"] = shown.map((_, i) => (i === 0 ? primary : undefined));
    update["marker.color"] = shown.map((_, i) => (i === 2 ? primary : undefined));
    update["marker.line.color"] = shown.map((_, i) => (i === 2 ? paper : undefined));
  }
  return [update, shown.map((_, i) => i)];
}

// The heat map's numbers, and the points in colours that stand out from the page; before the first surface only those.
function surfaceUpdate(queue, gd) {
  const update = queue.shown ? heatUpdate(queue.rows(), gd.data[0]) : {};
  const points = gd.layout.meta?.points?.[pageTheme()];
  if (points) update["marker.colorscale"] = [undefined, points, points];
  return [update, [0, 1, 2].slice(0, gd.data.length)];
}

function heatUpdate(z, old) {
  const update = { z: [z, undefined, undefined] };
  for (const axis of ["x", "y"]) {
    const [from, to, size] = [old[axis][0], old[axis][old[axis].length - 1], z.length - 1];
    if (old[axis].length !== z.length) update[axis] = [z.map((_, i) => from + ((to - from) * i) / size), undefined, undefined];
  }
  return update;
}

function installCharts(hub) {
  const [curve, surfaces, stop] = [new LossCurve(), new SurfaceQueue(), new AbortController()];
  const readLoss = (gd) => (curve.train.x.length ? lossUpdate(curve, gd) : null);
  const loss = new LiveChart("loss_plot", readLoss, stop.signal);
  const surface = new LiveChart("surface_plot", (gd) => surfaceUpdate(surfaces, gd), stop.signal);
  const offSlice = hub.on("slice", (slice) => {
    curve.takeSlice(slice);
    if (surfaces.takeSlice(slice)) surface.change();
    loss.change();
  });
  const offDrawn = hub.on("drawn", (row) => {
    curve.takeDrawn(row);
    if (surfaces.reach(row.step)) surface.change();
    loss.change();
  });
  const timer = setInterval(() => [loss, surface].forEach((chart) => chart.watch()), CHART_WATCH_MS);
  return () => { offSlice(); offDrawn(); clearInterval(timer); stop.abort(); };
}
