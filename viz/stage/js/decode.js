// A slice is a JSON header and typed arrays behind it; this is the one place that knows how the bytes lie.

const ARRAY_TYPES = { "<f8": Float64Array, "<f4": Float32Array, "<i4": Int32Array, "|u1": Uint8Array };

function decodeSlice(bytes) {
  const buffer = bytes.slice().buffer; // a copy of our own: typed arrays need an aligned start, and the message can be freed
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const segments = {}, shapes = {};
  for (const { name, dtype, shape, offset } of header.segments || []) {
    const size = shape.reduce((product, side) => product * side, 1);
    segments[name] = new ARRAY_TYPES[dtype](buffer, 4 + length + offset, size);
    shapes[name] = shape;
  }
  const steps = segments.step || new Int32Array(0);
  return { header, segments, shapes, steps, count: steps.length };
}

// One recorded step of a slice: views, no copies.
function rowOf(slice, index) {
  const view = (name) => {
    const all = slice.segments[name];
    if (!all) return null; // what only some networks have
    const width = slice.shapes[name][1];
    return all.subarray(index * width, (index + 1) * width);
  };
  const { segments } = slice;
  return {
    slice, index, step: slice.steps[index], loss: segments.loss[index],
    test: segments.test_loss ? segments.test_loss[index] : NaN,
    parameter: view("parameter"), gradient: view("gradient"), update: view("update"),
    activation: view("activation"), delta: view("delta"), deltaNorm: view("delta_norm"),
    alive: view("alive"), kept: view("kept"), norm: view("norm"),
    example: slice.header.example ?? null, picture: view("picture"), picked: view("picked"), rest: segments.rest ? segments.rest[index] : null,
  };
}

// The index of a step in a slice, or of the nearest recorded one before it; −1 for an empty slice.
function indexOfStep(slice, step) {
  if (!slice.count) return -1;
  let found = 0;
  for (let i = 0; i < slice.count && slice.steps[i] <= step; i++) found = i;
  return found;
}
