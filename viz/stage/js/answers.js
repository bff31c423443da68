// The chart of what was learnt: answers of the network wait for their step, and what Plotly is told of them.

// Each answer (a surface, or a curve for one input) belongs to a step of its slice: while playing it waits until that is drawn.
class SurfaceQueue {
  run = null;
  waiting = [];
  shown = null;
  chosen = null; // the place of an example in the training examples

  takeSlice(slice) {
    const place = slice.header.example?.place ?? null, moved = place !== this.chosen;
    this.chosen = place;
    return this.takeAnswers(slice) || moved;
  }

  takeAnswers(slice) {
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

// The answer over the plane or along the line, the points in colours that stand out from the page, and a ring around the chosen one.
function surfaceUpdate(queue, gd) {
  const { surface, curve } = queue.shown ?? {};
  const update = surface && gd.data[0].type === "heatmap" ? heatUpdate(surface, gd.data) : {};
  if (curve && gd.data[0].type === "scatter") update.y = onlyFirst(Array.from(curve), gd.data);
  const points = gd.layout.meta?.points?.[pageTheme()];
  if (points) update["marker.colorscale"] = gd.data.map((_, i) => (i ? points : undefined));
  ringUpdate(queue.chosen, gd, update);
  return Object.keys(update).length ? [update, gd.data.map((_, i) => i)] : null;
}

// The ring is a trace of its own; `customdata` of a point is its place in the training examples.
function ringUpdate(chosen, { data }, update) {
  const ring = data.findIndex(({ name }) => name === RING), points = data.find(({ customdata }) => customdata?.length);
  if (ring < 0 || !points) return;
  for (const axis of ["x", "y"]) {
    const wanted = chosen === null ? [] : [points[axis][chosen]];
    if (String(wanted) === String(Array.from(data[ring][axis] ?? []))) continue;
    update[axis] ??= data.map(() => undefined);
    update[axis][ring] = wanted;
  }
}

const RING = "chosen";

// A click on a point chooses its example, another one lets it go; elsewhere nothing happens.
function exampleAt({ points }) {
  const point = points.find(({ customdata }) => Number.isInteger(customdata));
  return point ? point.customdata : null;
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
