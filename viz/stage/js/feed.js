// The feed hands each slice to the hub and carries the stage's requests to Python; it stays tiny because it travels with every slice.

const feeds = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const hub = backflowHub();
  const state = feeds.get(parentElement) || {};
  feeds.set(parentElement, state);
  state.disconnect = hub.connect(setTriggerValue);
  if (data && data !== state.data) hub.deliver((state.data = data));
  return () => { state.disconnect(); feeds.delete(parentElement); };
}
