// One frame: everything in the order in which it lies on top of each other.

function drawStage(stage) {
  const { ctx, place, ratio } = stage;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, place.width, place.height);
  if (stage.hover && stage.hover.id !== stage.selected) drawHalo(stage, stage.hover.id, 0.55);
  drawHalo(stage, stage.selected, 1);
  drawBloom(stage);
  drawLinks(stage);
  drawEdges(stage);
  drawSkips(stage);
  drawLocks(stage);
  drawLoss(stage);
  drawWaves(stage);
  drawNodes(stage);
  drawLit(stage);
  drawHeadings(stage);
  drawThermometers(stage);
  drawNote(stage);
  drawTag(stage);
}

// Sizes the canvas and draws in the same frame, so that a resize never shows an empty canvas.
function fitCanvas(stage) {
  const { view, canvas } = stage.dom, width = view.clientWidth, height = view.clientHeight, ratio = window.devicePixelRatio || 1;
  if (!width || !height) return;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  stage.ratio = ratio;
  stage.size = [width, height];
  if (!stage.net) return;
  stage.place = layOut(stage.net, width, height);
  chooseFonts(stage);
  fitHeadings(stage);
  stage.dirty = true;
  present(stage, performance.now());
}

function chooseFonts(stage) {
  const { font } = stage.theme, { compact } = stage.place;
  stage.litThings = null; // holds the width of a text
  stage.fonts = {
    heading: `600 ${compact ? 12 : 13.5}px ${font}`, label: `400 ${compact ? 11 : 12}px ${font}`,
    value: `500 ${compact || stage.place.width < 1000 ? 12 : 13}px ${font}`, small: `500 ${compact ? 9.5 : 10}px ${font}`, loss: `600 ${compact ? 13 : 16}px ${font}`,
  };
}

// Palette and theme decide every colour; both may change while a row is on screen.
function applyTheme(stage) {
  const fresh = readTheme(stage.dom.root), same = JSON.stringify(fresh) === JSON.stringify(stage.theme);
  if (same && stage.palette) return; // a full rerun of the page calls for nothing new
  stage.theme = fresh;
  stage.dom.root.setAttribute("data-theme", stage.theme.name);
  if (!stage.net) return;
  const { theme } = stage;
  stage.palette = stage.net.structure.palette[theme.name];
  stage.tables = colourTables(stage.palette, theme);
  stage.sprites = buildSprites(stage.tables, theme);
  stage.paint = {
    text: rgba(theme.text), muted: rgba(theme.muted), hair: rgba(theme.hair), primary: rgba(theme.primary), ground: rgba(theme.background),
    outline: rgba(theme.muted), waiting: rgba(theme.faint), flow: rgba(mix(theme.background, theme.text, 0.45)),
    pale: theme.dark ? "rgb(214,226,245)" : "rgb(70,96,140)",
  };
  updateLegend(stage);
  fitCanvas(stage);
}
