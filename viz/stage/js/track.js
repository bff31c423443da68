// The phase track names the phases of a step, lights the current one and lets a reader jump to any of them.

function buildTrack(stage) {
  const { track } = stage.dom, prefix = "backflow-stage-track";
  stage.hold = iconButton(`${prefix}-hold`, "go", "Play this step in slow motion");
  stage.segments = element("div", `${prefix}-segments`);
  stage.caption = element("p", `${prefix}-caption`);
  track.append(stage.hold, element("div", `${prefix}-middle`, {}, stage.segments, stage.caption));
  stage.hold.addEventListener("click", () => holdOrGo(stage));
}

function fillTrack(stage) {
  const prefix = "backflow-stage-track";
  stage.phases = phasesOf(stage.net);
  stage.segmentParts = stage.phases.map((phase, index) => {
    const fillBar = element("i"), button = element("button", `${prefix}-segment`, { type: "button", "data-kind": phase.kind, "aria-label": phase.name, title: phase.name }, element("b", "", {}, fillBar), element("span", "", {}, phase.short));
    button.style.flexGrow = String(Math.round(phase.weight * 1000));
    button.addEventListener("click", () => jumpToPhase(stage, index));
    return { button, fillBar, filled: -1 };
  });
  stage.segments.replaceChildren(...stage.segmentParts.map((part) => part.button));
  stage.trackIndex = -2;
}

// Writes only what changed since the last frame.
function showTrack(stage) {
  const { micro, moment } = stage, index = micro ? micro.index : -1;
  stage.segmentParts.forEach((part, k) => {
    const filled = index < 0 ? 0 : k < index ? 1 : k > index ? 0 : moment.p;
    if (Math.abs(filled - part.filled) > 0.004 || (filled !== part.filled && (filled === 0 || filled === 1))) part.fillBar.style.transform = `scaleX(${(part.filled = filled).toFixed(3)})`;
  });
  if (index !== stage.trackIndex) {
    stage.trackIndex = index;
    stage.segmentParts.forEach((part, k) => { if (k === index) part.button.setAttribute("aria-current", "step"); else part.button.removeAttribute("aria-current"); });
    setText(stage.caption, index < 0 ? "" : captionOf(stage.net, stage.phases[index]));
  }
  showHold(stage);
}

function showHold(stage) {
  const fast = stage.playing && !slowEnough(stage), moving = stage.micro && !stage.micro.held;
  const label = fast ? "Pause to see one step in slow motion" : moving ? "Hold this phase" : stage.micro ? "Continue" : "Play this step in slow motion";
  if (label === stage.holdLabel) return;
  stage.holdLabel = label;
  stage.hold.innerHTML = moving ? ICONS.pause : ICONS.go;
  stage.hold.setAttribute("aria-label", label);
  stage.hold.title = label;
  stage.hold.disabled = fast;
  stage.dom.track.classList.toggle("is-fast", Boolean(fast));
  for (const { button } of stage.segmentParts) button.disabled = fast;
}
