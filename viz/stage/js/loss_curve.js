// The loss chart: the curve of the run up to the drawn step, and what Plotly is told of it.

const CHART_POINTS = 2000; // more than a plot this wide can show

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
