// The structure Python sends, made ready for drawing: typed arrays, who belongs to which layer, and what each path names.

function readStructure(structure) {
  const { layers, nodes, edges } = structure;
  const layerOf = new Int32Array(nodes.id.length);
  layers.forEach((layer, l) => layerOf.fill(l, layer.first, layer.first + layer.count));
  const net = {
    structure, layers, layerOf,
    id: structure.id, nodes: nodes.id.length, edges: edges.id.length, allEdges: structure.edge_count || edges.id.length,
    nodeIds: nodes.id, edgeIds: edges.id, biasIds: structure.bias_ids || [],
    labels: nodes.label, x: nodes.x, y: nodes.y, bias: Int32Array.from(nodes.bias),
    source: Int32Array.from(edges.source), target: Int32Array.from(edges.target), parameter: Int32Array.from(edges.parameter),
    number: edges.number || edges.id.map((_, e) => e), frozen: edges.frozen || [], biasFrozen: structure.bias_frozen || [],
  };
  net.size = new Int32Array(net.edges).fill(1);
  net.choice = null;
  net.named = new Map();
  gatherEdges(net);
  net.nodeIds.forEach((id, index) => net.named.set(id, { kind: "node", index, id }));
  net.biasIds.forEach((id, index) => id && net.named.set(id, { kind: "bias", index, id }));
  const layerNamed = new Map(layers.map((layer, l) => [layer.name, l]));
  net.skips = (structure.skips || []).map(({ id, from, to }) => ({ id, from: layerNamed.get(from), to: layerNamed.get(to) }));
  net.skips.forEach(({ id }, index) => net.named.set(id, { kind: "skip", index, id }));
  net.scale = Int32Array.from(nodes.scale || new Array(net.nodes).fill(-1));
  net.last = layers.length - 1;
  const families = structure.families || [], reached = new Set(structure.families ? families.map(({ target }) => target) : net.arriving.map((all, l) => (all.length ? l : 0)));
  net.unweighted = layers.map((_, l) => l).filter((l) => l > 0 && !reached.has(l));
  net.groups = !families.some(({ size }) => size > 1) ? "none" : families.every(({ size }) => size > 1) ? "all" : "some"; // of weights behind an edge
  return net;
}

// Edges by the layer they arrive at, the unit of the waves, and by name.
function gatherEdges(net) {
  net.arriving = net.layers.map(() => []);
  for (let e = 0; e < net.edges; e++) net.arriving[net.layerOf[net.target[e]]].push(e);
  net.edgeIds.forEach((id, index) => net.named.set(id, { kind: "edge", index, id }));
}

// Where an edge stands among all of the network, drawn or not.
const edgeNumber = (net, e) => (net.choice ? net.choice[e] : net.number[e]);

// Norm of the delta that arrives at the units of a layer.
function deltaNorm(row, l) {
  return row.deltaNorm[l - 1];
}
