// What the tests of the whole app ask of a page, in the page's own words.

// The live components other than the stage sit in shadow roots, which document.querySelector does not enter.
window.found = (selector, root = document) => root.querySelector(selector)
  || [...root.querySelectorAll("*")].map((e) => e.shadowRoot && found(selector, e.shadowRoot)).find(Boolean);

window.stageNow = () => ({ ...document.querySelector(".backflow-stage")?.dataset });

// The numbers of the inspector by name.
window.numbersNow = () => Object.fromEntries(
  [...found(".backflow-readout").querySelectorAll("[data-name]")].map((cell) => [cell.dataset.name, Number(cell.dataset.value)]),
);

// Whether something is painted where the output neuron stands.
window.isPainted = () => {
  const canvas = document.querySelector(".backflow-stage canvas"), box = canvas.getBoundingClientRect();
  const spot = backflow.locate("out:0"), ratio = canvas.width / box.width;
  const at = [(spot.x - box.x) * ratio - 20, (spot.y - box.y) * ratio - 20];
  return canvas.getContext("2d").getImageData(...at, 40, 40).data.some((value, i) => i % 4 === 3 && value);
};

// Watches for some seconds: rows drawn, frames, frames in which readout and stage name one step, and empty frames.
window.watched = (seconds) => new Promise((done) => {
  const steps = new Set(), seen = { frames: 0, agreed: 0, empty: 0 }, from = performance.now();
  const off = backflow.on("drawn", (row) => steps.add(row.step)), readout = found(".backflow-readout");
  const look = () => {
    seen.frames += 1;
    seen.agreed += readout.dataset.step === stageNow().step;
    seen.empty += !isPainted();
    const took = (performance.now() - from) / 1000;
    if (took < seconds) return requestAnimationFrame(look);
    off();
    return done({ ...seen, steps_per_second: steps.size / took, frames_per_second: seen.frames / took });
  };
  requestAnimationFrame(look);
});

// In how many of `rows` drawn rows the readout's weight is not that of the row on the stage.
window.disagreements = (rows) => new Promise((done) => {
  let count = 0, wrong = 0;
  const off = backflow.on("drawn", (row) => requestAnimationFrame(() => {
    if (backflow.last("drawn") !== row) return;
    const edge = row.structure.edges.id.indexOf(found(".backflow-readout").dataset.selected);
    wrong += numbersNow().weight !== row.parameter[row.structure.edges.parameter[edge]];
    if (++count === rows) { off(); done(wrong); }
  }));
});

window.hidePage = (hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
};

// Counts what the stage asks of Python from now on.
window.countQuestions = () => {
  const { send } = backflow;
  window.questions = 0;
  backflow.send = (...question) => { window.questions += 1; send(...question); };
};

window.asideFor = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
