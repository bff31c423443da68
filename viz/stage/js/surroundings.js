// What stands around the net: column headings, input names, the loss box with its inflow, delta thermometers, the note on crowds.

function drawHeadings(stage) {
  const { ctx, place, net, fonts, headings } = stage;
  ctx.font = fonts.heading;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = stage.paint.text;
  place.columns.forEach((column, l) => ctx.fillText(headings[l], column.x, place.compact ? 20 : 24));
  ctx.font = fonts.label;
  ctx.fillStyle = stage.paint.muted;
  ctx.textBaseline = "middle";
  if (place.columns[0].radius >= 8 && !place.image) drawNames(stage, 0, "right", -1);
  if (place.columns[net.last].radius >= 8 && !place.compact) drawOutputNames(stage);
}

function drawNames(stage, l, align, side) {
  const { ctx, place, net } = stage, { first, count } = net.layers[l];
  ctx.textAlign = align;
  for (let i = first; i < first + count; i++) ctx.fillText(net.labels[i] || "", place.x[i] + side * (place.r[i] + (place.compact ? 5 : 10)), place.y[i]);
}

// A single output's name sits above its flow into the loss, those of several in front of it.
function drawOutputNames(stage) {
  const { ctx, place, net } = stage, { first, count } = net.layers[net.last];
  ctx.textAlign = "left";
  if (count > 1) for (let i = first; i < first + count; i++) ctx.fillText(outputName(net, place, i), place.x[i] + place.r[i] * 1.28 + 7, place.y[i]);
}

// Headings that do not fit their column lose what follows the dot, then give way.
function fitHeadings(stage) {
  const { ctx, place, net, fonts } = stage;
  ctx.font = fonts.heading;
  stage.headings = net.layers.map((layer, l) => {
    const room = place.columns[l].room - 8, short = layer.label.split(" · ")[0];
    if (ctx.measureText(layer.label).width < room) return layer.label;
    return ctx.measureText(short).width < room || l % 2 === 0 ? short : "";
  });
}

function drawLoss(stage) {
  const { ctx, place, fonts, theme, moment } = stage, { x, y, w, h } = place.loss, glow = lossGlow(moment);
  ctx.lineWidth = 1.2;
  ctx.setLineDash(DASH_FLOW);
  ctx.strokeStyle = stage.paint.flow;
  for (const flow of place.flows) { tracePart(ctx, flow, 0, 1); ctx.stroke(); }
  ctx.setLineDash(SOLID);
  if (glow > 0) {
    ctx.globalAlpha = glow;
    ctx.drawImage(stage.sprites.primary, x - w * 0.55, y - h * 1.1, w * 2.1, h * 3.2);
    ctx.globalAlpha = 1;
  }
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, 9);
  ctx.fillStyle = stage.paint.ground;
  ctx.fill();
  ctx.lineWidth = 1.3 + glow;
  ctx.strokeStyle = glow > 0.05 ? rgba(mix(theme.muted, theme.primary, glow)) : stage.paint.muted;
  ctx.stroke();
  writeLoss(stage, x + w / 2, y, h);
}

const DASH_FLOW = [2.5, 4];

// All three lines belong to the row whose numbers were last written.
function writeLoss(stage, middle, y, h) {
  const { ctx, place, fonts, moment, textRow: row } = stage, known = moment.kind === "walk" ? moment.known.loss : moment.kind !== "forward";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = fonts.label;
  ctx.fillStyle = stage.paint.muted;
  ctx.fillText("loss", middle, y + h * 0.3);
  ctx.fillText(`step ${writeCount(row.step)}`, middle, y + h + 15);
  if (Number.isFinite(row.test) && !place.compact) ctx.fillText(`test ${writeNumber(row.test, 3)}`, middle, y + h + 32);
  ctx.font = fonts.loss;
  ctx.fillStyle = stage.paint.text;
  ctx.globalAlpha = known ? 1 : 0.25;
  ctx.fillText(stage.lossText, middle, y + h * 0.67);
  ctx.globalAlpha = 1;
}

function lossGlow(m) {
  if (m.kind === "loss") return ease((m.p - 0.45) / 0.3);
  return m.kind === "backward" && m.layer === m.last ? 1 - ease((m.p - 0.05) / 0.3) : 0;
}

// Norm of the delta that arrives at each layer, as a bar on the same logarithmic range as the rings.
function drawThermometers(stage) {
  const { ctx, place, net, fonts, colour, row, moment, tables } = stage, [low, high] = deltaRange(colour);
  const y = place.height - (place.compact ? 26 : 34), h = place.compact ? 5 : 7;
  ctx.textBaseline = "middle";
  for (let l = 1; l <= net.last; l++) {
    const norm = deltaNorm(row, l), width = Math.min(place.columns[l].room * 0.62, place.compact ? 44 : 72), x = place.columns[l].x - width / 2;
    const share = fractionOf(norm, low, high) * deltaSeen(moment, l, net.last, net.layers[l].first);
    ctx.fillStyle = stage.paint.hair;
    ctx.beginPath(); ctx.roundRect(x, y, width, h, h / 2); ctx.fill();
    if (share > 0) {
      ctx.fillStyle = twoSided(colour) ? stage.paint.muted : tables.marks.sequential[levelOf(norm, low, high)];
      ctx.beginPath(); ctx.roundRect(x, y, Math.max(width * share, h), h, h / 2); ctx.fill();
    }
    if (width > 30) writeNormUnder(stage, l, x + width / 2, y + h + (place.compact ? 9 : 12));
  }
  if (!place.compact) writeThermometerName(stage, y + h / 2);
}

function writeNormUnder(stage, l, x, y) {
  const { ctx, fonts, moment, net } = stage;
  if (deltaSeen(moment, l, net.last, net.layers[l].first) < 0.5) return;
  ctx.font = fonts.label;
  ctx.textAlign = "center";
  ctx.fillStyle = stage.paint.muted;
  ctx.fillText(stage.normTexts[l], x, y);
}

function writeThermometerName(stage, y) {
  const { ctx, place, fonts } = stage;
  ctx.font = fonts.label;
  ctx.textAlign = "left";
  ctx.fillStyle = stage.paint.muted;
  const room = place.columns[1].x - 52, long = "size of the arriving δ (log)";
  const text = ctx.measureText(long).width < room - 20 ? long : "|δ| (log)";
  if (ctx.measureText(text).width < room - 20) ctx.fillText(text, 18, y);
}

function drawNote(stage) {
  const { ctx, place, fonts } = stage, note = stage.noteText;
  if (!note) return;
  ctx.font = fonts.label;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = stage.paint.muted;
  ctx.fillText(note, (place.columns[0].x + place.columns[stage.net.last].x) / 2, place.top - (place.compact ? 3 : 2));
}
