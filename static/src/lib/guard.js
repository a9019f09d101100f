// A second click must not post a form twice. The server holds the same promise; this spares people the refusal.
const DOWNLOAD_PAUSE = 5000;

export function startGuard() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented && !form.dataset.busy) return;
    if (form.method !== "post") return;
    if (form.dataset.busy) {
      event.preventDefault();
      return;
    }
    form.dataset.busy = "1";
    // After the browser has read the button's own name and value.
    setTimeout(() => setButtons(form, true), 0);
    if ("download" in form.dataset) setTimeout(() => release(form), DOWNLOAD_PAUSE);
  });
  // "Back" shows the page as it was left, buttons disabled.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-busy]").forEach(release);
  });
}

function release(form) {
  delete form.dataset.busy;
  setButtons(form, false);
}

function setButtons(form, disabled) {
  for (const button of form.elements) {
    if (button.type === "submit") button.disabled = disabled;
  }
}
