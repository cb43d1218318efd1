// Saves a draft as one goes: the same address as the button, the answer announced in role=status.
// Words shown come from the page (data-*) or from the server, never from here.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;
  const status = form.querySelector("[data-save-status]");
  const WAIT = 2500;
  let timer = null;
  let running = false;
  let again = false;
  let stopped = false;

  const say = (text, bad = false) => {
    status.classList.toggle("is-bad", bad);
    if (status.textContent !== text) status.textContent = text;
  };

  // The session has ended: the text stays here, sign-in opens beside it, and coming back saves.
  let signedOut = false;
  function offerSignIn() {
    signedOut = true;
    say(form.dataset.signedOut, true);
    const link = document.createElement("a");
    Object.assign(link, { href: form.dataset.signIn, target: "_blank", rel: "noopener" });
    link.textContent = form.dataset.signInLabel;
    status.append(" ", link);
  }

  function body() {
    const data = new FormData(form);
    for (const input of form.querySelectorAll('input[type="file"]')) data.delete(input.name);
    return data;
  }

  // After a new sign-in in another tab the old token is refused: take the new one from the page.
  async function freshToken() {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector('input[name="csrfmiddlewaretoken"]');
    if (!token) return false;
    for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token.value;
    return true;
  }

  const post = () => fetch(form.action || location.href, {
    method: "POST", body: body(), credentials: "same-origin", redirect: "manual",
    headers: { "X-Autosave": "1", Accept: "application/json" },
  });

  async function save() {
    if (stopped) return;
    if (running) { again = true; return; }
    running = true;
    const before = snapshot();
    try {
      let answer = await post();
      if (answer.status === 403 && await freshToken()) answer = await post();
      if (answer.type === "opaqueredirect" || answer.status === 403) offerSignIn();
      else if (answer.headers.get("content-type")?.includes("json")) heard(await answer.json(), before);
      else say(form.dataset.failed, true);
    } catch {
      say(form.dataset.failed, true);
    }
    running = false;
    if (again) { again = false; later(); }
  }

  const snapshot = () => JSON.stringify([...body()].filter(([name]) => name !== "base" && name !== "csrfmiddlewaretoken"));

  function heard(result, before) {
    say(result.message, !result.saved || Object.keys(result.errors || {}).length > 0);
    if (!result.saved) { stopped = true; return; }
    form.elements.base.value = result.base;
    const bar = document.querySelector(".fn-progress progress");
    if (bar && result.progress !== undefined) {
      bar.value = result.progress;
      const words = document.querySelector(".fn-progress-value");
      if (words) words.textContent = `${result.progress}%`;
    }
    const wrong = Object.keys(result.errors || {}).length > 0;
    if (!wrong && before === snapshot()) form.dispatchEvent(new Event("familynet:saved"));
    form.dispatchEvent(new CustomEvent("familynet:heard", { detail: result }));
  }

  const later = () => { clearTimeout(timer); timer = setTimeout(save, WAIT); };
  form.addEventListener("input", (event) => { if (event.target.type !== "file") later(); });
  form.addEventListener("change", (event) => { if (event.target.type !== "file") later(); });
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => {
    if ((document.hidden && timer) || (!document.hidden && signedOut)) { signedOut = false; save(); }
  });
})();
