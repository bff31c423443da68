// An explanation was asked for: its card comes onto the screen, and the next Tab goes into it.

const FOLLOWED_MS = 2000;
const HANDS = ["wheel", "pointerdown", "keydown", "touchstart"];

// The card fills while it opens, so it is followed for a moment, or until the hand takes over.
function bringIntoView(stage, asked) {
  const card = stage.asked !== null && asked > stage.asked && document.querySelector(".st-key-explanation_card");
  stage.asked = asked ?? stage.asked;
  if (!card) return;
  card.tabIndex = -1;
  card.style.outline = "none";
  card.focus({ preventScroll: true });
  const follow = new ResizeObserver(() => card.scrollIntoView({ block: "start", behavior: stage.still.matches ? "auto" : "smooth" }));
  const stop = () => { follow.disconnect(); for (const hand of HANDS) window.removeEventListener(hand, stop, true); };
  for (const hand of HANDS) window.addEventListener(hand, stop, { capture: true, passive: true });
  follow.observe(card);
  setTimeout(stop, FOLLOWED_MS);
}
