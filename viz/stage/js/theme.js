// Colours come from Streamlit's theme and from the palette Python sends; here they become tables that drawing can index.

const LEVELS = 32;

function parseColour(text) {
  const hex = /^#([0-9a-f]{3,8})$/i.exec((text || "").trim());
  if (hex) {
    const h = hex[1].length < 6 ? [...hex[1]].map((c) => c + c).join("") : hex[1];
    return [0, 2, 4].map((i) => parseInt(h.slice(i, i + 2), 16)).concat(h.length > 6 ? parseInt(h.slice(6, 8), 16) / 255 : 1);
  }
  const numbers = (text || "").match(/[\d.]+/g);
  return numbers && numbers.length >= 3 ? [...numbers.slice(0, 3).map(Number), numbers[3] === undefined ? 1 : Number(numbers[3])] : [128, 128, 128, 1];
}

const rgba = ([r, g, b, a = 1], alpha = 1) => `rgba(${r | 0},${g | 0},${b | 0},${(a * alpha).toFixed(3)})`;
const mix = (one, two, t) => one.map((value, i) => value + (two[i] - value) * t);
const luminance = ([r, g, b]) => (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;

// Streamlit sets its theme as custom properties around every component; outside it the defaults stand in.
function readTheme(element) {
  const style = getComputedStyle(element);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const background = parseColour(read("--st-background-color", "#ffffff"));
  const dark = luminance(background) < 0.4;
  const text = parseColour(read("--st-text-color", dark ? "#fafafa" : "#1a1c23"));
  return {
    name: dark ? "dark" : "light", dark, background, text,
    muted: mix(background, text, dark ? 0.66 : 0.68), // 4.5:1 and more on both grounds
    faint: mix(background, text, 0.18),
    hair: mix(background, text, dark ? 0.16 : 0.13),
    primary: parseColour(read("--st-primary-color", dark ? "#7db8f5" : "#0b5cad")),
    font: read("--st-font", "system-ui, sans-serif"),
  };
}

// `count` colours read evenly from a few given ones.
function ramp(colours, count) {
  return Array.from({ length: count }, (_, i) => {
    const at = (i / Math.max(count - 1, 1)) * (colours.length - 1), k = Math.min(Math.floor(at), colours.length - 2);
    return colours.length > 1 ? mix(colours[k], colours[k + 1], at - k) : colours[0];
  });
}

// Everything that is drawn with a colour from the palette, by level.
function colourTables(palette, theme) {
  const parsed = (name) => palette[name].map(parseColour);
  const alpha = ramp(palette.sequential_alpha.map((a) => [a]), LEVELS).map(([a]) => a);
  const faded = (name) => ramp(parsed(name), LEVELS);
  const sequential = faded("sequential"), negative = faded("negative"), positive = faded("positive");
  const zero = parseColour(palette.activation_zero);
  const activation = [...ramp([parseColour(palette.activation_negative), zero], 17), ...ramp([zero, parseColour(palette.activation_positive)], 17).slice(1)];
  const ink = [parseColour("#14161c"), parseColour("#ffffff")];
  return {
    // edges fade with their size; rings and squares are small and stay opaque
    edges: { sequential: sequential.map((c, i) => rgba(c, alpha[i])), negative: negative.map((c, i) => rgba(c, alpha[i])), positive: positive.map((c, i) => rgba(c, alpha[i])) },
    marks: { sequential: sequential.map((c) => rgba(c)), negative: negative.map((c) => rgba(c)), positive: positive.map((c) => rgba(c)) },
    raw: { sequential, negative, positive },
    activation: activation.map((c) => rgba(c)),
    activationInk: activation.map((c) => rgba(luminance(c) > 0.5 ? ink[0] : ink[1])),
    ink: palette.ink || rgba(theme.text),
  };
}
