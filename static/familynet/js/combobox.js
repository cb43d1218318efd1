/* Suggestions under a text box: the ARIA 1.2 combobox pattern. Without this script the text is
   resolved when the form is sent (kernel/combobox.py). A suggestion with a `url`, in a search box, leads there. */
"use strict";

(() => {
  const WAIT = 150;

  function option(id, item) {
    const element = document.createElement("li");
    element.id = id;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.className = "combobox__option";
    element.append(item.label);
    if (item.note) {
      const note = document.createElement("span");
      note.className = "combobox__note";
      note.textContent = item.note;
      element.append(note);
    }
    return element;
  }

  function start(box) {
    const input = box.querySelector("input[type=text], input[type=search]");
    const key = box.querySelector("input[type=hidden]");
    const least = Number(box.dataset.least ?? 2);
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let items = [];
    let active = -1;
    let timer = 0;
    let request = null;

    list.id = `${input.id}_list`;
    list.className = "combobox__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0]?.textContent.trim() || input.name);
    list.hidden = true;
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.after(list);
    box.append(status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const mark = (index) => {
      const options = [...list.children];
      active = (index + options.length) % options.length;
      options.forEach((element, place) => element.setAttribute("aria-selected", String(place === active)));
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    };

    const take = (index) => {
      if (items[index].url) {
        location.assign(items[index].url);
        return;
      }
      input.value = items[index].label;
      key.value = items[index].key;
      status.textContent = items[index].label;
      box.querySelector(".combobox__question")?.remove();
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const show = (results) => {
      items = results;
      list.replaceChildren(...results.map((item, place) => option(`${list.id}_${place}`, item)));
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = results.length === 0;
      input.setAttribute("aria-expanded", String(results.length > 0));
      if (results.length === 0) status.textContent = box.dataset.none;
      else if (results.length === 1) status.textContent = box.dataset.one;
      else status.textContent = box.dataset.many.replace("%n", results.length);
    };

    const ask = async () => {
      request?.abort();
      const words = input.value.trim();
      if (words.length < least) {
        close();
        status.textContent = "";
        return;
      }
      request = new AbortController();
      try {
        const address = new URL(box.dataset.suggestUrl, document.baseURI);
        address.searchParams.set("q", words);
        const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
        if (answer.ok && document.activeElement === input) show((await answer.json()).results);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      if (key) key.value = "";
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask();
        else if (event.key === "ArrowDown") mark(active + 1);
        else mark(active < 0 ? items.length - 1 : active - 1);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        take(active);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Tab") {
        close();
      }
    });
    input.addEventListener("blur", () => {
      clearTimeout(timer);
      request?.abort();
      close();
    });
    // Not "click": the box would lose the focus, and the list would close, before it.
    list.addEventListener("pointerdown", (event) => {
      const element = event.target.closest("[role=option]");
      if (!element) return;
      event.preventDefault();
      take([...list.children].indexOf(element));
    });
  }

  for (const box of document.querySelectorAll("[data-combobox]:not([data-ready])")) {
    box.dataset.ready = "";
    start(box);
  }
})();
