// <form data-autosubmit>: sent when a choice is made, or when typing pauses. Its button stays for the keyboard.
const TYPING_PAUSE = 400;

export function startFilters() {
  let timer;
  const send = (form, delay) => {
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(), delay);
  };
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && "autosubmit" in form.dataset) send(form, 0);
  });
  document.addEventListener("input", (event) => {
    const { form, type } = event.target;
    if (form && "autosubmit" in form.dataset && type === "search" && !event.isComposing) send(form, TYPING_PAUSE);
  });
  document.addEventListener("compositionend", (event) => {
    const form = event.target.form;
    if (form && "autosubmit" in form.dataset) send(form, TYPING_PAUSE);
  });
}
