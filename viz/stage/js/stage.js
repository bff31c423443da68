// The component itself: one stage per place on the page, made at the first call, kept through every later one.

const stages = new WeakMap();

function newStage(parent, hub) {
  const dom = buildSkeleton(parent);
  const stage = {
    dom, hub, ctx: dom.canvas.getContext("2d"), undo: [], calls: 0, still: window.matchMedia("(prefers-reduced-motion: reduce)"),
    net: null, place: null, theme: null, tables: null, row: null, run: null, header: { fault: null }, colour: null, largest: 0,
    sequence: null, session: undefined, playing: false, rate: 60, owed: 0, queue: rowQueue(), barren: false, lacks: false, heldUntil: 0,
    moment: WHOLE, micro: null, microDone: null, phases: [], phase: "still", running: false,
    selected: "", lit: null, litText: "", litThings: null, picked: null, pickedAt: 0, pickNumber: 0, asked: null, hover: null, pointer: { x: 0, y: 0 }, point: { x: 0, y: 0 },
    headlines: [], headline: null, truth: "", shown: new Int32Array(0), texts: [], textAt: 0, textRow: null,
    tableOpen: false, tableAt: 0, tableRow: null, tableFor: null, describedAt: 0, description: "",
    frame: 0, then: Infinity, dirty: false, announce: false, gone: false, ratio: 1, size: [0, 0],
  };
  stage.need = needs(stage);
  return stage;
}

function openStage(parent) {
  const hub = backflowHub(), stage = newStage(parent, hub);
  buildLegend(stage);
  buildTrack(stage);
  watchTruth(stage);
  watchTable(stage);
  watchPointer(stage);
  watchKeys(stage);
  applyTheme(stage);
  hub.locate = (id) => locate(stage, id);
  const observer = new ResizeObserver(() => fitCanvas(stage));
  observer.observe(stage.dom.view);
  listen(stage, document, "visibilitychange", () => { if (!document.hidden) { stage.then = Infinity; stage.need.whenSeen(); wake(stage); } });
  if (typeof installCharts === "function") stage.undo.push(installCharts(hub)); // before the first slice, so that charts miss none
  stage.undo.push(watchHeirs(stage), () => observer.disconnect(), hub.on("select", ({ selected }) => select(stage, selected)), hub.on("edit", () => holdRows(stage)), hub.on("example", ({ example }) => hub.send("example", { example, ...whereOf(stage) })), hub.take((bytes) => receive(stage, bytes)));
  return stage;
}

function closeStage(stage) {
  stage.gone = true;
  cancelAnimationFrame(stage.frame);
  stage.need.stop();
  for (const undo of stage.undo) undo();
  stage.dom.root.remove();
}

// Streamlit calls this again on a change of theme, and may clean up a superseded call after the next one ran:
// only the newest call's cleanup closes the stage.
export default function ({ data, parentElement }) {
  const stage = stages.get(parentElement) || openStage(parentElement), call = ++stage.calls;
  stages.set(parentElement, stage);
  if (data && data.height) stage.dom.root.style.setProperty("--stage-height", `${data.height}px`);
  if (call > 1) applyTheme(stage);
  return () => {
    if (stage.calls !== call) return;
    stages.delete(parentElement);
    closeStage(stage);
  };
}
