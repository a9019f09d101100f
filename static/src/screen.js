// The big screen: asks for its figures every 15 to 30 seconds, keeps the last ones, and says since when it is alone.
// It runs for months: every element, listener and timer is made once; one timer of each kind waits at a time.
import { showClock } from "./lib/screen-clock.js";
import { show } from "./lib/screen-figures.js";
import { startTurns } from "./lib/screen-turns.js";

const page = document.body.dataset;
const LEAST = 15_000, MOST = 30_000, LONGEST_WAIT = 120_000, PATIENCE = 10_000;
const kept = `screen:${location.pathname}`;
const lost = document.querySelector("[data-lost]");
let etag = "", failures = 0, waiting = 0, asking = false;
let heard = Date.parse(page.asOf);

takeKept();
sayWhen();
showClock();
startTurns();
addEventListener("online", () => askIn(0));
askIn(0);
keepThePage();

// The figures of the last answer, also after the display was switched off and on without a network.
function takeKept() {
  let last = null;
  try {
    last = JSON.parse(localStorage.getItem(kept));
  } catch {
    return; // no store, or not ours: the page has its own figures
  }
  if (!last || last.heard <= heard || last.data.version !== page.version) return;
  ({ etag, heard } = last);
  show(last.data, false);
}

function keep(data) {
  try {
    localStorage.setItem(kept, JSON.stringify({ etag, heard, data }));
  } catch {
    // a full or forbidden store: the display goes on without
  }
}

function askIn(milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(ask, milliseconds);
}

async function ask() {
  if (asking) return;
  asking = true;
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), PATIENCE);
  let wait;
  try {
    const known = etag ? { "If-None-Match": etag } : {};
    wait = await hear(await answer(page.figures, stop.signal, known), stop.signal);
    failures = 0;
  } catch {
    failures += 1;
    wait = Math.min(LEAST * 2 ** Math.min(failures, 6), LONGEST_WAIT) * (0.5 + Math.random() / 2);
  }
  clearTimeout(patience); // it covers the body, too: a network may be lost in the middle of an answer
  asking = false;
  sayWhen();
  askIn(wait);
}

function answer(address, signal, headers = {}) {
  return fetch(address, { headers, cache: "no-store", credentials: "omit", signal });
}

// What to do with an answer; gives the milliseconds to wait for the next.
async function hear(response, signal) {
  if (response.status !== 200) await response.text(); // what nobody reads would hold its connection
  if (response.status === 404) return goDark();
  if (response.status === 429) return 1000 * (Number(response.headers.get("Retry-After")) || 60);
  if (response.status === 200) {
    const data = await response.json();
    if (data.version !== page.version || isGone()) return loadAnew(data.version, signal);
    etag = response.headers.get("ETag") ?? "";
    heard = Date.now();
    keep(data);
    show(data, true);
  } else if (response.status === 304) {
    heard = Date.now();
  } else {
    throw new Error(`the portal answered ${response.status}`);
  }
  return LEAST + Math.random() * (MOST - LEAST);
}

// The portal has another page for us: loaded when it is there, for a display that shows an error page asks no more. A
// proxy may hold the old one. What fails here is told and tried again as a lost network is.
async function loadAnew(version, signal) {
  if (performance.now() < LONGEST_WAIT) throw new Error("this page was loaded just now");
  const response = await answer(location.pathname, signal);
  const text = await response.text();
  if (!response.ok || !text.includes(version)) throw new Error(`the portal answered ${response.status} with another page`);
  location.reload();
  return LONGEST_WAIT;
}

// Revoked: nothing of it stays on this machine. Asked now and then all the same, for a proxy may have been mistaken.
function goDark() {
  if (isGone()) return LONGEST_WAIT;
  document.body.classList.add("gone");
  lost.textContent = page.textGone;
  forget().catch(() => {
    // a browser that has no such stores, or refuses them, has kept nothing there
  });
  return LONGEST_WAIT;
}

async function forget() {
  try {
    localStorage.removeItem(kept);
  } catch {
    // refused, but the page may be kept nevertheless
  }
  const worker = await navigator.serviceWorker?.getRegistration(page.worker);
  await worker?.unregister();
  for (const name of await caches.keys()) if (name.startsWith(`screen:${location.pathname}:`)) await caches.delete(name);
}

function isGone() {
  return document.body.classList.contains("gone");
}

// One missed answer is nothing to tell; two, or a minute of silence, are.
function sayWhen() {
  if (isGone()) return;
  const alone = failures > 1 || (failures > 0 && Date.now() - heard > 2 * MOST);
  document.body.classList.toggle("without-connection", alone);
  write(lost, alone ? page.textLost.replace("TIME", moment(heard)) : "");
  write(document.querySelector("[data-as-of-words]"), page.textAsOf.replace("TIME", moment(heard)));
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// The hour of today; the day, too, of another day.
function moment(time) {
  const zone = { timeZone: "Asia/Shanghai" }, language = document.documentElement.lang;
  const day = (when) => new Date(when).toLocaleDateString(language, { ...zone, month: "long", day: "numeric" });
  const hour = new Date(time).toLocaleTimeString(language, { ...zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return day(time) === day(Date.now()) ? hour : `${day(time)} ${hour}`;
}

// So that it also starts without a network. Browsers allow it on https and on this machine only.
function keepThePage() {
  navigator.serviceWorker?.register(page.worker, { scope: location.pathname, updateViaCache: "none" }).catch(() => {
    // refused by the browser's settings: the display works, but does not start without a network
  });
}
