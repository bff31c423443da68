// Selection is a soft halo behind what is selected; everything else stays as it is.

function drawHalo(stage, id, strength) {
  const thing = id && thingOf(stage.net, id);
  if (thing) drawHaloOf(stage, thing, strength);
}

function drawHaloOf(stage, thing, strength) {
  const { ctx } = stage;
  ctx.setLineDash(SOLID);
  ctx.lineCap = "round";
  ctx.strokeStyle = ctx.fillStyle = stage.paint.primary;
  if (thing.kind === "edge") haloAlong(stage, stage.place.paths[thing.index], widthOf(weightShown(stage, thing.index, 0), stage.largest), strength);
  else if (thing.kind === "skip") haloAlong(stage, stage.place.arcPaths[thing.index], 1.6, strength);
  else haloAround(stage, thing, strength);
  ctx.globalAlpha = 1;
  ctx.lineCap = "butt";
}

// Along the middle the ground stays free, so that a pale edge keeps its own colour.
function haloAlong({ ctx, paint }, path, width, strength) {
  for (const [more, alpha] of HALO_RINGS) {
    ctx.globalAlpha = alpha * strength;
    ctx.lineWidth = width + more;
    ctx.stroke(path);
  }
  ctx.globalAlpha = Math.min(1, strength);
  ctx.lineWidth = width + HALO_FREE;
  ctx.strokeStyle = paint.ground;
  ctx.stroke(path);
}

function haloAround(stage, { kind, index }, strength) {
  const { ctx, place } = stage, bias = kind === "bias", spot = bias ? biasSpot(place, index, stage.point) : null;
  const x = bias ? spot.x : place.x[index], y = bias ? spot.y : place.y[index], r = bias ? spot.half + 2 : place.r[index] * 1.28 + 1;
  for (const [more, alpha] of HALO_RINGS) {
    ctx.globalAlpha = Math.min(1, alpha * 1.4 * strength);
    ctx.lineWidth = more * 0.6;
    ctx.beginPath();
    ctx.arc(x, y, r + more * 0.3, 0, 6.2832);
    ctx.stroke();
  }
}

const HALO_FREE = 3;
const HALO_RINGS = [[23, 0.045], [18, 0.06], [13, 0.08], [8, 0.13]];
