// Numbers are written the same way on the canvas, in the tooltip and in the table: true minus signs, few digits, never a lie about size.

const withMinus = (text) => text.replace(/-/g, "−");

function writeNumber(x, digits = 4) {
  if (x === null || x === undefined || Number.isNaN(x)) return "not a number";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  if (x === 0) return "0";
  return withMinus(size < 1e-3 || size >= 10 ** digits ? x.toExponential(digits - 2).replace("e+", "e") : x.toPrecision(digits));
}

function writeSigned(x) {
  const text = writeNumber(x);
  return x > 0 && Number.isFinite(x) ? "+" + text : text;
}

// Three characters or so, to fit inside a disc.
function writeShort(x) {
  if (!Number.isFinite(x)) return "!";
  const size = Math.abs(x), sign = x < 0 && size >= 0.005 ? "−" : "";
  if (size < 0.995) return sign + size.toFixed(2).slice(1);
  if (size < 9.95) return sign + size.toFixed(1);
  return size < 999.5 ? sign + size.toFixed(0) : sign + size.toExponential(0).replace("e+", "e");
}

const SUPERSCRIPTS = { "-": "⁻", ".": "·", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

function writePower(exponent) {
  if (!Number.isInteger(exponent)) return withMinus((10 ** exponent).toExponential(0).replace("e+", "e"));
  return exponent === 0 ? "1" : "10" + String(exponent).replace(/./g, (c) => SUPERSCRIPTS[c]);
}

const writeCount = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
