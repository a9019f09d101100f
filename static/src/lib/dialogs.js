// <button data-dialog="id"> opens a <dialog>; <form data-confirm="sentence"> asks before it is sent.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog")?.close();
  });
}

export function startConfirmations() {
  const dialog = document.getElementById("confirm-dialog");
  if (!dialog?.showModal) return;
  // In the capturing phase, before htmx and the guard see the event.
  document.addEventListener("submit", (event) => ask(event, dialog), true);
}

function ask(event, dialog) {
  const { target: form, submitter } = event;
  const sentence = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!sentence) return;
  if (form.dataset.confirmed) {
    delete form.dataset.confirmed;
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  dialog.querySelector("[data-sentence]").textContent = sentence;
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "1";
      form.requestSubmit(submitter ?? undefined);
    },
    { once: true },
  );
  dialog.showModal();
}
