// A micro-step plays one row slowly: forward, loss, backward, update. It can be held, continued and entered at any phase.

const SLOW = 1; // rows per second at and below which every step is played as a micro-step
const slowEnough = (stage) => stage.rate > 0 && stage.rate <= SLOW;

function microSeconds(stage) {
  if (slowEnough(stage)) return 1 / stage.rate;
  return Math.max(3, 0.42 * stage.phases.length);
}

// `asked`: Python asked for it and wants to hear when it is over; `alone`: only one phase, then hold.
function startMicro(stage, { asked = false, from = 0, alone = false } = {}) {
  putOut(stage);
  stage.micro = { time: stage.phases[from].from, seconds: microSeconds(stage), index: from, held: false, asked, until: alone ? from : Infinity };
  setMoment(stage);
  wake(stage);
}

function advanceMicro(stage, seconds) {
  const { micro, phases } = stage;
  if (micro.held) return;
  micro.time += seconds / micro.seconds;
  if (micro.time >= 1) return finishMicro(stage);
  while (micro.index < phases.length - 1 && micro.time >= phases[micro.index + 1].from) {
    if (micro.index >= micro.until) { micro.time = phases[micro.index].from + phases[micro.index].weight * 0.999; micro.held = true; break; }
    micro.index++;
  }
  setMoment(stage);
}

function finishMicro(stage) {
  const { asked } = stage.micro;
  stage.micro = null;
  stage.microDone = stage.row;
  stage.moment = { ...WHOLE, updated: true }; // widths stay where the update took them until the next row is drawn
  setPhase(stage);
  if (!stage.playing && asked) stage.need.settle();
}

function dropMicro(stage) {
  stage.micro = null;
  stage.moment = WHOLE;
}

// With reduced motion a phase is a still frame in its middle, and phases follow each other as cuts.
function setMoment(stage) {
  const { micro, phases, net } = stage, phase = phases[micro.index];
  const p = stage.still.matches ? 0.62 : clamp01((micro.time - phase.from) / phase.weight);
  stage.moment = { kind: phase.kind, layer: phase.layer, p, last: net.last };
  setPhase(stage);
}

function setPhase(stage) {
  const phase = stage.micro ? stage.phases[stage.micro.index].name : stage.playing && stage.rate > 0 ? "running" : "still";
  if (phase === stage.phase) return;
  stage.phase = phase;
  stage.dom.root.setAttribute("data-phase", phase);
  stage.describedAt = 0;
  stage.hub.emit("phase", { phase, step: stage.row ? stage.row.step : null });
}

function holdOrGo(stage) {
  if (!stage.row) return;
  if (!stage.micro) startMicro(stage);
  else { stage.micro.held = !stage.micro.held; stage.micro.until = Infinity; }
  wake(stage);
}

// While a step is running, a jump goes on from there; from rest it plays that phase alone and holds its end.
function jumpToPhase(stage, index) {
  if (!stage.row) return;
  const { micro } = stage, moving = micro && !micro.held, asked = Boolean(micro && micro.asked);
  startMicro(stage, { from: index, asked, alone: !moving });
}
