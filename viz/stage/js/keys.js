// What was clicked with the mouse gives the keys back: after a choice of a recipe the space bar pauses, and presses no pill.

const CLICKED = '[role="radio"], .st-key-transport_bar button';

// A row of pills may hand the focus of a click on to the pill that had it last, so it is taken from whichever has it.
function watchKeys(stage) {
  const giveBack = ({ detail, target }) => {
    if (!detail || !target.closest?.(CLICKED)) return; // a key that clicks has no detail, and keeps its place
    requestAnimationFrame(() => { if (document.activeElement?.matches(CLICKED)) document.activeElement.blur(); });
  };
  document.addEventListener("click", giveBack, true); // pills let no click through
  stage.undo.push(() => document.removeEventListener("click", giveBack, true));
}
