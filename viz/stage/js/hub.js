// One hub on the page, because the stage, the feed, the slider and the readout mount in no guaranteed order and must still hear each other.

function backflowHub() {
  if (window.backflow) return window.backflow;
  const listeners = {}, last = {}, waiting = [], unsent = [];
  let consumer = null, sender = null, newest = null;

  function emit(event, detail) {
    last[event] = detail;
    for (const callback of [...(listeners[event] || [])]) {
      try { callback(detail); } catch (error) { console.error(error); } // one broken listener must not stop the picture
    }
  }

  function on(event, callback) {
    (listeners[event] ||= new Set()).add(callback);
    return () => listeners[event].delete(callback);
  }

  // Slices wait until the stage takes them; a stage that mounts late still gets the newest one.
  function deliver(bytes) {
    newest = bytes;
    if (consumer) consumer(bytes);
    else { waiting.push(bytes); if (waiting.length > 32) waiting.shift(); }
  }

  function take(callback) {
    consumer = callback;
    const backlog = waiting.length ? waiting.splice(0) : newest ? [newest] : [];
    for (const bytes of backlog) callback(bytes);
    return () => { if (consumer === callback) consumer = null; };
  }

  // The feed lends its trigger setter; what was asked before it mounted is sent then.
  function connect(trigger) {
    sender = trigger;
    for (const [name, payload] of unsent.splice(0)) trigger(name, payload);
    return () => { if (sender === trigger) sender = null; };
  }

  function send(name, payload) {
    if (sender) sender(name, payload);
    else { unsent.push([name, payload]); if (unsent.length > 8) unsent.shift(); }
  }

  return (window.backflow = { deliver, take, connect, send, emit, on, last: (event) => last[event], structures: new Map() });
}
