// Warns before a page with unsaved text is left, and keeps that text in this tab until it is saved.
// A form says so with data-unsaved; it works without this script too, only without the warning.
(() => {
  const SENT = "familynet-sent";
  try {
    // The text sent from the page before has arrived: nothing is left to keep.
    const sent = sessionStorage.getItem(SENT);
    if (sent && document.querySelector(".alert-success")) sessionStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
  } catch { /* no storage */ }

  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  const key = `familynet-unsaved:${location.pathname}`;
  let leaving = false;

  const fields = () =>
    [...form.elements].filter((e) => e.name && !["hidden", "file", "submit", "button"].includes(e.type));
  const state = () =>
    fields().map((e) => [e.name, e.type === "checkbox" || e.type === "radio" ? e.checked : e.value]);
  const clean = () => {
    form.dataset.clean = JSON.stringify(state());
    store(null);
  };
  const dirty = () => form.dataset.clean !== JSON.stringify(state());
  const files = () => [...form.querySelectorAll('input[type="file"]')].some((e) => e.files.length);

  function store(value) {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify({ base: form.elements.base?.value, fields: value }));
    } catch { /* no storage: the warning alone must do */ }
  }

  // Text of this tab that never reached the server (lost sign-in, closed lid): put it back.
  function restore() {
    let found = null;
    try { found = JSON.parse(sessionStorage.getItem(key) || "null"); } catch { return; }
    const now = fields();
    const kept = found?.fields;
    if (!kept || kept.length !== now.length || JSON.stringify(kept) === JSON.stringify(state())) return;
    kept.forEach(([name, value], i) => {
      if (now[i].name !== name) return;
      if (typeof value === "boolean") now[i].checked = value;
      else now[i].value = value;
    });
    // Somebody may have saved since: the server compares with what this text began from.
    if (form.elements.base && found.base) form.elements.base.value = found.base;
    const status = form.querySelector("[data-save-status]");
    if (status) status.textContent = form.dataset.restored;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.dataset.clean = JSON.stringify(state());
  // A page that shows what was refused holds text that is not saved yet.
  if (document.querySelector("[data-error-summary], .practice-theirs")) {
    form.dataset.clean = "";
    store(state()); // not what was sent: part of that may be saved by now
  } else restore();
  form.addEventListener("input", () => store(state()));
  form.addEventListener("change", () => store(state()));
  form.addEventListener("familynet:saved", clean);
  form.addEventListener("submit", () => {
    leaving = true;
    store(state());
    try { sessionStorage.setItem(SENT, key); } catch { /* no storage */ }
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && (dirty() || files())) event.preventDefault();
  });
  addEventListener("pageshow", () => { leaving = false; });
})();
