// Positions and values of a slider: linear or logarithmic, rounding, keyboard steps and a range that grows.

const KEY_STEPS = 200;

const toPosition = (value, log) => (log ? Math.log10(value) : value);
const toValue = (position, log) => (log ? 10 ** position : position);

// Decimals that show about `digits` figures at the far end of the range: fixed, so that the number does not jitter.
function decimalsFor({ low, high, digits }) {
  const largest = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return Math.min(12, Math.max(0, digits - Math.floor(Math.log10(largest))));
}

// The value that is sent is the value that is shown, so a dragged value is rounded to what its text can say.
function roundFor(value, range) {
  return range.log ? Number(value.toPrecision(range.digits)) : Number(value.toFixed(decimalsFor(range)));
}

function formatValue(value, range) {
  if (!Number.isFinite(value)) return String(value);
  const text = range.log ? String(roundFor(value, range)) : value.toFixed(decimalsFor(range));
  return text.replace(/-/g, "\u2212");
}

const clampTo = (value, { low, high }) => Math.min(high, Math.max(low, value));

// The neighbour of a value on the grid …, 1, 2, 5, 10, 20, 50, …
function nextOnGrid(value, direction) {
  const exponent = Math.floor(Math.log10(value));
  const grid = [];
  for (let e = exponent - 1; e <= exponent + 1; e += 1) for (const m of [1, 2, 5]) grid.push(Number(`${m}e${e}`));
  const slack = 1e-9 * value;
  if (direction > 0) return grid.find((candidate) => candidate > value + slack);
  return grid.reverse().find((candidate) => candidate < value - slack);
}

function nextByKey(value, direction, range) {
  const step = (range.high - range.low) / KEY_STEPS;
  const next = range.log ? nextOnGrid(value, direction) : value + direction * step;
  return clampTo(roundFor(next, range), range);
}

// A value outside widens the range by a quarter more than it needs: a growing weight must not push its end every frame.
function widen(range, value) {
  if (!Number.isFinite(value) || (range.log && value <= 0)) return range;
  const [low, high, at] = [range.low, range.high, value].map((v) => toPosition(v, range.log));
  if (at >= low && at <= high) return range;
  const grown = at > high ? { low, high: at + 0.25 * (at - low) } : { low: at - 0.25 * (high - at), high };
  return { ...range, low: toValue(grown.low, range.log), high: toValue(grown.high, range.log) };
}
