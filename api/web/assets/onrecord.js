// Comfort for the keyboard; every page works without it. j and k walk through the marks of an
// article or the items of a list, / goes to the search box.
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

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q")?.focus();
  } else if (STEPS[event.key]) {
    walk(STEPS[event.key]);
  }
});
