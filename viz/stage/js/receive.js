// What a slice does to the stage: new run, more rows, pause, another step, another colour, another selection.

function receive(stage, bytes) {
  const slice = decodeSlice(bytes), { header } = slice;
  if (isStale(stage, header)) return;
  stage.sequence = header.sequence;
  stage.session = header.session;
  stage.need.answered();
  if (!adoptStructure(stage, header)) { stage.lacks = true; stage.need.ask(false); return; }
  stage.lacks = false;
  const fresh = header.run !== stage.run, wasPlaying = stage.playing;
  if (fresh) beginRun(stage, header);
  stage.header = header;
  stage.playing = header.playing;
  stage.rate = header.speed ? header.speed.rows_per_second : 60;
  mergeHeadlines(stage, header.headlines, fresh);
  adoptColour(stage, header.colour);
  placeRows(stage, slice, fresh, wasPlaying);
  if (header.settling && !header.playing) stage.need.settle();
  selectionFromPython(stage, header.selected || "", header.answered);
  bringIntoView(stage, header.asked);
  adoptLit(stage, header);
  stage.dom.root.setAttribute("data-playing", String(header.playing));
  showFault(stage);
  showTruth(stage);
  setPhase(stage);
  stage.hub.emit("slice", slice);
  wake(stage);
}

// Streamlit hands old data over again on a full rerun; only a new session may count from one again.
function isStale(stage, header) {
  if (stage.sequence === null || header.session !== stage.session) return false;
  return header.sequence <= stage.sequence;
}

function adoptStructure(stage, header) {
  const { structures } = stage.hub;
  if (header.structure) {
    structures.set(header.structure.id, header.structure);
    if (structures.size > 8) structures.delete(structures.keys().next().value);
  }
  const id = header.structure ? header.structure.id : header.structure_id, structure = structures.get(id);
  if (!structure) return false;
  if (!stage.net || stage.net.id !== id) useStructure(stage, structure);
  return true;
}

function useStructure(stage, structure) {
  stage.net = readStructure(structure);
  stage.net.anyFrozen = stage.net.frozen.some(Boolean) || (structure.families || []).some(({ frozen }) => frozen.length);
  stage.palette = null;
  stage.colour = null;
  stage.texts = new Array(stage.net.nodes).fill("");
  stage.textRow = null;
  stage.hover = null;
  stage.row = null;
  stage.run = null;
  setShown(stage);
  dropMicro(stage);
  fillTrack(stage);
  applyTheme(stage);
  stage.dom.empty.hidden = true;
}

function beginRun(stage, header) {
  stage.run = header.run;
  stage.queue.clear();
  stage.largest = 0;
  stage.headline = null;
  stage.microDone = null;
  stage.heldUntil = 0;
}

function adoptColour(stage, colour) {
  const text = JSON.stringify(colour);
  if (text === stage.colourText && stage.colour) return;
  stage.colourText = text;
  stage.colour = colour;
  updateLegend(stage);
}

function placeRows(stage, slice, fresh, wasPlaying) {
  const { header } = slice, { queue } = stage;
  stage.barren = false;
  if (fresh || !stage.row) return enterRun(stage, slice);
  if (header.playing) {
    if (beginsAnew(stage, slice)) { queue.clear(); redrawRow(stage, slice); }
    stage.barren = queue.push(slice, stage.row.step) === 0;
    if (stage.micro && stage.rate > SLOW) dropMicro(stage);
    else if (stage.micro && slowEnough(stage)) stage.micro.seconds = microSeconds(stage);
    return;
  }
  if ((wasPlaying && !header.micro) || header.settling) return comeToRest(stage, header);
  goTo(stage, slice);
}

// Rows that wait are sent again with the numbers of another example: from the row on screen on, and at least as far.
function beginsAnew({ row, queue }, { steps, count }) {
  return count > 0 && steps[0] <= row.step && steps[count - 1] >= queue.lastStep();
}

function enterRun(stage, slice) {
  const { header, count } = slice;
  if (!count) return;
  if (header.playing) {
    stage.queue.push(slice, -Infinity);
    showRow(stage, stage.queue.take(1), slowEnough(stage));
    return;
  }
  const index = indexOfStep(slice, header.cursor);
  adoptChoice(stage, slice);
  stage.largest = largestWeight(stage.net, rowOf(slice, 0));
  stage.queue.push(slice, slice.steps[index]);
  showRow(stage, rowOf(slice, index), header.micro, header.micro);
}

// Pause: stay on the row on screen and tell Python which one it is.
function comeToRest(stage, header) {
  if (stage.micro) stage.micro.held = true;
  if (stage.row.step !== header.cursor) stage.need.settle();
}

// Another step while at rest. The step on screen is not replayed, so that an answer to "settled" changes nothing.
function goTo(stage, slice) {
  const { header, count } = slice;
  if (stage.row.step === header.cursor) {
    redrawRow(stage, slice);
    if (header.micro && stage.microDone !== stage.row && !stage.micro) startMicro(stage, { asked: true });
    return;
  }
  if (!count) return;
  const index = indexOfStep(slice, header.cursor);
  stage.queue.clear();
  stage.queue.push(slice, slice.steps[index]);
  showRow(stage, rowOf(slice, index), header.micro, header.micro);
}

// The same step again, with other edges: another selection, colouring or number of them; or of another example.
function redrawRow(stage, slice) {
  const index = indexOfStep(slice, stage.row.step), done = stage.microDone === stage.row;
  const other = JSON.stringify(slice.header.example ?? null) !== JSON.stringify(stage.row.example);
  if (!(slice.segments.choice || other) || index < 0 || slice.steps[index] !== stage.row.step) return;
  adoptChoice(stage, slice);
  stage.row = rowOf(slice, index);
  if (done) stage.microDone = stage.row;
  stage.announce = true;
}

// A row comes on screen: as a whole, or played as a micro-step.
function showRow(stage, row, slowly, asked) {
  adoptChoice(stage, row.slice);
  stage.row = row;
  if (!stage.largest) stage.largest = largestWeight(stage.net, row);
  if (slowly) startMicro(stage, { asked });
  else if (stage.micro || stage.moment !== WHOLE) dropMicro(stage);
  stage.announce = true;
}
