// Edges: colour is the chosen quantity, width the weight, dashes a negative weight; weak ones first, so that strong ones lie on top.

const SOLID = [];
const dashOf = (width) => (width < 1.6 ? DASH_THIN : DASH_WIDE);
const DASH_THIN = [5, 3.5], DASH_WIDE = [7.5, 5];

// Orders the drawn edges by level with a counting sort in arrays made once: no allocation per frame.
function sortByLevel(stage) {
  const { net, row, colour, shown, order, levels, signs } = stage, starts = stage.levelStarts.fill(0);
  for (let k = 0; k < shown.length; k++) {
    const value = quantityOf(stage, row, shown[k]);
    levels[k] = levelOf(value, colour.low, colour.high);
    signs[k] = value < 0 ? 1 : 0;
    starts[levels[k] + 1]++;
  }
  for (let l = 0; l < LEVELS; l++) starts[l + 1] += starts[l];
  for (let k = 0; k < shown.length; k++) order[starts[levels[k]]++] = k;
}

function edgeStyle(stage, k) {
  const { edges } = stage.tables;
  if (!twoSided(stage.colour) || stage.net.size[stage.shown[k]] > 1) return edges.sequential[stage.levels[k]];
  return (stage.signs[k] ? edges.negative : edges.positive)[stage.levels[k]];
}

// The norm of several weights does not move by the norm of their updates.
const weightShown = (stage, e, share) => {
  const k = stage.net.parameter[e];
  return stage.row.parameter[k] + (share && stage.net.size[e] === 1 ? share * stage.row.update[k] : 0);
};

// In a crowd lines are thinner, so that they can be told apart.
const CROWD = 150;

function drawEdges(stage) {
  const { ctx, net, row, place, moment, shown, order } = stage;
  sortByLevel(stage);
  const always = stage.colour.by === "weight", thin = shown.length > CROWD ? 0.62 : 1;
  ctx.lineCap = "butt";
  for (let n = 0; n < shown.length; n++) {
    const k = order[n], e = shown[k];
    if (isLeftOut(row, net.parameter[e])) { drawLeftOut(stage, e); continue; }
    const weight = weightShown(stage, e, updateShare(moment, net, e)), width = widthOf(weight, stage.largest) * thin;
    const seen = always ? 1 : colourSeen(moment, net, e);
    ctx.lineWidth = width;
    ctx.setLineDash(weight < 0 ? dashOf(width) : SOLID);
    if (seen === 1) {
      ctx.strokeStyle = edgeStyle(stage, k);
      ctx.stroke(place.paths[e]);
    } else {
      ctx.strokeStyle = stage.paint.waiting;
      ctx.stroke(place.paths[e]);
      if (seen) drawReached(stage, k, e);
    }
  }
  ctx.setLineDash(SOLID);
}

// While the backward wave is on an edge, the part behind the pulse has its colour already.
function drawReached(stage, k, e) {
  const at = 1 - pulseAt(stage.moment, stage.net, e);
  if (at > 0.995) return;
  stage.ctx.strokeStyle = edgeStyle(stage, k);
  tracePart(stage.ctx, stage.place.curves[e], at, 1);
  stage.ctx.stroke();
}

// A frozen edge takes no step: a small grey lock in its middle.
function drawLocks(stage) {
  const { ctx, net, place, shown } = stage, point = stage.point;
  if (!net.anyFrozen) return;
  ctx.lineWidth = 1.2;
  for (let k = 0; k < shown.length; k++) {
    const e = shown[k];
    if (!net.frozen[e]) continue;
    pointOn(place.curves[e], 0.5, point);
    drawLock(ctx, point.x, point.y, stage.paint.muted, stage.paint.ground);
  }
}

function drawLock(ctx, x, y, ink, ground) {
  ctx.fillStyle = ground;
  ctx.beginPath();
  ctx.arc(x, y, 7, 0, 7);
  ctx.fill();
  ctx.strokeStyle = ctx.fillStyle = ink;
  ctx.fillRect(x - 3.5, y - 0.5, 7, 5);
  ctx.beginPath();
  ctx.arc(x, y - 0.5, 2.2, Math.PI, 0);
  ctx.stroke();
}
