// Pointing and picking: hover shows numbers, a click or a tap selects, a click on nothing clears.

function watchPointer(stage) {
  const { canvas, view } = stage.dom;
  const at = (event) => { const box = canvas.getBoundingClientRect(); return { x: event.clientX - box.left, y: event.clientY - box.top }; };
  const reach = (event) => (event.pointerType === "touch" ? 14 : 6);
  listen(stage, canvas, "pointermove", (event) => { stage.pointer = at(event); hoverOver(stage, hitAt(stage, stage.pointer.x, stage.pointer.y, reach(event))); });
  listen(stage, canvas, "pointerleave", () => hoverOver(stage, null));
  listen(stage, canvas, "click", (event) => {
    stage.pointer = at(event);
    const thing = hitAt(stage, stage.pointer.x, stage.pointer.y, reach(event));
    if (event.pointerType === "touch") hoverOver(stage, thing);
    if (thing?.kind !== "skip") pick(stage, thing ? thing.id : ""); // a link has no numbers of its own: its tooltip says all
  });
  listen(stage, stage.dom.root, "keydown", (event) => {
    if (event.key === "Escape" && stage.selected && (event.target === stage.dom.root || view.contains(event.target))) pick(stage, "");
  });
}

function listen(stage, target, event, callback) {
  target.addEventListener(event, callback);
  stage.undo.push(() => target.removeEventListener(event, callback));
}

function hoverOver(stage, thing) {
  stage.dom.canvas.style.cursor = thing ? "pointer" : "";
  if (stage.hover !== thing) { stage.hover = thing; wake(stage); }
  showTooltip(stage);
}

// A pick is seen at once here and told to Python; answers that were under way when it was made do not undo it.
function pick(stage, id) {
  if (!stage.row || (id === "" && stage.selected === "")) return;
  stage.pickedAt = performance.now();
  stage.picked = id;
  select(stage, id);
  const where = whereOf(stage);
  stage.pickNumber = where.n;
  stage.hub.send("pick", { selected: id, ...where });
  stage.hub.emit("select", { selected: id });
}

function select(stage, id) {
  if (stage.selected === id) return;
  stage.selected = id;
  stage.dom.root.setAttribute("data-selected", id);
  markTableSelection(stage);
  wake(stage);
}

// The answer to the last pick is believed whatever it says: of an edge that is tied to another Python selects that one.
function selectionFromPython(stage, id, answered) {
  const agreed = stage.picked === id || stage.picked === groupOf(stage.net, id) || answered === stage.pickNumber;
  const underWay = stage.picked !== null && !agreed && performance.now() - stage.pickedAt < 2000;
  if (underWay) return;
  stage.picked = null;
  select(stage, id);
}
