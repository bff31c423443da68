// Of a large net only the strongest edges travel, others with every slice: the edges of the net are those of the row on screen.

function adoptChoice(stage, slice) {
  const { net } = stage, { choice } = slice.segments;
  if (!choice || !slice.count || choice === net.choice) return;
  const same = net.choice && choice.length === net.choice.length && choice.every((edge, k) => edge === net.choice[k]);
  net.choice = choice;
  if (same) return;
  listEdges(net, choice, slice.shapes.parameter[1] - choice.length);
  setShown(stage);
  if (stage.place) drawCurves(net, stage.place);
  if (stage.hover) stage.hover = net.named.get(stage.hover.id) || null;
}

// The numbers of an edge lie behind those of all parameters that are no weights.
function listEdges(net, choice, others) {
  for (const id of net.edgeIds) net.named.delete(id);
  const count = (net.edges = choice.length), { families } = net.structure;
  net.source = new Int32Array(count);
  net.target = new Int32Array(count);
  net.parameter = Int32Array.from({ length: count }, (_, k) => others + k);
  net.size = new Int32Array(count);
  net.frozen = new Uint8Array(count);
  net.edgeIds = new Array(count);
  for (let k = 0, f = 0; k < count; k++) {
    while (f < families.length - 1 && choice[k] >= families[f + 1].first) f++;
    listEdge(net, k, families[f], choice[k] - families[f].first);
  }
  gatherEdges(net);
}

function listEdge(net, k, family, edge) {
  const row = Math.floor(edge / family.columns), column = edge % family.columns;
  net.source[k] = net.layers[family.source].first + column;
  net.target[k] = net.layers[family.target].first + row;
  net.size[k] = family.size;
  net.frozen[k] = family.frozen.includes(edge) ? 1 : 0;
  net.edgeIds[k] = edgeId(family, row, column);
}

// A weight by its path, a group of weights by where it leads to and from.
function edgeId({ path, size, shape }, row, column) {
  return size > 1 ? `${path}[${row}←${column}]` : `${path}[${row},${column}${",0".repeat(shape.length - 2)}]`;
}

// What is drawn for a path: itself, or the edge that a weight belongs to together with others.
function thingOf(net, path) {
  return net.named.get(path) || net.named.get(groupOf(net, path)) || null;
}

function groupOf(net, path) {
  const match = /^(.+)\[([\d,]+)\]$/.exec(path), family = match && (net.structure.families || []).find((one) => one.path === match[1]);
  if (!family || family.size === 1) return path;
  const index = match[2].split(",").map(Number);
  const flat = index.slice(1).reduce((sum, i, axis) => sum * family.shape[axis + 1] + i, 0);
  return edgeId(family, index[0] % family.rows, Math.floor(flat / family.after) % family.columns);
}

// Where the numbers of an edge lie in the row on screen, for the inspector; `single`: those of one weight out of several.
function edgeAt(stage, path) {
  const { net, row } = stage, thing = thingOf(net, path);
  if (!thing || thing.kind !== "edge") return null;
  const e = thing.index, own = row.picked && row.slice.header.selected === path ? [...row.picked] : null;
  return { source: net.source[e], target: net.target[e], parameter: net.parameter[e], frozen: Boolean(net.frozen[e]), size: net.size[e], single: own };
}

function setShown(stage) {
  const count = stage.net.edges;
  stage.shown = Int32Array.from({ length: count }, (_, e) => e);
  stage.order = new Int32Array(count);
  stage.levels = new Uint8Array(count);
  stage.signs = new Uint8Array(count);
  stage.levelStarts = new Int32Array(LEVELS + 1);
}

// How many edges are not drawn, and how much they are together.
function crowdNote(stage) {
  const { net, row, colour } = stage, left = net.allEdges - net.edges;
  if (left <= 0) return "";
  const together = row.rest === null ? "" : `, together ${normTitle(colour)} ${writeNumber(row.rest, 2)}`;
  return stage.place && stage.place.compact && !stage.tableOpen
    ? `${writeCount(net.edges)} of ${writeCount(net.allEdges)} edges${together.replace(", together", " · rest")}`
    : `the strongest ${writeCount(net.edges)} edges, and ${writeCount(left)} more${together}`;
}
