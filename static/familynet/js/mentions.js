/* Suggestions of people while "@Nome" is typed in a text. Without this script the name is looked up when the
   form is sent, and the boxes "Avvisa anche" do the rest (practices/mentions.py). */
"use strict";

(() => {
  const WAIT = 150;
  const TYPED = /(^|[\s(])@([\p{L}'’-]{2,}(?: [\p{L}'’-]*){0,2})$/u;

  function start(area) {
    const box = document.createElement("div");
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let items = [];
    let active = -1;
    let timer = 0;
    let request = null;

    box.className = "talk-names";
    list.id = `${area.id}_names`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "@");
    list.hidden = true;
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    box.append(list, status);
    area.after(box);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", list.id);

    const typed = () => TYPED.exec(area.value.slice(0, area.selectionStart));
    const close = () => {
      list.hidden = true;
      active = -1;
      area.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      const options = [...list.children];
      active = (index + options.length) % options.length;
      options.forEach((element, place) => element.setAttribute("aria-selected", String(place === active)));
      area.setAttribute("aria-activedescendant", options[active].id);
    };

    /* The box of the person, checked: so that two people of one name are told apart. */
    const tick = (item) => {
      const form = area.form;
      const known = form.querySelector(`input[name="also"][value="${CSS.escape(item.key)}"]`);
      if (known) {
        known.checked = true;
        return;
      }
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = "also";
      hidden.value = item.key;
      form.append(hidden);
    };

    const take = (index) => {
      const found = typed();
      if (!found) return close();
      const item = items[index];
      const end = area.selectionStart;
      const begin = end - found[2].length;
      area.setRangeText(`${item.label} `, begin, end, "end");
      tick(item);
      status.textContent = item.label;
      close();
      area.focus();
      area.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const show = (results) => {
      items = results;
      list.replaceChildren(
        ...results.map((item, place) => {
          const option = document.createElement("li");
          const note = document.createElement("span");
          option.id = `${list.id}_${place}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          note.textContent = item.note;
          option.append(item.label, note);
          return option;
        }),
      );
      active = -1;
      area.removeAttribute("aria-activedescendant");
      list.hidden = results.length === 0;
      if (results.length) status.textContent = results.map((item) => item.label).join(", ");
    };

    const ask = async () => {
      request?.abort();
      const found = typed();
      if (!found) return close();
      request = new AbortController();
      try {
        const address = new URL(area.dataset.mentionsUrl, document.baseURI);
        address.searchParams.set("q", found[2]);
        const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
        if (answer.ok && document.activeElement === area && typed()) show((await answer.json()).results);
        else close();
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    area.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (event.key === "ArrowDown") mark(active + 1);
        else mark(active < 0 ? items.length - 1 : active - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        take(active);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      } else if (event.key === "Tab") {
        close();
      }
    });
    area.addEventListener("blur", () => {
      clearTimeout(timer);
      request?.abort();
      close();
    });
    list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      take([...list.children].indexOf(option));
    });
  }

  for (const area of document.querySelectorAll("textarea[data-mentions-url]")) start(area);
})();
