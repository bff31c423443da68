// The tooltip follows the pointer and the drawn row: values under it change while the network trains.

function placeTooltip(stage) {
  const { tooltip, view } = stage.dom, { x, y } = stage.pointer;
  const width = tooltip.offsetWidth, height = tooltip.offsetHeight, room = view.clientWidth;
  const left = x + 16 + width > room ? Math.max(4, x - width - 14) : x + 16;
  const top = Math.min(Math.max(4, y - height / 2), view.clientHeight - height - 4);
  tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

function showTooltip(stage) {
  const { tooltip } = stage.dom, thing = stage.hover;
  if (!thing || !stage.row || stage.tableOpen) { tooltip.hidden = true; stage.tipFor = null; return; }
  const facts = factsOf(stage, thing);
  if (stage.tipFor !== thing) fillTooltip(stage, thing, facts);
  facts.forEach(([, text], k) => setText(stage.tip.values[k], text));
  const whose = stage.tip.ofNode && whoseName(stage.row);
  setText(stage.tip.step, `step ${writeCount(stage.row.step)}${whose ? ` · ${whose}` : ""}${isFrozen(stage.net, thing) ? " · frozen" : ""}`);
  tooltip.hidden = false;
  placeTooltip(stage);
}

function fillTooltip(stage, thing, facts) {
  const { tooltip } = stage.dom, prefix = "backflow-stage-tooltip";
  stage.tipFor = thing;
  stage.tip = { ofNode: thing.kind === "node", values: facts.map(() => element("dd")), step: element("span", `${prefix}-step`) };
  const list = element("dl");
  facts.forEach(([label], k) => list.append(element("dt", "", {}, label), stage.tip.values[k]));
  const name = nameOf(stage, thing);
  tooltip.replaceChildren(element("strong", "", {}, thing.id), element("span", `${prefix}-name`, {}, name === thing.id ? "" : name), list, stage.tip.step);
}
