// Comfort for the keyboard; every page works without it. j and k walk through the marks of an
// article or the items of a list, / goes to the search box, and what has a data-key is done by it.
"use strict";

const STEPS = { j: 1, k: -1 };
const places = () => [...document.querySelectorAll(".text mark[id], .item")];

function walk(step) {
  const all = places();
  if (!all.length) return;
  const here = all.findIndex((one) => one === document.activeElement);
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  if (!next) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

function act(key) {
  const one = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (one?.matches("textarea")) one.focus();
  else one?.click();
  return Boolean(one);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && typing) typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q")?.focus();
  } else if (STEPS[event.key]) {
    walk(STEPS[event.key]);
  } else if (event.key.length === 1 && act(event.key)) {
    event.preventDefault();
  }
});

// Words that are selected in the passage under review go into the forms that take them, with where
// they begin: in code points of the article's text, as the service counts.
function take() {
  const passage = document.querySelector("[data-start]");
  const selected = document.getSelection();
  if (!passage || !selected.rangeCount || selected.isCollapsed) return;
  const range = selected.getRangeAt(0);
  if (!passage.contains(range.startContainer) || !passage.contains(range.endContainer)) return;
  const words = range.toString();
  if (!words.trim()) return;
  const before = document.createRange();
  before.selectNodeContents(passage);
  before.setEnd(range.startContainer, range.startOffset);
  const blanks = words.length - words.trimStart().length;
  const start = Number(passage.dataset.start) + [...before.toString()].length + blanks;
  for (const form of document.querySelectorAll("[data-takes=selection]")) {
    form.elements.exact.value = words.trim();
    form.elements.start.value = start;
  }
}

document.addEventListener("mouseup", take);
document.addEventListener("keyup", (event) => event.shiftKey && take());
