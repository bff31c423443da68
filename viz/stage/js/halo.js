// Selection is a soft halo behind what is selected; everything else stays as it is.

function drawHalo(stage, id, strength) {
  const thing = id && stage.net.named.get(id);
  if (!thing) return;
  const { ctx } = stage;
  ctx.setLineDash(SOLID);
  ctx.lineCap = "round";
  ctx.strokeStyle = ctx.fillStyle = stage.paint.primary;
  if (thing.kind === "edge") haloAlong(stage, thing.index, strength);
  else haloAround(stage, thing, strength);
  ctx.globalAlpha = 1;
  ctx.lineCap = "butt";
}

function haloAlong(stage, e, strength) {
  const { ctx, place } = stage, width = widthOf(weightShown(stage, e, 0), stage.largest);
  for (const [more, alpha] of HALO_RINGS) {
    ctx.globalAlpha = alpha * strength;
    ctx.lineWidth = width + more;
    ctx.stroke(place.paths[e]);
  }
}

function haloAround(stage, { kind, index }, strength) {
  const { ctx, place } = stage, bias = kind === "bias", spot = bias ? biasSpot(place, index, stage.point) : null;
  const x = bias ? spot.x : place.x[index], y = bias ? spot.y : place.y[index], r = bias ? spot.half + 2 : place.r[index] + Math.max(3, place.r[index] * 0.28);
  for (const [more, alpha] of HALO_RINGS) {
    ctx.globalAlpha = alpha * strength;
    ctx.beginPath();
    ctx.arc(x, y, r + more * 0.55, 0, 6.2832);
    ctx.fill();
  }
}

const HALO_RINGS = [[19, 0.1], [13, 0.16], [7, 0.26]];
