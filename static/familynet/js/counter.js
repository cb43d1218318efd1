// Shows how many characters are left in short texts.
(() => {
  for (const field of document.querySelectorAll("form[data-unsaved] [maxlength]")) {
    if (field.maxLength > 1000 || field.closest("table")) continue;
    const out = document.createElement("span");
    out.className = "practice-counter";
    const show = () => {
      out.textContent = `${field.value.length} / ${field.maxLength}`;
      out.classList.toggle("is-full", field.value.length >= field.maxLength);
    };
    field.after(out);
    field.addEventListener("input", show);
    show();
  }
})();
