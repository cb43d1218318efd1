// Orders lists by hand: drag the handle, or focus it and press the arrow keys. One request says the whole order.
// Without this script the buttons "Sposta su" and "Sposta giù" do it.
(() => {
  function setUp(list) {
    if (list.dataset.ready) return;
    list.dataset.ready = "1";
    const area = list.closest("[data-order-area]");
    const hint = area.querySelector("[data-order-hint]");
    const status = area.querySelector("[data-order-status]");
    const items = () => [...list.querySelectorAll(":scope > [data-item]")];
    if (items().length < 2) return;
    hint.hidden = false;
    const say = (text) => { status.textContent = text; };
    const placed = (item) => list.dataset.orderMoved
      .replace("%s", items().indexOf(item) + 1).replace("%r", items().length);
    let timer = null;

    async function save() {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", document.querySelector('input[name="csrfmiddlewaretoken"]').value);
      for (const item of items()) body.append("item", item.dataset.item);
      try {
        const answer = await fetch(list.dataset.orderUrl, {
          method: "POST", body, credentials: "same-origin", redirect: "manual",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        say((await answer.json()).message);
      } catch {
        say(list.dataset.orderFailed);
      }
    }

    for (const item of items()) {
      const handle = item.querySelector("[data-handle]");
      handle.hidden = false;
      handle.addEventListener("keydown", (event) => {
        const up = event.key === "ArrowUp";
        if (!up && event.key !== "ArrowDown") return;
        event.preventDefault();
        const other = up ? item.previousElementSibling : item.nextElementSibling;
        if (!other) return;
        if (up) other.before(item); else other.after(item);
        handle.focus();
        say(placed(item));
        clearTimeout(timer);
        timer = setTimeout(save, 800);
      });
      handle.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        handle.setPointerCapture(event.pointerId);
        item.classList.add("is-moving");
        const before = items().map((one) => one.dataset.item).join();
        // The others move around the dragged one: a handle that leaves the page for a moment loses the pointer.
        const middle = (one) => { const box = one.getBoundingClientRect(); return box.top + box.height / 2; };
        const move = ({ clientY }) => {
          for (let next = item.nextElementSibling; next && clientY > middle(next); next = item.nextElementSibling) item.before(next);
          for (let last = item.previousElementSibling; last && clientY < middle(last); last = item.previousElementSibling) item.after(last);
        };
        const stop = () => {
          handle.removeEventListener("pointermove", move);
          handle.removeEventListener("lostpointercapture", stop);
          item.classList.remove("is-moving");
          if (before === items().map((one) => one.dataset.item).join()) return;
          say(placed(item));
          save();
        };
        handle.addEventListener("pointermove", move);
        handle.addEventListener("lostpointercapture", stop);
      });
    }
  }
  const setUpAll = () => { for (const list of document.querySelectorAll("[data-order]")) setUp(list); };
  setUpAll();
  document.addEventListener("familynet:documents", setUpAll);
})();
