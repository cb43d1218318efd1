// The live result beside a section of an application: after a saving, and after a file arrived (uploads.js).
// Everything works without this script: the form saves, files go with it.
(() => {
  const form = document.querySelector("form.appl-form");
  if (!form) return;

  // After a saving: the panel of the score, and what each requirement adds now.
  function show(result) {
    if (!result) return;
    const panel = document.querySelector("[data-score]");
    if (panel && panel.innerHTML !== result.panel) panel.innerHTML = result.panel;
    for (const [key, line] of Object.entries(result.lines)) {
      const place = document.querySelector(`#r${key} [data-why]`);
      if (place) place.innerHTML = line;
    }
  }
  form.addEventListener("familynet:heard", (event) => show(event.detail.result));
  document.addEventListener("familynet:documents", (event) => show(event.detail?.result));
})();
