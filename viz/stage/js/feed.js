// The feed hands each slice to the hub and carries the stage's requests to Python; it stays tiny because it travels with every slice.

// A request carries the values of all widgets, so one sent while the script runs would carry values that Python is just replacing.
const PATIENT_MS = 1000;

function whenStill(act, since = performance.now()) {
  const state = document.querySelector("[data-test-script-state]")?.getAttribute("data-test-script-state");
  if (!state || state === "notRunning" || performance.now() - since > PATIENT_MS) act();
  else setTimeout(() => whenStill(act, since), 15);
}

// Of two requests of a kind that wait, only the newer one still holds.
const newest = {};

function sendWhenStill(setTriggerValue, name, payload) {
  newest[name] = payload;
  whenStill(() => { if (newest[name] === payload) setTriggerValue(name, payload); });
}

export default function ({ data, setTriggerValue }) {
  const hub = backflowHub();
  const disconnect = hub.connect((name, payload) => sendWhenStill(setTriggerValue, name, payload));
  if (data) hub.deliver(data); // a slice delivered twice is ignored by its number
  return disconnect; // touches only this call's setter: Streamlit may clean up a superseded call after the next one ran
}
