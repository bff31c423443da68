// A micro-step takes one recorded row apart in time; a moment says how much of the row can be seen at an instant.
// Kinds: whole (all of it), forward, loss, backward, update; `layer` is where the wave is, `p` how far, 0…1.

const WHOLE = { kind: "whole", layer: 0, p: 1 };
const clamp01 = (t) => (t < 0 ? 0 : t > 1 ? 1 : t);
const ease = (t) => { t = clamp01(t); return t * t * (3 - 2 * t); };

// The phases of one step of this network, in the order in which they happen.
function phasesOf(net) {
  const names = net.layers.map((layer) => layer.name), phases = [];
  for (let l = 1; l <= net.last; l++) phases.push({ name: `forward ${names[l]}`, short: ["forward ", "→", names[l]], first: l === 1, kind: "forward", layer: l, weight: 1 });
  phases.push({ name: "loss", short: ["", "", "loss"], kind: "loss", layer: net.last, weight: 0.9 });
  for (let l = net.last; l >= 1; l--) phases.push({ name: `backward ${names[l]}`, short: ["backward ", "←", names[l]], first: l === net.last, kind: "backward", layer: l, weight: 1.15 });
  phases.push({ name: "update", short: ["", "", "update"], kind: "update", layer: 0, weight: 1 });
  let sum = 0;
  for (const phase of phases) { phase.from = sum; sum += phase.weight; }
  for (const phase of phases) { phase.from /= sum; phase.weight /= sum; }
  return phases;
}

// A moment of a walk through the step: up to which node, edge or bias its numbers are known.
function enterMoment(stage, known) {
  dropMicro(stage);
  const index = stage.phases.findIndex(({ name }) => name === known.phase), { layer } = stage.phases[index] || WHOLE;
  stage.moment = { kind: "walk", layer, index, p: known.share, known };
}

// How much of a node's activation can be seen.
function activationSeen(m, layer, i) {
  if (m.kind === "walk") return i < m.known.activation ? 1 : 0;
  if (m.kind !== "forward" || layer < m.layer) return 1;
  return layer === m.layer ? ease((m.p - 0.62) / 0.3) : 0;
}

// How much of a node's delta has arrived.
function deltaSeen(m, layer, last, i) {
  if (m.kind === "walk") return i >= m.known.delta ? 1 : 0;
  if (m.kind === "whole" || m.kind === "update") return 1;
  if (m.kind !== "backward") return 0;
  if (layer === last) return m.layer < last ? 1 : ease((m.p - 0.16) / 0.2);
  if (layer >= m.layer) return 1;
  return layer === m.layer - 1 ? ease((m.p - 0.74) / 0.24) : 0;
}

// Whether an edge shows its gradient: 0 not yet, 1 already, between them the wave is on it.
function colourSeen(m, net, e) {
  return m.kind === "walk" ? (edgeNumber(net, e) >= m.known.gradient ? 1 : 0) : reachedBack(m, net.layerOf[net.target[e]]);
}

const biasSeen = (m, layer, i) => (m.kind === "walk" ? (i >= m.known.bias ? 1 : 0) : reachedBack(m, layer));

// Whether the backward wave has come to what leads into a layer.
function reachedBack(m, layer) {
  if (m.kind === "whole" || m.kind === "update") return 1;
  if (m.kind !== "backward" || layer < m.layer) return 0;
  return layer > m.layer ? 1 : 0.5;
}

// Progress of the pulse on one edge; pulses of a layer leave a little apart, so that they read as a wave.
function pulseAt(m, net, e) {
  const apart = 0.22 * ((e * 0.618034) % 1), lead = m.kind === "backward" && m.layer === net.last ? 0.28 : 0;
  return ease((m.p - lead - apart * (1 - lead)) / ((1 - lead) * 0.74));
}

// The share of the update that an edge has made: its width follows.
const updateShare = (m, net, e) => (m.kind === "walk" ? (edgeNumber(net, e) < m.known.update ? 1 : 0) : m.kind === "update" ? ease((m.p - 0.15) / 0.7) : m.updated ? 1 : 0);
