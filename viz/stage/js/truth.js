// The truth badge: whether the gradient of the drawn row was compared with the loss itself; a click says how.

const MARKS = { agrees: "✓", differs: "✗" };

function watchTruth(stage) {
  const { check, checkNote: note } = stage.dom;
  listen(stage, check, "click", () => {
    note.hidden = !note.hidden;
    check.setAttribute("aria-expanded", String(!note.hidden));
  });
}

// While it plays fast every row is another one, and green for a sixtieth of a second would only flicker.
function isFresh(stage, check) {
  const passing = stage.playing && !slowEnough(stage);
  return !passing && check.run === stage.run && Boolean(stage.row) && check.step === stage.row.step;
}

function showTruth(stage) {
  const { check } = stage.header, { dom } = stage;
  if (!check || check.run !== stage.run) return hideTruth(stage);
  const mark = MARKS[check.verdict] || "–", fresh = isFresh(stage, check);
  const state = !fresh ? "stale" : MARKS[check.verdict] ? check.verdict : "stale";
  const truth = `${state} ${check.step} ${check.short} ${check.count}`;
  if (truth === stage.truth) return;
  stage.truth = truth;
  const when = fresh ? "Gradient" : `Gradient, at step ${writeCount(check.step)}:`, text = `${when} ${check.short}. ${check.note}`;
  dom.check.hidden = false;
  dom.check.setAttribute("data-state", state);
  dom.check.setAttribute("data-step", check.step);
  dom.check.setAttribute("aria-label", `${when} ${check.short}`);
  dom.check.title = text;
  dom.check.replaceChildren(`${mark} `, element("em", "", {}, check.short.split(" · ")[0]));
  setText(dom.checkNote, text);
}

function hideTruth(stage) {
  stage.truth = "";
  stage.dom.check.hidden = true;
}
