// The clock: one animation frame draws at most one new row, and nothing runs while nothing changes.

const HOLD_ROWS_MS = 300;

function wake(stage) {
  stage.dirty = true;
  if (!stage.frame && !stage.gone) stage.frame = requestAnimationFrame((now) => tick(stage, now));
}

function tick(stage, now) {
  stage.frame = 0;
  const seconds = Math.min(Math.max(now - stage.then, 0), 250) / 1000;
  stage.then = now;
  try {
    const moved = stage.net && stage.row ? advance(stage, seconds) : false;
    if (moved || stage.dirty) present(stage, now);
  } catch (error) {
    console.error(error); // one bad picture must not be the last one
  }
  const going = stage.row && ((stage.playing && stage.rate > 0) || (stage.micro && !stage.micro.held));
  if (going) stage.frame = requestAnimationFrame((next) => tick(stage, next));
  else stage.then = Infinity; // the first frame after a rest must not count the rest as time
}

function advance(stage, seconds) {
  stage.running = (stage.playing && stage.rate > 0) || Boolean(stage.micro && !stage.micro.held);
  if (stage.micro) {
    const still = stage.micro.held;
    advanceMicro(stage, seconds);
    if (stage.micro || !stage.playing) return !still;
  }
  if (!stage.playing || !(stage.rate > 0)) return false;
  stage.need.whenLow();
  if (performance.now() < stage.heldUntil) return false;
  if (stage.announce) return true; // a new run's first row is seen before the next one
  return slowEnough(stage) ? nextSlowRow(stage) : nextRows(stage, seconds);
}

// A weight is under the hand: its step stays until the answer, for what follows is no longer true and drawing it delays the answer.
function holdRows(stage) {
  stage.heldUntil = performance.now() + HOLD_ROWS_MS;
}

function nextSlowRow(stage) {
  if (stage.micro) return true;
  const row = stage.queue.take(1);
  if (!row) {
    if (stage.microDone !== stage.row && stage.moment === WHOLE) { startMicro(stage); return true; }
    return false;
  }
  showRow(stage, row, true);
  return true;
}

// Rows are owed by time; a little early is allowed, so that 60 rows a second at 60 frames give one row per frame.
function nextRows(stage, seconds) {
  stage.owed = Math.min(stage.owed + seconds * stage.rate, Math.max(stage.rate / 4, 2));
  const count = Math.floor(stage.owed + 0.3);
  if (count < 1) return false;
  const row = stage.queue.take(count);
  if (!row) { stage.owed = Math.min(stage.owed, 1); return false; } // waiting: the last row stays on screen
  stage.owed -= count;
  showRow(stage, row, false);
  return true;
}

function present(stage, now) {
  stage.dirty = false;
  if (!stage.net || !stage.row || !stage.place) return;
  const written = stage.textRow;
  refreshTexts(stage, now);
  if (!stage.tableOpen) drawStage(stage);
  showTrack(stage);
  if (stage.announce) announceRow(stage);
  else if (stage.textRow !== written) showHeadline(stage); // at rest: the last row came too soon after another to be put into words
  refreshTable(stage, now);
  describe(stage, now);
}

// Everyone who shows numbers of the drawn step hears of it after it is on screen.
function announceRow(stage) {
  const { row, dom, hub, phase, run, selected } = stage, { header } = row.slice;
  stage.announce = false;
  dom.root.setAttribute("data-step", row.step);
  dom.root.setAttribute("data-revision", header.revision);
  showWhose(stage);
  showHeadline(stage);
  showTruth(stage);
  if (stage.hover) showTooltip(stage);
  hub.emit("drawn", {
    step: row.step, loss: row.loss, run, revision: header.revision, playing: stage.playing, phase, selected, structure: stage.net.structure,
    parameter: row.parameter, gradient: row.gradient, update: row.update, activation: row.activation, delta: row.delta,
    alive: row.alive, kept: row.kept, norm: row.norm, example: row.example, edgeAt: (path) => edgeAt(stage, path),
  });
}
