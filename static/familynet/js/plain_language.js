// Measures a text while it is written: the server counts, so that what is shown is what will be stored.
// Without this script the measure of the saved text stands below its field.
(() => {
  const WAIT = 800;
  for (const box of document.querySelectorAll("[data-clarity]")) {
    const field = document.getElementById(box.dataset.clarityFor);
    const form = field?.form;
    if (!form || !window.fetch) continue;
    const status = box.querySelector("[data-clarity-status]");
    const result = box.querySelector("[data-clarity-result]");
    let timer = null;
    let running = null;
    let measured = field.value;

    async function measure() {
      if (field.value === measured) return;
      running?.abort();
      running = new AbortController();
      const text = field.value;
      const body = new FormData();
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.set("field", box.dataset.clarityField);
      body.set("text", text);
      try {
        const answer = await fetch(box.dataset.clarityUrl, {
          method: "POST", body, credentials: "same-origin", redirect: "manual", signal: running.signal,
        });
        if (!answer.ok) return;
        show(await answer.text());
        measured = text;
      } catch { /* offline, or overtaken by newer text: the next try measures */ }
    }

    function show(html) {
      const open = result.querySelector("details")?.open;
      const page = new DOMParser().parseFromString(html, "text/html");
      result.replaceChildren(...page.body.childNodes);
      const details = result.querySelector("details");
      if (details && open) details.open = true;
      const said = result.querySelector("[data-clarity-say]")?.textContent ?? "";
      if (status.textContent !== said) status.textContent = said;
    }

    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(measure, WAIT); });
  }
})();
