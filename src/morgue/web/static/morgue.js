"use strict";
// Keys, and a range drawn on the timeline. All of it can be done without: the box has a label, hits are links,
// bars are links, and the range has a form.

const typing = (at) => at.closest("input, textarea, select") !== null || at.isContentEditable;

const stories = () => [...document.querySelectorAll(".hit a.headline")];

const follow = (selector) => document.querySelector(selector)?.click();

function move(step) {
  const all = stories();
  if (document.querySelector(".story")) {
    follow(step > 0 ? ".back a[rel=next]" : ".back a[rel=prev]");
    return;
  }
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  if (all[next]) {
    all[next].focus();
    all[next].closest("li").scrollIntoView({ block: "nearest" });
  }
}

function toSearch() {
  const box = document.getElementById("q");
  box.focus();
  box.select();
}

const KEYS = { "/": toSearch, j: () => move(1), k: () => move(-1), u: () => follow(".back a") };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (Object.hasOwn(KEYS, event.key) && document.getElementById("q")) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

function drawRange(picture) {
  const steps = [...picture.querySelectorAll("[data-from]")];
  const chosen = picture.querySelector(".chosen");
  const form = picture.closest(".timeline").querySelector(".range");
  let start = null;
  let dragged = false;

  const stepAt = (event) => {
    const box = picture.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * steps.length);
    return Math.max(0, Math.min(steps.length - 1, at));
  };
  const show = (first, last) => {
    chosen.setAttribute("x", first * 10);
    chosen.setAttribute("width", (last - first + 1) * 10);
  };
  const clear = () => {
    chosen.setAttribute("width", 0);
    start = null;
  };

  picture.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      start = stepAt(event);
      dragged = false;
    }
  });
  document.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const here = stepAt(event);
    dragged = dragged || here !== start;
    if (dragged) show(Math.min(start, here), Math.max(start, here));
  });
  document.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const range = [start, stepAt(event)].sort((a, b) => a - b);
    clear();
    if (!dragged) return;
    form.elements.from.value = steps[range[0]].dataset.from;
    form.elements.to.value = steps[range[1]].dataset.to;
    form.requestSubmit();
  });
  document.addEventListener("pointercancel", clear);
  picture.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
  }, true);
  picture.addEventListener("dragstart", (event) => event.preventDefault());
}

function toMistake(box) {
  const before = [...box.value].slice(0, Number(box.dataset.position)).join("").length;
  box.focus();
  box.setSelectionRange(before, before + 1);
}

document.querySelectorAll("input[data-position]").forEach(toMistake);
document.querySelectorAll(".bars.drawable").forEach(drawRange);
