// Follows a running import and reloads the page when it has ended. Without it the page has a link.
(() => {
  const box = document.querySelector("[data-import-status]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const done = box.querySelector("[data-import-done]");
  const value = box.querySelector(".fn-progress-value");
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.importStatus, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      if (state.state !== "running") {
        location.reload();
        return;
      }
      bar.value = state.percent;
      if (done) done.textContent = state.done;
      if (value) value.textContent = `${state.percent}%`;
    } catch {
      // The network failed: the next try may work.
    }
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 1000);
})();
