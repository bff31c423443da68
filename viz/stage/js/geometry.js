// Where everything sits for a given width and height; computed once per structure and size, never per frame.

const COMPACT = 480;

function margins(net, width) {
  const compact = width < COMPACT, named = net.layers[net.last].count > 1;
  return compact
    ? { compact, left: 24, right: 74, top: 40, bottom: 40, largest: 13 }
    : { compact, left: width < 700 ? 46 : 62, right: (width < 700 ? 124 : 156) + (named ? 36 : 0), top: 46, bottom: 58, largest: width > 1000 ? 23 : 20 };
}

// Smallest distance between two units of a layer decides how large its discs may be.
function layerRadius(place, net, layer, largest) {
  let nearest = Infinity;
  for (let i = layer.first + 1; i < layer.first + layer.count; i++) {
    nearest = Math.min(nearest, Math.hypot(place.x[i] - place.x[i - 1], place.y[i] - place.y[i - 1]));
  }
  const cap = layer.count > 16 ? 7 : largest;
  return Math.max(2, Math.min(cap, nearest * 0.34));
}

// From step to step: an arc on the right side of the column, a loop where a unit reads its own past.
function curveBack(place, x0, s, t, out) {
  const from = place.y[s], to = place.y[t], x3 = place.x[t] + place.r[t] + 4, away = Math.abs(to - from);
  const bulge = Math.min(14 + 0.36 * away, place.compact ? 44 : 96), open = away ? 0 : 11;
  out.set([x0, from, x0 + bulge, from - open, x3 + bulge, to + open, x3, to]);
}

// A cubic with horizontal tangents.
function curveOf(place, s, t, out) {
  const reach = place.compact ? 4 : 6;
  const pixel = place.image && s < place.imageEnd; // edges of an image leave from its right side, at the height of their pixel
  const x0 = pixel ? place.image.right + reach - 1 : place.x[s] + place.r[s] + reach, x3 = place.x[t] - place.r[t] - reach;
  if (x3 <= x0) return curveBack(place, x0, s, t, out);
  const bend = (x3 - x0) / 2;
  out.set([x0, place.y[s], x0 + bend, place.y[s], x3 - bend, place.y[t], x3, place.y[t]]);
}

function layOut(net, width, height) {
  const m = margins(net, width);
  const place = { ...m, width, height, x: new Float32Array(net.nodes), y: new Float32Array(net.nodes), r: new Float32Array(net.nodes) };
  const inset = m.compact ? 20 : 28, across = width - m.left - m.right - 2 * inset, down = height - m.top - m.bottom - 2 * inset;
  const highest = Math.min(...net.y), spread = Math.max(...net.y) - highest;
  for (let i = 0; i < net.nodes; i++) { // the outermost units reach the edges of the picture, however Python spread them
    place.x[i] = m.left + inset + net.x[i] * across;
    place.y[i] = m.top + inset + (spread > 0.05 ? (net.y[i] - highest) / spread : 0.5) * down;
  }
  place.columns = net.layers.map((layer) => {
    const radius = layerRadius(place, net, layer, Math.min(m.largest, across / Math.max(net.last, 1) / 4));
    place.r.fill(radius, layer.first, layer.first + layer.count);
    let x = 0;
    for (let i = layer.first; i < layer.first + layer.count; i++) x += place.x[i] / layer.count;
    return { x, radius, room: net.last ? across / net.last : across, texts: radius >= 10.5 };
  });
  placeBlocks(net, place);
  place.loss = m.compact ? { x: width - 66, w: 56, h: 44 } : { x: width - 106, w: 88, h: 54 };
  place.loss.y = lossHeight(net, place) - place.loss.h / 2;
  drawCurves(net, place);
  place.links = linkPath(net, place);
  place.flows = lossFlows(net, place);
  place.arcs = skipCurves(net, place);
  place.arcPaths = place.arcs.map(pathOf);
  return place;
}

function drawCurves(net, place) {
  place.curves = Array.from({ length: net.edges }, (_, e) => {
    const curve = new Float32Array(8);
    curveOf(place, net.source[e], net.target[e], curve);
    return curve;
  });
  place.paths = place.curves.map(pathOf);
}

function lossHeight(net, place) {
  const { first, count } = net.layers[net.last];
  let y = 0;
  for (let i = first; i < first + count; i++) y += place.y[i] / count;
  return y;
}

// Several outputs have their names in front of the flow; a single one has it above, a crowd and long names have none.
function outputName(net, place, i) {
  const { count } = net.layers[net.last];
  return count > 1 && !place.compact && place.r[i] >= 8 && net.labels[i] && net.labels[i].length <= 7 ? net.labels[i] : "";
}

// The outputs flow into the loss box.
function lossFlows(net, place) {
  const { first, count } = net.layers[net.last], middle = place.loss.y + place.loss.h / 2;
  return Array.from({ length: count }, (_, k) => {
    const i = first + k, x0 = place.x[i] + place.r[i] * 1.28 + 5 + (outputName(net, place, i) ? 7 * net.labels[i].length : 0), x3 = place.loss.x, bend = (x3 - x0) / 2;
    return Float32Array.of(x0, place.y[i], x0 + bend, place.y[i], x3 - bend, middle, x3, middle);
  });
}

function pathOf(c) {
  const path = new Path2D();
  path.moveTo(c[0], c[1]);
  path.bezierCurveTo(c[2], c[3], c[4], c[5], c[6], c[7]);
  return path;
}

// A point on a curve, written into `out` so that the waves allocate nothing.
function pointOn(c, u, out) {
  const v = 1 - u, a = v * v * v, b = 3 * v * v * u, d = 3 * v * u * u, e = u * u * u;
  out.x = a * c[0] + b * c[2] + d * c[4] + e * c[6];
  out.y = a * c[1] + b * c[3] + d * c[5] + e * c[7];
  return out;
}

// Traces the part of a curve between two parameters on the context.
function tracePart(ctx, c, from, to) {
  const at = (i, s, t, w) => { // blossom of the cubic: one control point of the part
    const p = (u, v, x) => { const a = 1 - u, b = 1 - v, d = 1 - x; return a * b * d * c[i] + (u * b * d + a * v * d + a * b * x) * c[2 + i] + (u * v * d + u * b * x + a * v * x) * c[4 + i] + u * v * x * c[6 + i]; };
    return p(s, t, w);
  };
  ctx.beginPath();
  ctx.moveTo(at(0, from, from, from), at(1, from, from, from));
  ctx.bezierCurveTo(at(0, from, from, to), at(1, from, from, to), at(0, from, to, to), at(1, from, to, to), at(0, to, to, to), at(1, to, to, to));
}
