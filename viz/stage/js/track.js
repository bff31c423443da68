// The phase track names the phases of a step, lights the current one and lets a reader jump to any of them.

function buildTrack(stage) {
  const { track } = stage.dom, prefix = "backflow-stage-track";
  stage.hold = iconButton(`${prefix}-hold`, "go", "Slow motion");
  stage.segments = element("div", `${prefix}-segments`);
  stage.caption = element("p", `${prefix}-caption`);
  track.append(stage.hold, element("div", `${prefix}-middle`, {}, stage.segments, stage.caption));
  stage.hold.addEventListener("click", () => holdOrGo(stage));
}

function fillTrack(stage) {
  const prefix = "backflow-stage-track";
  stage.phases = phasesOf(stage.net);
  stage.segmentParts = stage.phases.map((phase, index) => {
    const fillBar = element("i"), button = element("button", `${prefix}-segment`, { type: "button", "data-kind": phase.kind, "aria-label": phase.name, title: phase.name }, element("b", "", {}, fillBar), labelOf(phase));
    button.style.flexGrow = String(Math.round(phase.weight * 1000));
    button.addEventListener("click", () => jumpToPhase(stage, index));
    return { button, fillBar, filled: -1 };
  });
  stage.segments.replaceChildren(...stage.segmentParts.map((part) => part.button));
  stage.trackIndex = -2;
}

const REST = "Press the arrow, or a phase, to see how this step came about.";

// The word on the first phase of a direction; where there is no room, an arrow on each.
function labelOf({ short: [word, arrow, name], first }) {
  return element("span", "", {}, element("em", "word", {}, first ? word : ""), element("em", "arrow", {}, arrow), name);
}

// Writes only what changed since the last frame.
function showTrack(stage) {
  const { micro, moment } = stage, index = micro ? micro.index : moment.kind === "walk" ? moment.index : -1;
  stage.segmentParts.forEach((part, k) => {
    const filled = index < 0 ? 0 : k < index ? 1 : k > index ? 0 : moment.p;
    if (Math.abs(filled - part.filled) > 0.004 || (filled !== part.filled && (filled === 0 || filled === 1))) part.fillBar.style.transform = `scaleX(${(part.filled = filled).toFixed(3)})`;
  });
  if (index !== stage.trackIndex) {
    stage.trackIndex = index;
    stage.segmentParts.forEach((part, k) => { if (k === index) part.button.setAttribute("aria-current", "step"); else part.button.removeAttribute("aria-current"); });
    if (index >= 0) setText(stage.caption, captionOf(stage.net, stage.phases[index]));
  }
  if (isLit(stage)) setText(stage.caption, stage.lit.note);
  else if (index < 0) setText(stage.caption, stage.playing ? "Every step drawn here went through these phases." : REST);
  showHold(stage);
}

function showHold(stage) {
  const fast = stage.playing && stage.rate > SLOW, moving = stage.micro && !stage.micro.held;
  const label = fast ? "Slow motion, when at rest" : moving ? "Hold" : stage.micro ? "Continue" : "Slow motion";
  if (label === stage.holdLabel) return;
  stage.holdLabel = label;
  stage.hold.innerHTML = moving ? ICONS.pause : ICONS.go;
  stage.hold.setAttribute("aria-label", label);
  stage.hold.title = label;
  stage.hold.disabled = fast;
  stage.dom.track.classList.toggle("is-fast", Boolean(fast));
  for (const { button } of stage.segmentParts) button.disabled = fast;
}
