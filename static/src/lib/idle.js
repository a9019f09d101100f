// Warn before the session ends, let it be extended, and leave the page when it has ended. All tabs share one clock.
import { csrfToken } from "./htmx.js";

const KEY = "portal-last-answer";

export function startIdleWarning() {
  const dialog = document.getElementById("idle-dialog");
  const { idleSeconds, idleWarnSeconds, idleExtend, idleEnd } = document.body.dataset;
  if (!dialog || !idleSeconds || !idleEnd) return;
  const clock = { length: Number(idleSeconds), warn: Number(idleWarnSeconds), end: idleEnd };
  answered();
  // What the page asks by itself, the server does not count as use either.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.requestConfig?.headers["X-Background"]) answered();
  });
  dialog.querySelector("[data-extend]").addEventListener("click", () => extend(dialog, idleExtend, clock));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    extend(dialog, idleExtend, clock);
  });
  clock.timer = setInterval(() => tick(dialog, clock), 1000);
}

function answered() {
  try {
    localStorage.setItem(KEY, String(Date.now()));
  } catch {
    sessionStart = Date.now(); // private windows may refuse storage: this tab then counts alone
  }
}

let sessionStart = Date.now();

function lastAnswer() {
  try {
    return Number(localStorage.getItem(KEY)) || sessionStart;
  } catch {
    return sessionStart;
  }
}

function tick(dialog, clock) {
  const left = Math.ceil(clock.length - (Date.now() - lastAnswer()) / 1000);
  if (left <= 0) return leave(clock);
  if (left > clock.warn) {
    if (dialog.open) dialog.close();
    return undefined;
  }
  const minutes = Math.floor(left / 60);
  dialog.querySelector("[data-left]").textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
  if (!dialog.open) dialog.showModal();
  return undefined;
}

async function extend(dialog, address, clock) {
  try {
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, redirect: "error" });
    if (!answer.ok) return leave(clock);
  } catch {
    return leave(clock);
  }
  answered();
  dialog.close();
  return undefined;
}

function leave(clock) {
  clearInterval(clock.timer); // leaving twice would break off the first
  const url = new URL(clock.end, location.href);
  url.searchParams.set("next", location.pathname + location.search);
  location.assign(url);
}
