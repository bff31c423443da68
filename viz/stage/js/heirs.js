// A widget whose value Python replaced comes back as a new element, its heir: keys are name, name--1, name--2 …
// The old one is not shown beside it while the page is being drawn, and who was typing in the old one goes on in the new one.

const classKeyOf = (element) => [...element.classList].find((one) => one.startsWith("st-key-")) || "";
const widgetOf = (key) => key.replace(/--\d+$/, "");
const countOf = (key) => Number((key.match(/--(\d+)$/) || [0, 0])[1]);
const isKeyed = (node) => node.nodeType === 1 && node.matches('[class*="st-key-"]');

// The keys on the page to which there is a later one of the same name.
function givenUp() {
  const last = {}, keys = [...document.querySelectorAll('[class*="st-key-"]')].map(classKeyOf);
  for (const key of keys) last[widgetOf(key)] = Math.max(last[widgetOf(key)] || 0, countOf(key));
  return keys.filter((key) => countOf(key) < last[widgetOf(key)]);
}

function fieldOf(name, tag) {
  const places = [...document.querySelectorAll('[class*="st-key-"]')].filter((place) => widgetOf(classKeyOf(place)) === name);
  return places.map((place) => place.querySelector(tag)).find(Boolean);
}

function watchHeirs(stage) {
  const style = document.head.appendChild(document.createElement("style"));
  let held = null, name = "";

  // Only a field that was taken off the page is followed; one that was left by hand stays left.
  function keepFocus() {
    if (!held || !name || held.isConnected || document.activeElement !== document.body) return;
    const field = fieldOf(name, held.tagName);
    if (field) field.focus({ preventScroll: true });
  }

  function hold({ target }) {
    const place = target.closest('[class*="st-key-"]');
    held = target.matches("input, textarea") ? target : null;
    name = place ? widgetOf(classKeyOf(place)) : "";
  }

  const observer = new MutationObserver((records) => {
    if (records.some(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes].some(isKeyed))) {
      style.textContent = givenUp().map((key) => `.${key} { display: none; }`).join("\n");
    }
    keepFocus();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  listen(stage, document, "focusin", hold);
  listen(stage, document, "pointerdown", () => { held = null; });
  return () => { observer.disconnect(); style.remove(); };
}
