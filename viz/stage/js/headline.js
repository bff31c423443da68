// The headline puts the picture into words: step and loss of the drawn row, and the newest trend and sentence Python gave for it or one before it.

function mergeHeadlines(stage, headlines, fresh) {
  if (fresh) stage.headlines = [];
  const known = new Map(stage.headlines.map((line) => [line[0], line]));
  for (const line of headlines || []) known.set(line[0], line);
  stage.headlines = [...known.values()].sort((a, b) => a[0] - b[0]).slice(-300);
}

function showHeadline(stage) {
  const { headlines, textRow: row, dom } = stage;
  let found = headlines[0];
  for (const line of headlines) { if (line[0] > row.step) break; found = line; }
  const trend = found && found[1] ? `, ${found[1]}` : "";
  setText(dom.title, `Step ${writeCount(row.step)} · loss ${writeNumber(row.loss, 3)}${trend}`);
  if (found && found !== stage.headline) setText(dom.sentence, found[2]);
  stage.headline = found;
}

// Whose numbers stand on the nodes: those of the batch, or of an example that was chosen.
function showWhose(stage) {
  const { dom, row } = stage, place = isOfExample(row) ? String(row.example.place) : "";
  if (dom.root.dataset.example !== place) dom.root.setAttribute("data-example", place);
  setText(dom.whose, row.example ? row.example.says : "");
}

const isOfExample = ({ example }) => Number.isInteger(example?.row);
const whoseName = ({ example }) => (isOfExample({ example }) ? example.name : example?.name ? `mean of ${example.name}` : "");

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function showFault(stage) {
  const { fault } = stage.header;
  stage.dom.fault.hidden = !fault;
  setText(stage.dom.fault, fault || "");
}

// One sentence for those who do not see the canvas, at most twice a second.
function describe(stage, now) {
  if (!stage.row || (stage.running && now - stage.describedAt < 500)) return;
  stage.describedAt = now;
  const { net, row, dom } = stage;
  let largest = -1, e = 0;
  for (let k = 0; k < net.edges; k++) {
    const size = Math.abs(row.gradient[net.parameter[k]]);
    if (size > largest) { largest = size; e = k; }
  }
  const phase = stage.phase === "running" || stage.phase === "still" ? "" : `, ${stage.phase}`;
  const where = net.edges ? `, largest gradient${net.edges < net.allEdges ? " drawn" : ""} ${writeNumber(row.gradient[net.parameter[e]], 3)} at ${net.edgeIds[e]}` : "";
  const whose = isOfExample(row) ? `, ${row.example.name}` : "";
  const text = `Network ${net.structure.title}, step ${row.step}${whose}${phase}, loss ${writeNumber(row.loss, 3)}${where}`;
  if (text === stage.description) return;
  stage.description = text;
  dom.root.setAttribute("aria-label", text);
  dom.canvas.setAttribute("aria-label", `Drawing: ${text}`);
}
