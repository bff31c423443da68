// The same numbers as a table: for screen readers, for keyboards and for everyone who wants to read instead of look.

function watchTable(stage) {
  listen(stage, stage.dom.toggle, "click", () => openTable(stage, !stage.tableOpen));
}

function openTable(stage, open) {
  stage.tableOpen = open;
  stage.dom.toggle.setAttribute("aria-pressed", String(open));
  stage.dom.table.hidden = !open;
  stage.dom.canvas.style.visibility = open ? "hidden" : "";
  stage.tableRow = null;
  refreshTable(stage, performance.now());
  wake(stage);
}

function refreshTable(stage, now) {
  if (!stage.tableOpen || !stage.row || stage.tableRow === stage.row) return;
  if (stage.running && now - stage.tableAt < 250) return;
  stage.tableAt = now;
  stage.tableRow = stage.row;
  if (stage.tableFor !== stage.shown) buildTable(stage);
  const { row, net } = stage, note = crowdNote(stage), whose = whoseName(row);
  for (const caption of stage.tableCells.captions) setText(caption.node, `${caption.text}, step ${writeCount(row.step)}${caption.edges ? note && ` (${note})` : whose && `, ${whose}`}`);
  for (const { e, cells } of stage.tableCells.edges) fill(cells, parameterTexts(row, net.parameter[e]));
  for (const { i, cells } of stage.tableCells.units) fill(cells, unitTexts(row, net, i));
}

const fill = (cells, texts) => texts.forEach((text, k) => setText(cells[k], text));
const parameterTexts = (row, k) => [writeSigned(row.parameter[k]), writeSigned(row.gradient[k]), writeSigned(row.update[k])];
const unitTexts = (row, net, i) => [writeSigned(row.activation[i]), net.layerOf[i] || row.delta[i] ? writeSigned(row.delta[i]) : "–", ...(net.bias[i] >= 0 ? parameterTexts(row, net.bias[i]) : ["–", "–", "–"])];

function buildTable(stage) {
  const { net, dom } = stage;
  stage.tableFor = stage.shown;
  const focused = dom.table.contains(document.activeElement) ? document.activeElement.dataset.id : "";
  stage.tableCells = { captions: [], edges: [], units: [] };
  const edges = newTable(stage, `Edges of ${net.structure.title}`, ["edge", "weight", "∂L/∂w", "update"], true);
  for (const e of stage.shown) stage.tableCells.edges.push({ e, cells: addRow(stage, edges, net.edgeIds[e], 3) });
  const units = newTable(stage, `Units of ${net.structure.title}`, ["unit", "activation", "δ", "bias", "∂L/∂b", "update"], false);
  for (let i = 0; i < net.nodes; i++) stage.tableCells.units.push({ i, cells: addRow(stage, units, net.nodeIds[i], 5) });
  dom.table.replaceChildren(units, edges);
  markTableSelection(stage);
  if (focused) dom.table.querySelector(`[data-id="${focused}"]`)?.focus({ preventScroll: true });
}

// A weight of several is selected together with the edge that stands for them.
const isSelected = (stage, id) => stage.selected === id || (stage.selected !== "" && groupOf(stage.net, stage.selected) === id);

function newTable(stage, text, heads, edges) {
  const caption = element("caption"), row = element("tr", "", {}, ...heads.map((head) => element("th", "", { scope: "col" }, head)));
  stage.tableCells.captions.push({ node: caption, text, edges });
  return element("table", "", {}, caption, element("thead", "", {}, row), element("tbody"));
}

// The name of a row is a button that selects: the keyboard's way to what a click on the canvas does.
function addRow(stage, table, id, count) {
  const button = element("button", "", { type: "button", "data-id": id, "aria-pressed": "false" }, id);
  button.addEventListener("click", () => pick(stage, isSelected(stage, id) ? "" : id));
  const cells = Array.from({ length: count }, () => element("td"));
  table.tBodies[0].append(element("tr", "", {}, element("th", "", { scope: "row" }, button), ...cells));
  return cells;
}

function markTableSelection(stage) {
  for (const button of stage.dom.table.querySelectorAll("button")) button.setAttribute("aria-pressed", String(isSelected(stage, button.dataset.id)));
}
