// Skip links: an arc over the columns, from the layer whose output is added to the layer that it is added to, unit by unit.

const SKIP_DASH = [1.5, 3.5];

function skipCurves(net, place) {
  return net.skips.map(({ from, to }, k) => {
    const ends = [from, to].map((l) => spotAbove(net, place, l));
    const room = Math.min(ends[0].y, ends[1].y) - 34;
    const lift = Math.max(6, Math.min(18 + 9 * (to - from), room) - 5 * (k % 3)), bend = (ends[1].x - ends[0].x) * 0.22;
    return Float32Array.of(ends[0].x, ends[0].y, ends[0].x + bend, ends[0].y - lift * 1.33, ends[1].x - bend, ends[1].y - lift * 1.33, ends[1].x, ends[1].y);
  });
}

// Just over the highest unit of a layer.
function spotAbove(net, place, l) {
  const { first, count } = net.layers[l];
  let y = Infinity;
  for (let i = first; i < first + count; i++) y = Math.min(y, place.y[i] - place.r[i]);
  return { x: place.columns[l].x, y: y - 8 };
}

function drawSkips(stage) {
  const { ctx, net, place, paint } = stage;
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = paint.muted;
  net.skips.forEach((skip, k) => {
    ctx.setLineDash(SKIP_DASH);
    ctx.stroke(place.arcPaths[k]);
    ctx.setLineDash(SOLID);
    drawPlus(ctx, place.arcs[k][6], place.arcs[k][7], paint);
  });
}

// Where it arrives it is added.
function drawPlus(ctx, x, y, paint) {
  ctx.beginPath();
  ctx.arc(x, y, 5.5, 0, 6.2832);
  ctx.fillStyle = paint.ground;
  ctx.fill();
  ctx.lineWidth = 1.2;
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x - 3, y);
  ctx.lineTo(x + 3, y);
  ctx.moveTo(x, y - 3);
  ctx.lineTo(x, y + 3);
  ctx.stroke();
}

function hitSkip({ net, place, point }, x, y, reach) {
  const k = place.arcs.findIndex((arc) => distanceToCurve(arc, x, y, reach, point) <= reach);
  return k < 0 ? null : net.named.get(net.skips[k].id);
}

function skipFacts({ net }, { index }) {
  const { from, to } = net.skips[index], name = (l) => net.layers[l].name;
  return [["forward", `adds the output of ${name(from)} to that of ${name(to)}`], ["backward", `the gradient of ${name(to)} reaches ${name(from)} unchanged`]];
}
