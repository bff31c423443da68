// The waves of a micro-step: pale pulses carry signal to the right, glowing ones carry gradient to the left, an update blooms.

// A soft ball of light, painted once per colour and then only copied.
function glowSprite(colour, dark) {
  const size = 64, canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const ctx = canvas.getContext("2d"), gradient = ctx.createRadialGradient(size / 2, size / 2, 0, size / 2, size / 2, size / 2);
  const core = dark ? mix(colour, [255, 255, 255, 1], 0.75) : colour;
  gradient.addColorStop(0, rgba(core, 1));
  gradient.addColorStop(0.2, rgba(dark ? mix(core, colour, 0.5) : colour, 0.95));
  gradient.addColorStop(0.34, rgba(colour, dark ? 0.5 : 0.38));
  gradient.addColorStop(0.65, rgba(colour, 0.12));
  gradient.addColorStop(1, rgba(colour, 0));
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, size, size);
  return canvas;
}

function buildSprites(tables, theme) {
  const of = (colours) => [4, 12, 20, 28, 31].map((level) => glowSprite(colours[level], theme.dark));
  return {
    sequential: of(tables.raw.sequential), negative: of(tables.raw.negative), positive: of(tables.raw.positive),
    pale: glowSprite(theme.dark ? [214, 226, 245, 1] : [70, 96, 140, 1], theme.dark),
    primary: glowSprite(theme.primary, theme.dark),
  };
}

function drawWaves(stage) {
  const { moment, ctx } = stage;
  if (stage.theme.dark) ctx.globalCompositeOperation = "lighter";
  if (moment.kind === "forward") drawForward(stage);
  else if (moment.kind === "loss") drawInflow(stage, ease(moment.p / 0.55), stage.sprites.pale, 9);
  else if (moment.kind === "backward") drawBackward(stage);
  ctx.globalCompositeOperation = "source-over";
}

function drawPulse(stage, curve, u, sprite, radius) {
  if (u <= 0.002 || u >= 0.998) return;
  const { x, y } = pointOn(curve, u, stage.point);
  stage.ctx.drawImage(sprite, x - radius, y - radius, 2 * radius, 2 * radius);
}

// A comet's tail behind a pulse: three pieces of the curve, each fainter.
function drawTail(stage, curve, u, side, style, width) {
  const { ctx } = stage;
  ctx.strokeStyle = style;
  ctx.lineWidth = width;
  for (let piece = 0; piece < 3; piece++) {
    const near = clamp01(u - side * piece * 0.06), far = clamp01(u - side * (piece + 1) * 0.06);
    if (near === far) continue;
    ctx.globalAlpha = 0.5 - piece * 0.16;
    tracePart(ctx, curve, Math.min(near, far), Math.max(near, far));
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

function drawForward(stage) {
  const { net, row, place, moment, sprites } = stage, arriving = net.arriving[moment.layer];
  const sent = (e) => (isLeftOut(row, net.parameter[e]) ? 0 : Math.abs(row.activation[net.source[e]] * row.parameter[net.parameter[e]]) || 0);
  let strongest = 1e-12;
  for (const e of arriving) strongest = Math.max(strongest, sent(e));
  for (const e of arriving) {
    const u = pulseAt(moment, net, e), signal = sent(e);
    const size = Math.sqrt(Math.min(signal / strongest, 1)), scale = place.compact ? 0.75 : 1;
    if (u <= 0.002 || u >= 0.998 || size < 0.02) continue;
    drawTail(stage, place.curves[e], u, 1, stage.paint.pale, 1 + 2.5 * size);
    drawPulse(stage, place.curves[e], u, sprites.pale, (4 + 11 * size) * scale);
  }
}

function drawInflow(stage, u, sprite, radius) {
  for (const flow of stage.place.flows) drawPulse(stage, flow, u, sprite, radius);
}

function drawBackward(stage) {
  const { net, row, place, moment, sprites, colour, tables } = stage, [low, high] = deltaRange(colour);
  if (moment.layer === net.last) drawInflow(stage, 1 - ease(moment.p / 0.26), sprites.primary, 13);
  for (const e of net.arriving[moment.layer]) {
    const u = pulseAt(moment, net, e), gradient = row.gradient[net.parameter[e]];
    if (u <= 0.002 || u >= 0.998) continue;
    const t = fractionOf(gradient, low, high), scale = net.size[e] > 1 ? "sequential" : scaleName(colour, gradient), radius = (4 + 15 * t) * (place.compact ? 0.75 : 1);
    drawTail(stage, place.curves[e], 1 - u, -1, tables.marks[scale][levelOf(gradient, low, high)], 1 + 4 * t);
    drawPulse(stage, place.curves[e], 1 - u, sprites[scale][Math.min(4, Math.floor(t * 5))], radius);
  }
}

// During the update an edge blooms by how far its weight moves, measured against the largest move of the step.
function drawBloom(stage) {
  const { ctx, net, row, place, moment, shown } = stage;
  if (moment.kind !== "update") return;
  const strength = Math.sin(Math.PI * clamp01(moment.p)) * 0.34;
  let largest = 0;
  for (let k = 0; k < shown.length; k++) largest = Math.max(largest, Math.abs(row.update[net.parameter[shown[k]]]) || 0);
  if (!(largest > 0) || strength <= 0) return;
  ctx.strokeStyle = stage.paint.primary;
  for (let k = 0; k < shown.length; k++) {
    const e = shown[k], share = Math.abs(row.update[net.parameter[e]]) / largest;
    if (!(share > 0.01)) continue;
    ctx.globalAlpha = strength * share;
    ctx.lineWidth = 4 + 9 * share;
    ctx.stroke(place.paths[e]);
  }
  ctx.globalAlpha = 1;
}
