// The stage's skeleton in HTML: what a reader, a keyboard and a test can reach.

function element(tag, className, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const ICONS = {
  pause: '<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="4" y="3" width="3" height="10" rx="1"/><rect x="9" y="3" width="3" height="10" rx="1"/></svg>',
  go: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M5 3.2v9.6a.6.6 0 0 0 .93.5l7.1-4.8a.6.6 0 0 0 0-1L5.93 2.7A.6.6 0 0 0 5 3.2z"/></svg>',
};

function iconButton(className, icon, label) {
  const button = element("button", className, { type: "button", "aria-label": label, title: label });
  button.innerHTML = ICONS[icon];
  return button;
}

function buildSkeleton(parent) {
  const prefix = "backflow-stage";
  const dom = {
    root: element("div", prefix, { role: "group", tabindex: "0", "aria-label": "Network, waiting for its first step", "data-step": "", "data-revision": "", "data-playing": "false", "data-phase": "still", "data-selected": "", "data-lit": "", "data-example": "" }),
    title: element("p", `${prefix}-title`), sentence: element("p", `${prefix}-sentence`), whose: element("p", `${prefix}-whose`),
    check: element("button", `${prefix}-check`, { type: "button", hidden: "", "aria-expanded": "false" }), checkNote: element("p", `${prefix}-note`, { hidden: "" }),
    fault: element("p", `${prefix}-fault`, { role: "status", hidden: "" }),
    legend: element("div", `${prefix}-legend`),
    toggle: element("button", `${prefix}-button`, { type: "button", "aria-pressed": "false" }, "table"),
    view: element("div", `${prefix}-view`), canvas: element("canvas", `${prefix}-canvas`, { role: "img", "aria-label": "the network" }),
    empty: element("p", `${prefix}-empty`, {}, "waiting for the first step"),
    tooltip: element("div", `${prefix}-tooltip`, { hidden: "", role: "tooltip" }),
    table: element("div", `${prefix}-table`, { hidden: "", tabindex: "0", role: "region", "aria-label": "The same numbers as a table" }),
    track: element("div", `${prefix}-track`, { role: "group", "aria-label": "Phases of one training step" }),
  };
  dom.view.append(dom.canvas, dom.empty, dom.table, dom.tooltip);
  dom.root.append(
    element("div", `${prefix}-head`, {}, element("div", `${prefix}-headline`, {}, element("div", `${prefix}-title-line`, {}, dom.title, dom.check), dom.checkNote, dom.sentence, dom.fault), dom.legend),
    dom.whose,
    dom.view, dom.track,
  );
  parent.append(dom.root);
  return dom;
}
