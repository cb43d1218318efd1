// The live result beside a section of an application, and files sent one by one with their progress.
// Everything works without this script: the form saves, files go with it. Words come from the page or the server.
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

  const token = () => form.elements.csrfmiddlewaretoken.value;
  const words = form.dataset;

  function row(area, file) {
    const list = area.querySelector("[data-uploads]");
    const item = document.createElement("li");
    const name = document.createElement("strong");
    const bar = document.createElement("progress");
    const state = document.createElement("span");
    name.textContent = file.name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    state.setAttribute("role", "status");
    state.textContent = words.sending;
    item.append(name, " ", state, bar);
    list.hidden = false;
    list.append(item);
    return { item, bar, state };
  }

  // One file: its progress, then the list of documents as the server sees it.
  function send(area, file) {
    return new Promise((done) => {
      const shown = row(area, file);
      const bad = (text) => { shown.item.classList.add("is-bad"); shown.state.textContent = text; shown.bar.remove(); done(); };
      const body = new FormData();
      body.set("file", file);
      const request = new XMLHttpRequest();
      request.open("POST", area.dataset.url);
      request.setRequestHeader("X-CSRFToken", token());
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (event) => {
        shown.bar.value = (event.loaded / event.total) * 100;
        if (event.loaded === event.total) shown.state.textContent = words.checking;
      };
      request.onerror = () => bad(words.broken);
      request.onload = () => {
        if (!request.getResponseHeader("content-type")?.includes("json")) { bad(request.status < 500 ? words.signedOut : words.broken); return; }
        const answer = JSON.parse(request.responseText);
        if (request.status !== 201) { bad(`${words.refused} ${answer.error || ""}`); return; }
        area.querySelector("[data-evidence-list]").innerHTML = answer.documents;
        show(answer.result);
        shown.item.remove();
        const list = area.querySelector("[data-uploads]");
        list.hidden = !list.children.length;
        say(`${words.added}: ${file.name}`);
        done();
      };
      request.send(body);
    });
  }

  function say(text) {
    const status = form.querySelector("[data-save-status]");
    status.classList.remove("is-bad");
    status.textContent = text;
  }

  let last = Promise.resolve();
  for (const area of form.querySelectorAll("[data-evidence]")) {
    const input = area.querySelector('input[type="file"]');
    const drop = area.querySelector("[data-drop]");
    const take = (files) => { for (const file of files) last = last.then(() => send(area, file)); };
    area.querySelector("[data-drop-hint]").hidden = false;
    input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("is-over"); });
    }
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
    drop.addEventListener("drop", (event) => { event.preventDefault(); take([...event.dataTransfer.files]); });
  }
})();
