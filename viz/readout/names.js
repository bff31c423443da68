// What a selected path is, by name and by place in the rows: an edge, a bias, a neuron or an input.

const placesByStructure = new WeakMap();

function placesOf(structure) {
  if (!placesByStructure.has(structure)) placesByStructure.set(structure, new Map());
  return placesByStructure.get(structure);
}

const nameOf = (structure, node) => structure.nodes.label[node] || structure.nodes.id[node];

function edgePlace(structure, path) {
  const edge = structure.edges.id.indexOf(path);
  if (edge < 0) return null;
  const [source, target] = [structure.edges.source[edge], structure.edges.target[edge]];
  const title = `${nameOf(structure, source)} → ${nameOf(structure, target)}`;
  const frozen = Boolean(structure.edges.frozen?.[edge]);
  return { kind: "edge", title, frozen, source, target, parameter: structure.edges.parameter[edge] };
}

function biasPlace(structure, path) {
  const target = structure.bias_ids.indexOf(path);
  if (target < 0) return null;
  const frozen = Boolean(structure.bias_frozen?.[target]);
  return { kind: "bias", title: nameOf(structure, target), frozen, target, parameter: structure.nodes.bias[target] };
}

function nodePlace(structure, path) {
  const target = structure.nodes.id.indexOf(path);
  if (target < 0) return null;
  const inputs = structure.layers[0];
  const isInput = target >= inputs.first && target < inputs.first + inputs.count;
  const title = nameOf(structure, target);
  const scale = structure.nodes.scale?.[target] ?? -1;
  return { kind: isInput ? "input" : "neuron", title, target, scale, parameter: isInput ? -1 : structure.nodes.bias[target] };
}

// Of a large network the stage knows which edges are drawn in this row.
function drawnEdge(row, path) {
  const edge = row.edgeAt(path);
  return edge && { kind: "edge", title: `${nameOf(row.structure, edge.source)} → ${nameOf(row.structure, edge.target)}`, ...edge };
}

// Looked up once per structure and path, since rows come sixty times a second.
function placeOf(row, path) {
  const { structure } = row, edge = structure.families && drawnEdge(row, path);
  if (edge) return edge;
  const places = placesOf(structure);
  if (!places.has(path)) {
    const place = edgePlace(structure, path) || biasPlace(structure, path) || nodePlace(structure, path);
    places.set(path, place);
  }
  return places.get(path);
}
