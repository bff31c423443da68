// Keeps the Plotly charts at the drawn step without mounting them again: a chart that Streamlit redraws blinks and loses its zoom.

const CHART_WATCH_MS = 500; // how soon a chart that appeared, or was mounted anew, is filled

function chooseExample(hub, surfaces, event) {
  const place = exampleAt(event);
  if (place !== null) hub.emit("example", { example: place === surfaces.chosen ? null : place });
}

function installCharts(hub) {
  const [curve, surfaces, stop] = [new LossCurve(), new SurfaceQueue(), new AbortController()];
  const readLoss = (gd) => (curve.train.x.length ? lossUpdate(curve, gd) : null);
  const loss = new LiveChart("loss_plot", readLoss, stop.signal);
  const surface = new LiveChart("surface_plot", (gd) => surfaceUpdate(surfaces, gd), stop.signal, (event) => chooseExample(hub, surfaces, event));
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
