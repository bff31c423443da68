// What is lit is explained below: the stage then stays in view above the card (page.css), and what the hand is on must not come to lie behind it.

const APART = 24; // pixels between them

function uncover(stage) {
  const explained = document.querySelector(".st-key-explanation_lights"), page = explained && explained.closest('[data-testid="stMain"]');
  if (!page) return;
  const first = explained.contains(document.activeElement) ? document.activeElement : explained;
  requestAnimationFrame(() => {
    const covered = stage.dom.root.getBoundingClientRect().bottom + APART - first.getBoundingClientRect().top;
    if (covered > 0) page.scrollBy({ top: -covered });
  });
}
