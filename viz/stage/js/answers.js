// The chart of what was learnt: answers of the network wait for their step, and what Plotly is told of them.

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
