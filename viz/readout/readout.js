// The numbers of what is selected, always of the drawn step, so that the text and the picture cannot disagree.

const BELIEVE_MS = 1000;
const HINT = "Click an edge, a neuron or a bias square";
const KINDS = { edge: "Edge", bias: "Bias", neuron: "Neuron", input: "Input" };

const liveReadouts = new WeakMap();

// [name, words, symbol, number]; the first is shown large.
function numbersOf(row, place) {
  const { parameter: p, source, target } = place;
  const learned = (name, words, symbol) => [
    [name, words, symbol, row.parameter[p]],
    ["gradient", "gradient", `∂L/∂${symbol}`, row.gradient[p]],
    ["update", "update", `Δ${symbol}`, row.update[p]],
    ["next", `next ${words}`, `${symbol} + Δ${symbol}`, row.parameter[p] + row.update[p]],
  ];
  const activation = ["activation", "activation", "a", row.activation[target]];
  const delta = ["delta", "delta", "δ", row.delta[target]];
  if (place.kind === "input") return [["activation", "value", "x", row.activation[target]]];
  if (place.kind === "bias") return [...learned("bias", "bias", "b"), delta];
  if (place.kind === "neuron") {
    const [bias, gradient, update] = p >= 0 ? learned("bias", "bias", "b") : [];
    return [activation, delta, bias, gradient, update, ...shareOf(row, target), ...normOf(row, place)].filter(Boolean);
  }
  if (place.size > 1) return groupNumbers(row, place);
  return [
    ...learned("weight", "weight", "w"),
    ["activation", "source activation", "a", row.activation[source]],
    ["delta", "target delta", "δ", row.delta[target]],
    ...(row.kept ? [["kept", "takes part (0: left out)", "m", row.kept[p]]] : []),
  ];
}

// An edge that stands for several weights: the selected one of them, and the norms of all.
function groupNumbers(row, { parameter: p, size, source, target, single }) {
  const [weight, gradient, update] = single ?? [NaN, NaN, NaN];
  const own = [["weight", "weight", "w", weight], ["gradient", "gradient", "∂L/∂w", gradient], ["update", "update", "Δw", update], ["next", "next weight", "w + Δw", weight + update]];
  return [
    ...(single ? own : []),
    ["norm", `all ${size} weights`, "‖w‖", row.parameter[p]],
    ["gradient_norm", "their gradient", "‖∂L/∂w‖", row.gradient[p]],
    ["update_norm", "their update", "‖Δw‖", row.update[p]],
    ["activation", "source activation", "a", row.activation[source]],
    ["delta", "target delta", "δ", row.delta[target]],
  ];
}

// Whose numbers stand on the nodes: of all of a batch, or of one example.
function whoseOf({ example }, kind) {
  const input = kind === "input";
  if (Number.isInteger(example?.row)) return `${input ? "x" : "a and δ"} of ${example.name}`;
  return example?.name ? `${input ? "x: mean" : "a: mean, δ: sum"} over ${example.name}` : "";
}

function sixFigures(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(5) : value.toPrecision(6);
  return text.replace("e+", "e").replace(/-/g, "−");
}

class Readout {
  constructor(parent) {
    this.root = document.createElement("div");
    this.root.className = "backflow-readout";
    this.root.setAttribute("role", "group");
    parent.appendChild(this.root);
    const hub = backflowHub();
    this.row = hub.last("drawn");
    this.pickedAt = -Infinity;
    this.offs = [
      hub.on("drawn", (row) => this.draw(row)),
      hub.on("select", ({ selected }) => this.pick(selected)),
    ];
  }

  pick(selected) {
    clearTimeout(this.believing);
    this.pickedAt = performance.now();
    this.select(selected);
  }

  // Python repeats what it knows on every run: only news counts, and just after a click it may be of the click before.
  take({ selected }) {
    if (selected === this.told) return;
    this.told = selected;
    clearTimeout(this.believing);
    const wait = selected === this.selected ? 0 : BELIEVE_MS - (performance.now() - this.pickedAt);
    if (wait <= 0) this.select(selected);
    else this.believing = setTimeout(() => this.select(this.told), wait);
  }

  select(selected) {
    this.selected = selected || "";
    this.paint();
  }

  // With every row, so that picture and text never speak of two steps: a quarter of a millisecond.
  draw(row) {
    this.row = row;
    this.paint();
  }

  paint() {
    const { row, selected } = this;
    const place = row?.structure && selected ? placeOf(row, selected) : null;
    if (!place) this.hint();
    else this.fill(row, place);
    this.root.dataset.step = row ? row.step : "";
    this.root.dataset.selected = place ? selected : "";
  }

  hint() {
    if (this.shape === "hint") return;
    this.shape = "hint";
    this.root.innerHTML = `<p class="hint">${HINT}</p>`;
    this.root.setAttribute("aria-label", "Numbers of what is selected");
  }

  fill(row, place) {
    const numbers = numbersOf(row, place);
    const shape = `${row.structure.id} ${this.selected} ${numbers.length}`;
    if (shape !== this.shape) this.build(place, numbers);
    this.shape = shape;
    this.step.textContent = `step ${row.step}`;
    const whose = whoseOf(row, place.kind);
    if (this.whose.textContent !== whose) this.whose.textContent = whose;
    numbers.forEach(([, , , value], i) => {
      this.cells[i].textContent = sixFigures(value);
      this.cells[i].dataset.value = value;
    });
  }

  // The frame is built once per selection; afterwards only texts change, and nothing moves.
  build(place, numbers) {
    this.root.innerHTML = `
      <header><strong></strong><span class="frozen">frozen</span><span class="step"></span></header>
      <p class="whose"></p>
      <dl></dl>`;
    this.root.querySelector("strong").append(KINDS[place.kind], Object.assign(document.createElement("b"), { textContent: place.title }));
    this.root.querySelector(".frozen").hidden = !place.frozen;
    this.root.setAttribute("aria-label", `${KINDS[place.kind]} ${place.title}`);
    this.step = this.root.querySelector(".step");
    this.whose = this.root.querySelector(".whose");
    const list = this.root.querySelector("dl");
    this.cells = numbers.map(([name, words, symbol]) => {
      const line = document.createElement("div");
      line.innerHTML = `<dt>${words}<i>${symbol}</i></dt><dd data-name="${name}"></dd>`;
      list.appendChild(line);
      return line.querySelector("dd");
    });
  }

  remove() {
    for (const off of this.offs) off();
    clearTimeout(this.believing);
    this.root.remove();
  }
}

export default function ({ data, parentElement }) {
  const readout = liveReadouts.get(parentElement) ?? new Readout(parentElement);
  liveReadouts.set(parentElement, readout);
  readout.take(data);
  // Streamlit may clean up a call that a newer one has overtaken: only the newest call may take the readout away.
  const mine = (readout.calls = (readout.calls ?? 0) + 1);
  return () => {
    if (readout.calls !== mine) return;
    readout.remove();
    liveReadouts.delete(parentElement);
  };
}
