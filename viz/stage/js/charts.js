// Keeps the Plotly charts at the drawn step without mounting them again: a chart that Streamlit redraws blinks and loses its zoom.

const CHART_POINTS = 2000; // more than a plot this wide can show
const CHART_MS = 200; // the least time from one redraw to the next
const CHART_SHARE = 0.1; // of the time, for redraws: they take from the frames the stage needs, most where there is no graphics card
const CHART_SLOWEST_MS = 600;
const CHART_WATCH_MS = 500; // how soon a chart that appeared, or was mounted anew, is filled

// The losses of one run up to the drawn step; what is trained but not drawn yet waits in `ahead`.
class LossCurve {
  run = null; // of the last points
  told = null; // of the last slice
  train = { x: [], y: [] };
  test = { x: [], y: [] };
  validation = { x: [], y: [] };
  ahead = []; // [step, loss, test loss, validation loss]
  now = null;

  takeSlice(slice) {
    const { step: steps, loss, test_loss: test, validation_loss: validation } = slice.segments;
    if (slice.header.run !== this.told) this.restart(slice, steps?.length ? steps[0] : slice.header.cursor);
    steps?.forEach((step, i) => this.ahead.push([step, loss[i], test?.[i], validation?.[i]]));
  }

  // A new run: its own history if it came along, else what is still true of the old curve. Its first row may be drawn already.
  restart({ header, segments }, first) {
    const { history_step: steps, history_loss: loss, history_test: test, history_validation: validation } = segments;
    const drawn = header.run === this.run;
    this.told = header.run;
    if (!steps && drawn) return;
    this.startAt(steps ? -Infinity : first, header.run);
    const end = header.playing ? first : Infinity;
    steps?.forEach((step, i) => step <= end && this.push(step, loss[i], test?.[i], validation?.[i]));
    if (drawn) this.push(...this.now);
  }

  takeDrawn(row) {
    if (row.run !== this.run) this.startAt(row.step, row.run);
    for (const point of this.ahead) if (point[0] <= row.step) this.push(...point);
    this.ahead = this.ahead.filter(([step]) => step > row.step);
    this.push(row.step, row.loss);
    this.now = [row.step, row.loss];
  }

  push(step, loss, test, validation) {
    appendPoint(this.train, step, Number.isFinite(loss) ? loss : null);
    if (Number.isFinite(test)) appendPoint(this.test, step, test);
    if (Number.isFinite(validation)) appendPoint(this.validation, step, validation);
  }

  // From this step on the old curve was another run's: an edit changes the loss of the very step it is made at.
  startAt(step, run) {
    Object.assign(this, { run, ahead: [] });
    for (const curve of [this.train, this.test, this.validation]) {
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

// Each answer (a surface, or a curve for one input) belongs to a step of its slice: while playing it waits until that is drawn.
class SurfaceQueue {
  run = null;
  waiting = [];
  shown = null;

  takeSlice(slice) {
    const { header, segments: { surface, curve, step: steps, answer_step: known } } = slice;
    if (header.run !== this.run) this.waiting = [];
    this.run = header.run;
    const whole = surface ?? curve;
    if (!whole) return false;
    const answered = known ?? (steps?.length ? steps.slice(-1) : [-Infinity]), size = whole.length / answered.length;
    for (let i = 0; i < answered.length; i += 1) {
      const part = whole.subarray(i * size, (i + 1) * size);
      this.waiting.push({ answer: surface ? { surface: part } : { curve: part }, step: header.playing ? answered[i] : -Infinity });
    }
    return this.reach(-Infinity);
  }

  reach(step) {
    const ready = this.waiting.filter((entry) => entry.step <= step);
    if (!ready.length) return false;
    this.shown = ready[ready.length - 1].answer;
    this.waiting = this.waiting.filter((entry) => entry.step > step);
    return true;
  }
}

// One chart on the page: filled when its content changed, when it was mounted anew and when the theme changed.
class LiveChart {
  constructor(place, read, signal) {
    Object.assign(this, { place, read, dirty: false, paintedAt: -Infinity, pressed: false, took: 0 });
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

function lossUpdate(curve, gd) {
  const now = curve.now ? curve.now.map((value) => [value]) : [[], []];
  const copied = ({ x, y }) => [x.slice(), y.slice()];
  const traces = [copied(curve.train), copied(curve.test), now, copied(curve.validation)];
  const shown = traces.slice(0, gd.data.length);
  const update = { x: shown.map(([x]) => x), y: shown.map(([, y]) => y) };
  const primary = pageColour("--st-primary-color");
  if (primary) {
    const paper = pageColour("--st-background-color");
    const { test, validation } = gd.layout.meta ?? {}, theme = pageTheme();
    update["line.color"] = [primary, test?.[theme], undefined, validation?.[theme]].slice(0, shown.length);
    update["marker.color"] = shown.map((_, i) => (i === 2 ? primary : undefined));
    update["marker.line.color"] = shown.map((_, i) => (i === 2 ? paper : undefined));
  }
  return [update, shown.map((_, i) => i)];
}

// The answer over the plane or along the line, and the points in colours that stand out from the page.
function surfaceUpdate(queue, gd) {
  const { surface, curve } = queue.shown ?? {};
  const update = surface && gd.data[0].type === "heatmap" ? heatUpdate(surface, gd.data) : {};
  if (curve && gd.data[0].type === "scatter") update.y = onlyFirst(Array.from(curve), gd.data);
  const points = gd.layout.meta?.points?.[pageTheme()];
  if (points) update["marker.colorscale"] = gd.data.map((_, i) => (i ? points : undefined));
  return Object.keys(update).length ? [update, gd.data.map((_, i) => i)] : null;
}

// Plotly deals a list out to the traces, and begins anew where it is too short.
const onlyFirst = (value, traces) => traces.map((_, i) => (i ? undefined : value));

function heatUpdate(surface, traces) {
  const old = traces[0];
  const side = Math.round(Math.sqrt(surface.length));
  const z = Array.from({ length: side }, (_, i) => Array.from(surface.subarray(i * side, (i + 1) * side)));
  const update = { z: onlyFirst(z, traces) };
  for (const axis of ["x", "y"]) {
    const [from, to] = [old[axis][0], old[axis][old[axis].length - 1]];
    const places = z.map((_, i) => from + ((to - from) * i) / (side - 1));
    if (old[axis].length !== side) update[axis] = onlyFirst(places, traces);
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
