// What a step leaves out at random is drawn masked: it took no part, and its gradient is exactly zero.

const MASK_DASH = [2, 2.5], LEFT_OUT_DASH = [1.2, 3.6];
const isLeftOut = (row, k) => row.kept !== null && row.kept[k] === 0;

function drawLeftOut({ ctx, place, paint }, e) {
  ctx.lineWidth = 0.9;
  ctx.setLineDash(LEFT_OUT_DASH);
  ctx.strokeStyle = paint.muted;
  ctx.globalAlpha = 0.45;
  ctx.stroke(place.paths[e]);
  ctx.globalAlpha = 1;
}

// A shutter over the part of the batch for which the unit is left out, from the top; afterwards the disc is the path again.
function drawMask({ ctx, place, paint }, i, alive) {
  const x = place.x[i], y = place.y[i], r = place.r[i];
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.arc(x, y, r, -1.5708, -1.5708 + 6.2832 * (1 - alive));
  ctx.closePath();
  ctx.globalAlpha = 0.78;
  ctx.fillStyle = paint.ground;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 6.2832);
}
