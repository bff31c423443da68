// Layers that are no single line of units: an image of pixels, one channel drawn as its image, a block of many units.

function placeBlocks(net, place) {
  place.image = null;
  place.imageEnd = 0;
  net.layers.forEach((layer, l) => {
    if (layer.image && l === 0) placeImage(layer, place);
    else if (layer.grid) placeBlock(layer, place, place.columns[l]);
  });
}

// Pixels in place of a column of dots; a channel of many pixels is one node as large as its image.
function placeImage({ image: [rows, across], first, count }, place) {
  const column = place.columns[0], down = place.height - place.top - place.bottom;
  const size = Math.min(down * 0.74, column.room * 0.6, place.compact ? 84 : 210), cell = size / Math.max(rows, across);
  const left = place.compact ? 10 : Math.max(22, column.x - size / 2), top = place.top + (down - cell * rows) / 2;
  if (count === 1) {
    place.x[first] = left + (cell * across) / 2;
    place.y[first] = top + (cell * rows) / 2;
  }
  for (let i = 0; count > 1 && i < count; i++) {
    place.x[first + i] = left + ((i % across) + 0.5) * cell;
    place.y[first + i] = top + (Math.floor(i / across) + 0.5) * cell;
  }
  place.r.fill(count === 1 ? size / 2 : cell / 2, first, first + count);
  column.x = left + (cell * across) / 2;
  column.texts = false;
  place.imageEnd = first + count;
  place.image = { left, top, cell, rows, across, width: cell * across, height: cell * rows, right: left + cell * across };
}

function placeBlock({ grid: [rows, across], image, first, count }, place, column) {
  const down = place.height - place.top - place.bottom - 24;
  const gap = Math.min(down / rows, (column.room * 0.46) / across, image ? 24 : 17), r = Math.max(1.4, Math.min(gap * 0.33, 4.8)); // too small for biases and values
  const left = column.x - (gap * (across - 1)) / 2, top = place.top + 12 + (down - gap * (rows - 1)) / 2;
  for (let i = 0; i < count; i++) {
    place.x[first + i] = left + (i % across) * gap;
    place.y[first + i] = top + Math.floor(i / across) * gap;
  }
  place.r.fill(r, first, first + count);
  column.radius = r;
  column.texts = false;
}

function drawImageBlock(stage) {
  const { ctx, net, place, tables, row } = stage, { left, top, cell, across, width, height } = place.image, { first, count } = net.layers[0];
  const pixels = count === 1 ? row.picture : row.activation.subarray(first, first + count);
  ctx.fillStyle = stage.paint.ground;
  ctx.fillRect(left, top, width, height);
  for (let i = 0; pixels && i < pixels.length; i++) {
    ctx.fillStyle = tables.activation[activationIndex(pixels[i])];
    ctx.fillRect(left + (i % across) * cell, top + Math.floor(i / across) * cell, cell + 0.3, cell + 0.3);
  }
  ctx.lineWidth = 1;
  ctx.strokeStyle = stage.paint.outline;
  ctx.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
}

// What reaches a layer without weights: thin lines from node to node, without colour, since nothing is learned there.
function linkPath(net, place) {
  const path = new Path2D(), curve = new Float32Array(8);
  for (const l of net.unweighted) {
    const from = net.layers[l - 1], to = net.layers[l];
    for (let i = 0; from.count === to.count && i < to.count; i++) {
      curveOf(place, from.first + i, to.first + i, curve);
      path.moveTo(curve[0], curve[1]);
      path.bezierCurveTo(curve[2], curve[3], curve[4], curve[5], curve[6], curve[7]);
    }
  }
  return path;
}

function drawLinks({ ctx, net, place, paint }) {
  if (!net.unweighted.length) return;
  ctx.setLineDash(SOLID);
  ctx.lineWidth = 0.8;
  ctx.strokeStyle = paint.waiting;
  ctx.stroke(place.links);
}
