// Sends files one after the other in parts, with progress; goes on after a broken connection or a new page.
// A page may have several areas, each with its own list. Without this script the files go with the form.
// Words come from the page (components/_upload_words.html) or from the server.
(() => {
  const areas = [...document.querySelectorAll("[data-upload]")];
  const shape = document.querySelector("template[data-upload-words]");
  if (!areas.length || !shape || !window.fetch || !window.XMLHttpRequest) return;
  const words = shape.dataset;
  const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
  const queue = [];
  let running = false;

  const token = () => document.querySelector('input[name="csrfmiddlewaretoken"]').value;
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const size = (bytes) => (bytes < 2 ** 10 ? `${bytes} byte` : bytes < 2 ** 20 ? `${number.format(bytes / 2 ** 10)} KB` : `${number.format(bytes / 2 ** 20)} MB`);

  class Broken extends Error {}
  class SignedOut extends Error {}
  class Refused extends Error {}

  // One request; resolves to {status, data}. A redirect means the sign-in page.
  function ask(job, method, url, { body = null, headers = {}, onProgress = null } = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      job.request = request;
      request.open(method, url);
      request.setRequestHeader("X-CSRFToken", token());
      request.setRequestHeader("Accept", "application/json");
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (onProgress) request.upload.onprogress = (event) => onProgress(event.loaded);
      request.onload = () => {
        const json = request.getResponseHeader("content-type")?.includes("json");
        if (request.status >= 500) reject(new Broken());
        else if (json) resolve({ status: request.status, data: JSON.parse(request.responseText) });
        else if (request.status === 404) resolve({ status: 404, data: {} });
        else reject(new SignedOut());
      };
      request.onerror = request.ontimeout = () => reject(new Broken());
      request.onabort = () => reject(new Error("cancelled"));
      request.timeout = 120000;
      request.send(body);
    });
  }

  // After a new sign-in in another tab the token of this page is old: take the new one.
  async function freshToken() {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector('input[name="csrfmiddlewaretoken"]');
      if (!fresh) return;
      for (const old of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) old.value = fresh.value;
    } catch { /* offline: the next try finds out */ }
  }

  async function start(job) {
    const body = new FormData();
    body.set("name", job.file.name);
    body.set("size", String(job.file.size));
    body.set("mark", `${job.file.name}:${job.file.size}:${job.file.lastModified}`);
    const { uploadUrl } = job.area.dataset;
    const { status: code, data } = await ask(job, "POST", uploadUrl, { body });
    if (code !== 201) throw new Refused(data.error || words.failed);
    Object.assign(job, { url: `${uploadUrl}${data.upload}/`, received: data.received, part: data.part });
  }

  async function send(job) {
    if (!job.url) await start(job);
    for (;;) {
      const part = job.file.slice(job.received, job.received + job.part);
      const last = job.received + part.size >= job.file.size;
      const { status: code, data } = await ask(job, "POST", job.url, {
        body: part,
        headers: { "Content-Type": "application/octet-stream", "Upload-Offset": String(job.received) },
        onProgress: (loaded) => {
          progress(job, job.received + loaded);
          if (last && loaded >= part.size) say(job, words.checking);
        },
      });
      if (code === 200 && data.done) return data;
      if (code === 200 || code === 409) job.received = data.received;
      else if (code === 404) { job.url = null; await start(job); } else throw new Refused(data.error || words.failed);
      progress(job, job.received);
      if (code === 409) {
        // What we sent had arrived already: perhaps the document is there, perhaps a part is missing.
        const now = await ask(job, "GET", job.url);
        if (now.data.done) return now.data;
      }
    }
  }

  const pause = (job, time) => new Promise((resolve) => {
    const go = () => { clearTimeout(timer); removeEventListener("online", go); resolve(); };
    const timer = setTimeout(go, time);
    addEventListener("online", go);
    job.wake = go;
  });

  async function upload(job) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        say(job, words.sending);
        const result = await send(job);
        return finished(job, result);
      } catch (error) {
        if (job.cancelled) return undefined;
        if (error instanceof Refused) return failed(job, `${words.refused}. ${error.message}`);
        if (error instanceof SignedOut && attempt === 0) { await freshToken(); continue; }
        if (error instanceof SignedOut) return failed(job, words.signedOut, true);
        if (!(error instanceof Broken) || attempt >= WAITS.length) return failed(job, words.failed, true);
        say(job, words.broken);
        await pause(job, WAITS[attempt]);
        if (job.cancelled) return undefined;
      }
    }
  }

  function finished(job, result) {
    progress(job, job.file.size);
    job.row.classList.add("is-done");
    say(job, words.done);
    job.row.querySelector("[data-cancel]").hidden = true;
    const list = document.getElementById(job.area.dataset.uploadList);
    const page = new DOMParser().parseFromString(result.documents, "text/html");
    list?.replaceChildren(...page.body.childNodes);
    document.dispatchEvent(new CustomEvent("familynet:documents", { detail: result }));
  }

  function failed(job, text, again = false) {
    job.row.classList.add("is-bad");
    say(job, text);
    job.row.querySelector("[data-retry]").hidden = !again;
  }

  function say(job, text) {
    const place = job.row.querySelector("[data-state]");
    if (place.textContent === text) return;
    place.textContent = text;
    if (text !== words.sending && text !== words.waiting) tell(job.area, `${job.file.name}: ${text}`);
  }

  function progress(job, bytes) {
    job.row.querySelector("progress").value = Math.min(100, Math.round((100 * bytes) / Math.max(job.file.size, 1)));
  }

  const tell = (area, text) => { area.querySelector("[data-upload-status]").textContent = text; };

  async function work() {
    if (running) return;
    running = true;
    while (queue.length) {
      const job = queue.shift();
      if (!job.cancelled) await upload(job);
      if (!queue.some((other) => other.area === job.area)) summarise(job.area);
    }
    running = false;
    sendHeld();
  }

  // A form that is sent too early waits for its files; one that was refused, or failed, is looked at first.
  let held = null;
  function hold(event) {
    const area = running && areas.find((one) => event.target.contains(one));
    if (!area) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form: event.target, button: event.submitter };
    notes(false);
    tell(area, words.soon);
  }

  const notes = (hidden) => { for (const area of areas) if (held?.form.contains(area)) area.querySelector("[data-upload-note]").hidden = hidden; };

  function sendHeld() {
    if (!held) return;
    notes(true);
    const { form, button } = held;
    held = null;
    const bad = form.querySelector("[data-upload-rows] > .is-bad");
    if (bad) bad.scrollIntoView({ block: "center" });
    else form.requestSubmit(button);
  }

  function summarise(area) {
    const number = (state) => area.querySelectorAll(`[data-upload-rows] > .${state}`).length;
    tell(area, words.allDone.replace("%s", number("is-done")).replace("%r", number("is-bad")));
  }

  function add(area, file) {
    const rows = area.querySelector("[data-upload-rows]");
    const row = shape.content.firstElementChild.cloneNode(true);
    const job = { area, file, row, received: 0 };
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-size]").textContent = size(file.size);
    row.querySelector("progress").setAttribute("aria-label", file.name);
    for (const place of row.querySelectorAll("[data-for]")) place.textContent = `: ${file.name}`;
    row.querySelector("[data-cancel]").addEventListener("click", () => cancel(job));
    row.querySelector("[data-retry]").addEventListener("click", () => retry(job));
    rows.append(row);
    rows.hidden = false;
    say(job, words.waiting);
    queue.push(job);
  }

  function retry(job) {
    job.row.classList.remove("is-bad");
    job.row.querySelector("[data-retry]").hidden = true;
    say(job, words.waiting);
    queue.push(job);
    work();
  }

  function cancel(job) {
    job.cancelled = true;
    job.request?.abort();
    job.wake?.();
    if (job.url) {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", token());
      fetch(`${job.url}annulla/`, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
    }
    const rows = job.row.parentElement;
    job.row.remove();
    rows.hidden = !rows.children.length;
    job.area.querySelector('input[type="file"]').focus();
  }

  function take(area, files) {
    for (const file of files) add(area, file);
    work();
  }

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

  function setUp(area) {
    const input = area.querySelector('input[type="file"]');
    const drop = area.querySelector("[data-drop]");
    input.addEventListener("change", () => { const files = [...input.files]; input.value = ""; take(area, files); });
    drop.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      drop.classList.add("is-over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
    drop.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      drop.classList.remove("is-over");
      take(area, event.dataTransfer.files);
    });
    area.querySelector("[data-drop-hint]").hidden = false;
  }

  for (const area of areas) setUp(area);
  // A file that misses the zone would replace the page and what is written on it.
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => { if (carriesFiles(event)) event.preventDefault(); });
  addEventListener("submit", hold, true);
  addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
})();
