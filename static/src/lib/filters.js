// <form data-autosubmit>: sent when a choice is made, or when typing pauses. Its button stays for the keyboard.
const TYPING_PAUSE = 400;
const sent = new WeakMap();
let timer;

export function startFilters() {
  // An empty filter says nothing: it stays out of the address.
  document.addEventListener("formdata", ({ target, formData }) => {
    if (!("autosubmit" in target.dataset)) return;
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
  document.addEventListener("change", (event) => sendLater(event.target.form, 0));
  document.addEventListener("input", (event) => {
    if (event.target.type === "search" && !event.isComposing) sendLater(event.target.form, TYPING_PAUSE);
  });
  document.addEventListener("compositionend", (event) => sendLater(event.target.form, TYPING_PAUSE));
}

function sendLater(form, delay) {
  if (!form || !("autosubmit" in form.dataset)) return;
  clearTimeout(timer);
  timer = setTimeout(() => send(form), delay);
}

// Leaving a field that was sent while typing is no new question.
function send(form) {
  const words = new URLSearchParams(new FormData(form)).toString();
  if (sent.get(form) === words) return;
  sent.set(form, words);
  form.requestSubmit();
}
