// A neuron in one glyph: disc = activation, ring = delta (length, colour and direction), square = bias with its gradient's colour.

const activationIndex = (a) => Math.round((Math.max(-1, Math.min(1, a || 0)) + 1) * 16);

function drawNodes(stage) {
  const { ctx, net } = stage;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (let l = 0; l <= net.last; l++) {
    const { first, count } = net.layers[l];
    if (l === 0 && stage.place.image) { drawImageBlock(stage); continue; }
    ctx.font = valueFont(stage, first);
    for (let i = first; i < first + count; i++) drawNode(stage, i, l);
  }
}

function drawNode(stage, i, l) {
  const { net, moment, place } = stage, reached = activationSeen(moment, l, i), delta = deltaSeen(moment, l, net.last, i);
  drawDisc(stage, i, reached);
  if (delta > 0) drawRing(stage, i, delta);
  if (net.bias[i] >= 0) drawBias(stage, i, biasSeen(moment, l, i));
  if (reached >= 0.5 && place.columns[l].texts) drawValue(stage, i);
}

function drawDisc(stage, i, reached) {
  const { ctx, place, tables, row } = stage, r = place.r[i];
  ctx.beginPath();
  ctx.arc(place.x[i], place.y[i], r, 0, 6.2832);
  ctx.fillStyle = stage.paint.ground;
  ctx.fill();
  if (reached > 0) {
    ctx.globalAlpha = reached;
    ctx.fillStyle = tables.activation[activationIndex(row.activation[i])];
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  const masked = row.alive && row.alive[i] < 1;
  if (masked) drawMask(stage, i, row.alive[i]);
  ctx.lineWidth = r > 8 ? 1.2 : 0.8;
  ctx.strokeStyle = stage.paint.outline;
  ctx.setLineDash(masked ? MASK_DASH : SOLID);
  ctx.stroke();
  ctx.setLineDash(SOLID);
}

// Clockwise from the top for plus, counter-clockwise for minus; a full circle is the upper end of the gradient range.
function drawRing(stage, i, share) {
  const { ctx, place, row, colour, tables } = stage, delta = row.delta[i];
  if (!(Math.abs(delta) > 0)) return;
  const [low, high] = deltaRange(colour), r = place.r[i];
  const length = fractionOf(delta, low, high) * 6.2832 * share;
  if (length < 0.01) return; // vanished looks vanished
  ctx.beginPath();
  ctx.arc(place.x[i], place.y[i], r + Math.max(2, r * 0.19), -1.5708, -1.5708 + (delta < 0 ? -length : length), delta < 0);
  ctx.lineWidth = Math.max(1.6, r * 0.17);
  ctx.strokeStyle = tables.marks[scaleName(colour, delta)][levelOf(delta, low, high)];
  ctx.stroke();
}

function biasSpot(place, i, out) {
  const away = (place.r[i] + Math.max(3, place.r[i] * 0.3)) * 0.74;
  out.x = place.x[i] - away;
  out.y = place.y[i] + away;
  out.half = Math.min(4.5, Math.max(2, place.r[i] * 0.24));
  return out;
}

function drawBias(stage, i, seen) {
  const { ctx, place, row, colour, tables, net } = stage;
  if (place.r[i] < 5) return;
  const { x, y, half } = biasSpot(place, i, stage.point), gradient = row.gradient[net.bias[i]], [low, high] = deltaRange(colour);
  ctx.fillStyle = stage.paint.ground;
  ctx.fillRect(x - half - 1.2, y - half - 1.2, 2 * half + 2.4, 2 * half + 2.4);
  ctx.fillStyle = seen < 1 ? stage.paint.waiting : tables.marks[scaleName(colour, gradient)][levelOf(gradient, low, high)];
  ctx.fillRect(x - half, y - half, 2 * half, 2 * half);
  if (net.biasFrozen[i]) { ctx.lineWidth = 1; ctx.strokeStyle = stage.paint.outline; ctx.strokeRect(x - half, y - half, 2 * half, 2 * half); }
}

const valueFont = ({ place, fonts }, i) => (place.r[i] >= 17 ? fonts.value : fonts.small);

function drawValue(stage, i) {
  const { ctx, place, texts, tables, row } = stage;
  ctx.fillStyle = tables.activationInk[activationIndex(row.activation[i])];
  ctx.fillText(texts[i], place.x[i], place.y[i] + 0.5);
}

// Nobody reads numbers that change sixty times a second: while playing they are rewritten fifteen times.
function refreshTexts(stage, now) {
  if (stage.textRow === stage.row || (stage.textRow && stage.running && now - stage.textAt < 66)) return;
  stage.textAt = now;
  stage.textRow = stage.row;
  const { row, net } = stage;
  for (let i = 0; i < net.nodes; i++) stage.texts[i] = writeShort(row.activation[i]);
  stage.lossText = writeLossNumber(row.loss, stage.place.compact ? 0.01 : 0.001);
  stage.noteText = crowdNote(stage);
  stage.normTexts = net.layers.map((_, l) => (l ? writeNorm(deltaNorm(row, l)) : ""));
}

const writeLossNumber = (x, small) => (Math.abs(x) >= small && Math.abs(x) < 1e4 ? withMinus(x.toPrecision(Math.abs(x) >= 1000 ? 4 : 3)) : writeNorm(x));
const writeNorm = (x) => (x > 0 && x < Infinity ? withMinus(x.toExponential(1).replace("e+", "e")) : writeNumber(x, 2));
