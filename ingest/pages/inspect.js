"use strict";
// A block and its boxes in the picture share `data-at`: what is pointed at, or has the focus, is outlined in both.
const shared = new Map();
for (const one of document.querySelectorAll("[data-at]")) {
  const key = one.dataset.at;
  shared.set(key, [...(shared.get(key) ?? []), one]);
}
for (const group of shared.values()) {
  const mark = on => { for (const one of group) one.classList.toggle("on", on); };
  for (const one of group) {
    one.addEventListener("mouseenter", () => mark(true));
    one.addEventListener("mouseleave", () => mark(false));
    one.addEventListener("focusin", () => mark(true));
    one.addEventListener("focusout", () => mark(false));
  }
}
