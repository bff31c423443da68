// A range input that acts while it is dragged: st.slider speaks only on release, and a weight must be felt under the hand.

const THROTTLE_MS = 60;
const HOLD_MS = 1000; // after the hand's last word, older answers and rows still under way must not pull the thumb back
const APP_KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

const liveSliders = new WeakMap();
const parameterIndexes = new WeakMap();

// Where a weight or bias lies in the rows of a structure, or -1; looked up once per structure and path.
function parameterIndex(structure, path) {
  if (!parameterIndexes.has(structure)) parameterIndexes.set(structure, new Map());
  const known = parameterIndexes.get(structure);
  if (!known.has(path)) {
    const edge = structure.edges.id.indexOf(path);
    const bias = structure.bias_ids.indexOf(path);
    known.set(path, edge >= 0 ? structure.edges.parameter[edge] : bias >= 0 ? structure.nodes.bias[bias] : -1);
  }
  return known.get(path);
}

// Of a large network the stage knows which edges are drawn, and the numbers of one weight out of several.
function followedIn(row, path) {
  const edge = row.structure.families && row.edgeAt(path);
  if (edge && edge.size > 1) return edge.single ? edge.single[0] : undefined;
  const index = edge ? edge.parameter : parameterIndex(row.structure, path);
  return index >= 0 ? row.parameter[index] : undefined;
}

class LiveSlider {
  constructor(parent) {
    this.hub = backflowHub();
    this.build(parent);
    this.sent = 0; // the counter `n` of the messages
    this.sentAt = -Infinity;
    this.sentValue = null;
    this.said = []; // the last values sent
    this.dragging = false;
    this.listen();
  }

  build(parent) {
    this.root = document.createElement("div");
    this.root.className = "backflow-slider";
    this.root.innerHTML = `
      <label><span class="name"></span><output></output></label>
      <div class="rail"><i class="track"></i><i class="zero"></i><input type="range" step="any"></div>`;
    parent.appendChild(this.root);
    this.input = this.root.querySelector("input");
    this.output = this.root.querySelector("output");
  }

