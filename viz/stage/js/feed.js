// The feed hands each slice to the hub and carries the stage's requests to Python; it stays tiny because it travels with every slice.

export default function ({ data, setTriggerValue }) {
  const hub = backflowHub();
  const disconnect = hub.connect(setTriggerValue);
  if (data) hub.deliver(data); // a slice delivered twice is ignored by its number
  return disconnect; // touches only this call's setter: Streamlit may clean up a superseded call after the next one ran
}
