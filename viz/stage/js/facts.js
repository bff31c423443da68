// The numbers that belong to an edge, a neuron or a bias at the drawn step, as label and text: for the tooltip.

function factsOf(stage, thing) {
  const { row } = stage;
  return thing.kind === "node" ? nodeFacts(stage, thing.index) : parameterFacts(row, thing.kind === "edge" ? stage.net.parameter[thing.index] : stage.net.bias[thing.index], thing.kind === "edge" ? "w" : "b");
}

function parameterFacts(row, k, letter) {
  return [[letter, writeSigned(row.parameter[k])], [`∂L/∂${letter}`, writeSigned(row.gradient[k])], ["update", writeSigned(row.update[k])]];
}

function nodeFacts({ net, row }, i) {
  const facts = [["activation", writeSigned(row.activation[i])]];
  if (net.layerOf[i] > 0 || row.delta[i]) facts.push(["delta δ", writeSigned(row.delta[i])]);
  if (net.bias[i] >= 0) facts.push(["bias", writeSigned(row.parameter[net.bias[i]])], ["∂L/∂b", writeSigned(row.gradient[net.bias[i]])]);
  return facts;
}

function nameOf(stage, thing) {
  const { net } = stage;
  if (thing.kind === "edge") return `${net.nodeIds[net.source[thing.index]]} → ${net.nodeIds[net.target[thing.index]]}`;
  return thing.kind === "bias" ? `bias of ${net.nodeIds[thing.index]}` : net.labels[thing.index] || thing.id;
}

const isFrozen = (net, thing) => (thing.kind === "edge" ? net.frozen[thing.index] : thing.kind === "bias" ? net.biasFrozen[thing.index] : 0);