  listen() {
    const { input } = this;
    input.addEventListener("pointerdown", () => { this.dragging = !input.disabled; });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture", "blur", "change"]) {
      input.addEventListener(end, () => this.release());
    }
    input.addEventListener("input", () => this.moveTo(this.fromInput()));
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("keyup", (event) => APP_KEYS.includes(event.key) && event.stopPropagation());
    this.offDrawn = this.hub.on("drawn", (row) => this.followRow(row));
    this.flushOnHide = () => this.flush();
    window.addEventListener("pagehide", this.flushOnHide);
  }

  // ---- from Python and from the rows

  take(data, send) {
    this.send = send;
    const asked = JSON.stringify([data.low, data.high, data.log, data.digits, data.follow]);
    if (asked !== this.asked) this.range = { low: data.low, high: data.high, log: data.log, digits: data.digits };
    if (this.data && data.follow !== this.data.follow) this.forget();
    this.asked = asked;
    this.data = data;
    this.root.dataset.key = data.key;
    this.root.querySelector(".name").textContent = data.label;
    this.input.setAttribute("aria-label", data.label);
    this.input.disabled = data.disabled;
    if (!data.follow && data.value === this.sentValue) this.sentAt = -Infinity; // heard: no need to wait longer
    if (this.value === undefined) this.show(data.value);
    else this.settle();
    const row = this.hub.last("drawn");
    if (row) this.followRow(row);
  }

  // Another weight under the same key starts afresh: what the hand did to the last one must not reach this one.
  forget() {
    clearTimeout(this.timer);
    Object.assign(this, { timer: undefined, pending: undefined, followed: undefined, sentAt: -Infinity, dragging: false });
  }

  held() {
    return this.dragging || this.timer !== undefined || performance.now() - this.sentAt < HOLD_MS;
  }

  // Shows the followed weight, or what Python last said; while the hand holds the thumb, or has just let go, it waits.
  settle() {
    clearTimeout(this.settling);
    if (this.held()) this.settling = setTimeout(() => this.settle(), HOLD_MS / 4);
    else this.show(this.followed ?? this.data.value);
  }

  // The followed weight of the drawn row; painted once per display frame however fast rows come.
  followRow(row) {
    if (!this.data?.follow || !row.structure) return;
    this.followed = followedIn(row, this.data.follow);
    const old = this.held() && (row.run === this.sentRun || this.isOldWord(this.followed));
    if (this.followed === undefined || this.dragging || this.timer !== undefined || old || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = undefined;
      if (!this.dragging && this.followed !== undefined) this.show(this.followed);
    });
  }

  // An answer to an earlier word of the hand than its last; large nets travel in single precision.
  isOldWord(value) {
    const said = this.said.map(Math.fround);
    return said.includes(Math.fround(value)) && Math.fround(value) !== said[said.length - 1];
  }

  show(value) {
    this.value = value;
    this.range = widen(this.range, value);
    const { low, high, log } = this.range;
    const [from, to, at] = [low, high, clampTo(value, this.range)].map((v) => toPosition(v, log));
    Object.assign(this.input, { min: from, max: to });
    this.input.value = at;
    this.paint((at - from) / (to - from || 1), log || low >= 0 ? 0 : Math.min(1, -from / (to - from || 1)));
  }

  // The coloured part runs from zero (where the range holds zero) to the thumb: its side is the sign.
  paint(at, zero) {
    const style = this.root.style;
    style.setProperty("--from", Math.min(at, zero));
    style.setProperty("--to", Math.max(at, zero));
    style.setProperty("--zero", zero);
    this.root.toggleAttribute("data-signed", zero > 0 && zero < 1);
    const text = formatValue(this.value, this.range);
    this.output.textContent = text;
    this.input.setAttribute("aria-valuetext", text);
    this.root.dataset.value = this.value;
  }

  // ---- from the hand

  fromInput() {
    return clampTo(roundFor(toValue(Number(this.input.value), this.range.log), this.range), this.range);
  }

  pressed(event) {
    if (!APP_KEYS.includes(event.key)) return;
    event.stopPropagation(); // the transport listens to these keys too
    const direction = ARROWS[event.key];
    if (!direction || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.moveTo(nextByKey(this.value, direction, this.range));
  }

  moveTo(value) {
    this.show(value);
    this.pending = value;
    const wait = THROTTLE_MS - (performance.now() - this.sentAt);
    if (wait <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending === undefined) return;
    const drawn = this.hub.last("drawn");
    const value = this.pending;
    Object.assign(this, { pending: undefined, sentAt: performance.now(), sentValue: value, sentRun: drawn?.run });
    this.sent += 1;
    this.said = [...this.said.slice(-15), value];
    if (this.data.follow) this.hub.emit("edit", { of: this.data.follow }); // the stage waits for the answer
    this.send("value", { value, drawn: drawn?.step ?? null, run: drawn?.run ?? "", n: this.sent, of: this.data.follow });
  }

  release() {
    this.dragging = false;
    this.flush();
    this.settle();
  }

  remove() {
    this.flush();
    this.offDrawn();
    window.removeEventListener("pagehide", this.flushOnHide);
    clearTimeout(this.settling);
    cancelAnimationFrame(this.frame);
    this.root.remove();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const slider = liveSliders.get(parentElement) ?? new LiveSlider(parentElement);
  liveSliders.set(parentElement, slider);
  slider.take(data, setTriggerValue);
  // Streamlit may clean up a call that a newer one has overtaken: only the newest call may take the slider away.
  const mine = (slider.calls = (slider.calls ?? 0) + 1);
  return () => {
    if (slider.calls !== mine) return;
    slider.remove();
    liveSliders.delete(parentElement);
  };
}
