// Small comforts of the frame; every page works without them.
"use strict";

// A menu made of <details data-close-outside> closes on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-close-outside][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-close-outside][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The list of errors takes the focus, so that who listens hears it first.
// An address with a fragment moves the focus once more when the page has loaded.
const errors = document.querySelector("[data-error-summary]");
errors?.focus();
if (errors && location.hash) window.addEventListener("load", () => setTimeout(() => errors.focus()));

// On narrow screens filters and the side menu start closed.
if (window.matchMedia("(max-width: 991px)").matches) {
  for (const part of document.querySelectorAll("details.fn-side, details.fn-filters")) part.open = false;
}
