// One place in the browser says what colour and width mean; it mirrors the definition in docs/stage.md.

// 0…LEVELS−1 on the run's logarithmic range; zero and non-finite are the faintest.
function levelOf(value, low, high) {
  const size = Math.abs(value);
  if (!(size > 0) || size === Infinity) return 0;
  const t = (Math.log10(size) - low) / (high - low);
  return t <= 0 ? 0 : t >= 1 ? LEVELS - 1 : Math.floor(t * LEVELS);
}

// The same position as a fraction, for arcs and bars.
function fractionOf(value, low, high) {
  const size = Math.abs(value);
  if (!(size > 0) || size === Infinity) return 0;
  return Math.min(Math.max((Math.log10(size) - low) / (high - low), 0), 1);
}

const widthOf = (weight, largest) => 0.6 + 3.4 * Math.sqrt(Math.min(Math.abs(weight) / largest, 1)) || 0.6;

const twoSided = (colour) => colour.by !== "magnitude";

// What the colour of edge `e` stands for in this row.
function quantityOf(stage, row, e) {
  const { net, colour } = stage, k = net.parameter[e];
  switch (colour.by) {
    case "weight": return row.parameter[k];
    case "update": return row.update[k];
    case "signal": return row.activation[net.source[e]] * row.parameter[k];
    default: return row.gradient[k];
  }
}

const scaleName = (colour, value) => (!twoSided(colour) ? "sequential" : value < 0 ? "negative" : "positive");

// Deltas and bias gradients use the gradient's range even while the edges show something else.
function deltaRange(colour) {
  return colour.delta || [colour.low, colour.high];
}

function largestWeight(net, row) {
  let largest = 1;
  for (let e = 0; e < net.edges; e++) {
    const size = Math.abs(row.parameter[net.parameter[e]]);
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}
