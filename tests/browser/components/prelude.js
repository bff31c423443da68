// Plays Python and the stage for the tests: rows and slices of a 2-2-1 net whose numbers are easy to foretell,
// parameter i at step s being s / 100 + i.
() => {
  const nodes = {id: ["x:0", "x:1", "h1:0", "h1:1", "out:0"], label: ["x1", "x2", "h1·1", "h1·2", "out"],
                 x: [0, 0, 0.5, 0.5, 1], y: [0.3, 0.7, 0.3, 0.7, 0.5], bias: [-1, -1, 4, 5, 8]};
  const edges = {id: ["h1/W[0,0]", "h1/W[0,1]", "h1/W[1,0]", "h1/W[1,1]", "out/W[0,0]", "out/W[0,1]"],
                 source: [0, 1, 0, 1, 2, 3], target: [2, 2, 3, 3, 4, 4], parameter: [0, 1, 2, 3, 6, 7],
                 frozen: [0, 0, 0, 0, 0, 0]};
  const layers = [{name: "x", first: 0, count: 2}, {name: "h1", first: 2, count: 2}, {name: "out", first: 4, count: 1}];
  const structure = {id: "2-2-1", layers, nodes, edges, bias_ids: ["", "", "h1/b[0]", "h1/b[1]", "out/b[0]"],
                     bias_frozen: [0, 0, 0, 0, 0]};
  window.loss = (step) => Math.exp(-step / 60);
  window.draw = (step, {run = "r1", playing = true} = {}) => {
    const parameter = Float64Array.from({length: 9}, (_, i) => step / 100 + i);
    window.backflow.emit("drawn", {step, loss: loss(step), run, revision: 0, playing, phase: null, selected: "",
      structure, parameter, gradient: parameter.map((p) => p / 10), update: parameter.map((p) => -p / 100),
      activation: Float64Array.from([1, -1, 0.25, 0.5, 0.75]), delta: Float64Array.from([0, 0, 0.01, 0.02, -0.03])});
  };
  window.slice = (steps, {run = "r1", playing = true, surface, answer, history} = {}) => {
    const segments = {step: Int32Array.from(steps), loss: Float64Array.from(steps, loss),
                      test_loss: Float64Array.from(steps, (s) => (s % 10 ? NaN : 2 * loss(s)))};
    if (surface !== undefined) segments.surface = new Float32Array(1600).fill(surface);
    if (answer) segments.curve = Float32Array.from(answer);
    if (history) Object.assign(segments, {history_step: Int32Array.from(history),
      history_loss: Float64Array.from(history, loss), history_test: Float64Array.from(history, () => NaN)});
    window.backflow.emit("slice", {header: {run, playing, cursor: steps[0] ?? 0}, segments});
  };
  window.range = (from, to) => Array.from({length: to - from + 1}, (_, i) => from + i);
  window.curve = (trace = 0) => {
    const {x, y} = document.querySelector(".st-key-loss_plot .js-plotly-plot").data[trace];
    return {x: Array.from(x), y: Array.from(y)};
  };
}
