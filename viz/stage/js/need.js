// Asking Python for more: one question at a time, repeated when it stays unanswered, never while the page is hidden.

const PATIENCE = 3000;

// Every request says what is on the screen and which slice was heard last, so that Python can tell a late one; `n` makes it new.
let countOfRequests = Date.now() % 1e9;

function whereOf(stage) {
  return { drawn: stage.row ? stage.row.step : null, run: stage.run || "", heard: stage.sequence || 0, n: ++countOfRequests };
}

function needs(stage) {
  let timer = 0, waiting = null, askedAt = 0;

  function ask(settled) {
    if (waiting || document.hidden) return;
    waiting = { settled };
    askedAt = performance.now();
    send();
  }

  function send() {
    const { net, hub } = stage;
    hub.send("need", { ...whereOf(stage), structure: stage.lacks ? "" : net ? net.id : "", settled: waiting.settled });
    clearTimeout(timer);
    timer = setTimeout(repeat, PATIENCE);
  }

  function repeat() {
    if (!waiting) return;
    if (document.hidden) waiting = null;
    else if (!waiting.settled && !stage.playing && !stage.lacks) waiting = null;
    else send();
  }

  function answered() {
    waiting = null;
    clearTimeout(timer);
  }

  // An answer without new rows must not make a storm of questions.
  const pause = () => (stage.barren ? 600 : 40);

  function whenLow() {
    const { playing, rate, queue, header } = stage;
    if (!playing || !(rate > 0) || waiting) return;
    if (header.fault || header.stopped) { if (queue.size() === 0) ask(true); return; } // the last row there is: playing ends here
    const enough = rate <= SLOW ? 1 : Math.max(rate / 2, 3);
    if (queue.size() < enough && performance.now() - askedAt > pause()) ask(false);
  }

  // Back in view: what could not be asked while the page was hidden is asked now.
  function whenSeen() {
    const { row, playing, micro, header } = stage;
    if (row && !playing && !micro && row.step !== header.cursor) ask(true);
  }

  return { ask, whenSeen, answered, whenLow, settle: () => ask(true), stop: () => clearTimeout(timer), waiting: () => waiting };
}
