// A crowded net shows its strongest edges and says so; the choice is made once a second, so that it does not flicker.

const MOST_EDGES = 400;

function chooseEdges(stage, now) {
  const { net } = stage;
  if (net.edges <= MOST_EDGES) {
    if (stage.shown.length !== net.edges) setShown(stage, Int32Array.from({ length: net.edges }, (_, e) => e));
    return;
  }
  const due = now - stage.chosenAt > 1000 || stage.shown.length === 0;
  if (!due || !stage.row) return;
  stage.chosenAt = now;
  const size = (e) => { const q = Math.abs(quantityOf(stage, stage.row, e)); return q < Infinity ? q : 0; };
  const sizes = Float64Array.from({ length: net.edges }, (_, e) => size(e));
  const strongest = Array.from({ length: net.edges }, (_, e) => e).sort((a, b) => sizes[b] - sizes[a]).slice(0, MOST_EDGES);
  const selected = net.named.get(stage.selected);
  if (selected && selected.kind === "edge" && !strongest.includes(selected.index)) strongest[MOST_EDGES - 1] = selected.index;
  setShown(stage, Int32Array.from(strongest.sort((a, b) => a - b)));
}

function setShown(stage, shown) {
  stage.shown = shown;
  stage.order = new Int32Array(shown.length);
  stage.levels = new Uint8Array(shown.length);
  stage.signs = new Uint8Array(shown.length);
  stage.levelStarts = new Int32Array(LEVELS + 1);
}

// Of a large net not all edges travel: the structure says how many there are.
const crowdNote = (stage) => (stage.shown.length < stage.net.allEdges ? `strongest ${writeCount(stage.shown.length)} of ${writeCount(stage.net.allEdges)} edges drawn` : "");
