import { announce } from "./htmx.js";

export function startSmallThings() {
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest(".message")?.remove();
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
    closeOtherMenus(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

function closeOtherMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const text = source.value ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    announce("textCopied");
    button.classList.add("copied");
  } catch {
    // No clipboard on plain http: select the text so that Ctrl+C does it.
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
  }
}
