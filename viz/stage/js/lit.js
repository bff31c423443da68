// What an explanation lights at the step on screen: a route to the loss, or the product that a walk through the step has come to.

const VEIL = { route: 0.78, walk: 0.5 }, LIT_WIDTH = 2.4, SOFT = 0.4;

// A slice that says the same again changes nothing: what the hand has put out on the stage stays out.
function adoptLit(stage, { lit, cursor }) {
  const text = lit ? `${cursor} ${JSON.stringify(lit)}` : "";
  if (text === stage.litText) return;
  stage.litText = text;
  stage.lit = lit || null;
  stage.litThings = null;
  if (lit && lit.moment && !stage.playing) enterMoment(stage, lit.moment);
  else if (stage.moment.kind === "walk") stage.moment = WHOLE;
  showLit(stage);
}

function putOut(stage) {
  stage.lit = null;
  if (stage.moment.kind === "walk") stage.moment = WHOLE;
  showLit(stage);
}

function showLit(stage) {
  const { root } = stage.dom, parts = stage.lit ? stage.lit.parts : [], now = parts.length ? parts[parts.length - 1] : "";
  if (now && !root.getAttribute("data-lit")) uncover(stage);
  root.setAttribute("data-lit", now);
}

const isLit = (stage) => stage.lit !== null && !stage.playing && !stage.micro && stage.row.step === stage.header.cursor;

// Names become what is drawn for them, once: again when other edges have come.
function litThings(stage) {
  const { net, lit } = stage;
  if (stage.litThings && stage.litThings.of === net.edgeIds) return stage.litThings;
  const known = (names) => (names || []).map((name) => thingOf(net, name)).filter(Boolean), parts = known(lit.parts), soft = known(lit.soft);
  const nodes = new Set();
  for (const { kind, index } of [...soft, ...parts]) {
    if (kind === "node" || kind === "bias") nodes.add(index);
    else if (kind === "edge") nodes.add(net.source[index]).add(net.target[index]);
  }
  const tag = lit.tag && thingOf(net, lit.tag.at);
  return (stage.litThings = { of: net.edgeIds, parts, soft, nodes: [...nodes], tag: tag && tag.kind === "node" ? tag.index : -1, tagWidth: 0 });
}

// A veil over the network, and above it only what is lit.
function drawLit(stage) {
  if (!isLit(stage)) return;
  const { ctx, place, lit } = stage, { parts, soft, nodes } = litThings(stage);
  ctx.globalAlpha = lit.moment ? VEIL.walk : VEIL.route;
  ctx.fillStyle = stage.paint.ground;
  ctx.fillRect(0, 0, place.width, place.height);
  ctx.globalAlpha = 1;
  for (const thing of soft) drawLitPart(stage, thing, SOFT);
  for (let k = 0; k < parts.length; k++) drawLitPart(stage, parts[k], k === parts.length - 1 ? 1.8 : 1.2);
  if (place.image && nodes.some((i) => i < place.imageEnd)) drawImageBlock(stage);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const i of nodes) drawLitNode(stage, i);
  drawLoss(stage);
}

function drawLitNode(stage, i) {
  const { ctx, net, place } = stage;
  if (i >= place.imageEnd) {
    ctx.font = valueFont(stage, i);
    drawNode(stage, i, net.layerOf[i]);
    return;
  }
  ctx.strokeStyle = stage.paint.primary;
  ctx.lineWidth = 2;
  ctx.strokeRect(place.x[i] - place.r[i] - 1, place.y[i] - place.r[i] - 1, 2 * place.r[i] + 2, 2 * place.r[i] + 2);
}

function drawLitPart(stage, thing, strength) {
  drawHaloOf(stage, thing, strength);
  if (thing.kind === "edge") drawLitEdge(stage, thing.index, strength);
}

function drawLitEdge(stage, e, strength) {
  const { ctx, net, row, place, colour, tables, moment } = stage, value = quantityOf(stage, row, e);
  const weight = weightShown(stage, e, updateShare(moment, net, e)), width = Math.max(widthOf(weight, stage.largest), strength < 1 ? 1.4 : LIT_WIDTH);
  const known = colourSeen(moment, net, e) === 1 || colour.by === "weight", scale = net.size[e] > 1 ? "sequential" : scaleName(colour, value);
  ctx.lineWidth = width;
  ctx.setLineDash(weight < 0 ? dashOf(width) : SOLID);
  ctx.strokeStyle = known ? tables.marks[scale][levelOf(value, colour.low, colour.high)] : stage.paint.pale;
  ctx.globalAlpha = strength < 1 ? 0.65 : 1;
  ctx.stroke(place.paths[e]);
  ctx.globalAlpha = 1;
  ctx.setLineDash(SOLID);
}

// The sum so far, on a label over its unit and over everything else.
function drawTag(stage) {
  const i = isLit(stage) ? litThings(stage).tag : -1;
  if (i < 0) return;
  const { ctx, place, fonts, paint } = stage, things = stage.litThings, { text } = stage.lit.tag, h = 20;
  ctx.font = fonts.value;
  if (!things.tagWidth) things.tagWidth = ctx.measureText(text).width + 14;
  const w = things.tagWidth, x = Math.max(2, Math.min(place.x[i] - w / 2, place.width - w - 2)), y = Math.max(2, place.y[i] - place.r[i] - h - 9);
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, 6);
  ctx.fillStyle = paint.ground;
  ctx.fill();
  ctx.lineWidth = 1.4;
  ctx.strokeStyle = paint.primary;
  ctx.stroke();
  ctx.fillStyle = paint.text;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x + w / 2, y + h / 2 + 0.5);
}
