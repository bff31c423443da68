// What lies under a pointer: first the small biases, then neurons, then the nearest curve.

const SAMPLES = 24;

function hitAt(stage, x, y, reach) {
  const { net, place } = stage;
  if (!net || !place) return null;
  return hitBias(stage, x, y, reach) || hitNode(net, place, x, y, reach) || hitEdge(stage, x, y, reach) || hitSkip(stage, x, y, reach);
}

function hitBias(stage, x, y, reach) {
  const { net, place } = stage, spot = {};
  for (let i = 0; i < net.nodes; i++) {
    if (net.bias[i] < 0 || place.r[i] < 5) continue;
    biasSpot(place, i, spot);
    if (Math.hypot(x - spot.x, y - spot.y) <= spot.half + Math.min(reach / 2, 4)) return net.named.get(net.biasIds[i]);
  }
  return null;
}

function hitNode(net, place, x, y, reach) {
  let best = null, nearest = Infinity;
  for (let i = 0; i < net.nodes; i++) {
    const away = Math.hypot(x - place.x[i], y - place.y[i]) - place.r[i];
    if (away < nearest) { nearest = away; best = net.nodeIds[i]; }
  }
  return nearest <= Math.max(3, reach / 3) ? net.named.get(best) : null;
}

function hitEdge(stage, x, y, reach) {
  const { net, place, shown } = stage;
  let best = -1, nearest = reach;
  for (let k = 0; k < shown.length; k++) {
    const away = distanceToCurve(place.curves[shown[k]], x, y, nearest, stage.point);
    if (away <= nearest) { nearest = away; best = shown[k]; }
  }
  return best < 0 ? null : net.named.get(net.edgeIds[best]);
}

// Distance to the polyline through samples of the curve; Infinity when its box is farther than `within`.
function distanceToCurve(c, x, y, within, point) {
  if (x < Math.min(c[0], c[6]) - within || x > Math.max(c[0], c[6], c[2], c[4]) + within) return Infinity;
  if (y < Math.min(c[1], c[3], c[7]) - within || y > Math.max(c[1], c[7]) + within) return Infinity;
  let nearest = Infinity, fromX = c[0], fromY = c[1];
  for (let k = 1; k <= SAMPLES; k++) {
    pointOn(c, k / SAMPLES, point);
    const dx = point.x - fromX, dy = point.y - fromY, along = clamp01(((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy || 1));
    nearest = Math.min(nearest, Math.hypot(x - fromX - along * dx, y - fromY - along * dy));
    fromX = point.x; fromY = point.y;
  }
  return nearest;
}

// Where a path is on the screen (an edge by its middle), for guided tours and for tests.
function locate(stage, id) {
  const { net, place } = stage, thing = net && place && thingOf(net, id);
  if (!thing) return null;
  const box = stage.dom.canvas.getBoundingClientRect(), spot = { x: place.x[thing.index], y: place.y[thing.index] };
  if (thing.kind === "edge") pointOn(place.curves[thing.index], 0.5, spot);
  else if (thing.kind === "skip") pointOn(place.arcs[thing.index], 0.5, spot);
  else if (thing.kind === "bias") biasSpot(place, thing.index, spot);
  return { x: box.left + spot.x, y: box.top + spot.y };
}
