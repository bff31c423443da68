// The numbers that belong to an edge, a neuron or a bias at the drawn step, as label and text: for the tooltip.

function factsOf(stage, thing) {
  const { row, net } = stage, { kind, index } = thing;
  if (kind === "skip") return skipFacts(stage, thing);
  if (kind === "node") return nodeFacts(stage, index);
  return kind === "edge" ? [...edgeFacts(row, net, index), ...maskFacts(row, net.parameter[index])] : parameterFacts(row, net.bias[index], "b");
}

function parameterFacts(row, k, letter) {
  return [[letter, writeSigned(row.parameter[k])], [`∂L/∂${letter}`, writeSigned(row.gradient[k])], ["update", writeSigned(row.update[k])]];
}

// Of several weights, which an edge stands for, the Euclidean norms.
function edgeFacts(row, net, e) {
  const k = net.parameter[e], facts = parameterFacts(row, k, "w");
  if (net.size[e] === 1) return facts;
  return [["stands for", `${writeCount(net.size[e])} weights`], ["‖w‖", writeNumber(row.parameter[k])], ["‖∂L/∂w‖", writeNumber(row.gradient[k])], ["‖update‖", writeNumber(row.update[k])]];
}

const maskFacts = (row, k) => (row.kept ? [["in this step", row.kept[k] ? "takes part" : "left out"]] : []);

function nodeFacts({ net, row }, i) {
  const facts = [["activation", writeSigned(row.activation[i])]];
  if (net.layerOf[i] > 0 || row.delta[i]) facts.push(["delta δ", writeSigned(row.delta[i])]);
  if (net.bias[i] >= 0) facts.push(["bias", writeSigned(row.parameter[net.bias[i]])], ["∂L/∂b", writeSigned(row.gradient[net.bias[i]])]);
  if (row.alive) facts.push(["takes part in", `${Math.round(row.alive[i] * 100)} % of the ${isOfExample(row) ? "example" : "batch"}`]);
  return facts;
}

function nameOf(stage, thing) {
  const { net } = stage;
  if (thing.kind === "skip") return "skip link";
  if (thing.kind === "edge") return `${net.nodeIds[net.source[thing.index]]} → ${net.nodeIds[net.target[thing.index]]}`;
  return thing.kind === "bias" ? `bias of ${net.nodeIds[thing.index]}` : net.labels[thing.index] || thing.id;
}

const isFrozen = (net, thing) => (thing.kind === "edge" ? net.frozen[thing.index] : thing.kind === "bias" ? net.biasFrozen[thing.index] : 0);
