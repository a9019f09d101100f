// Puts an answer into the elements that carry its keys. Numbers run to their new value, unless motion is unwelcome.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const RUN = 1500;
const running = new Map(); // element → { from, to, since }; empty whenever nothing runs
const few = document.body.dataset.textFew;
const numbers = all("[data-number]"), texts = all("[data-text]"), tones = all("[data-tone]");
const heights = all("[data-height]"), widths = all("[data-width]");
const flows = all("[data-flow]"), words = all("[data-flow-words]");
const shown = new Map(numbers.map((element) => [element, read(element)]));
for (const [element, value] of shown) element.classList.toggle("few", value === null);

export function show(data, moving) {
  for (const element of numbers) {
    const value = data.numbers[element.dataset.number];
    if (value !== undefined) showNumber(element, value, moving && !still.matches);
  }
  for (const element of texts) write(element, data.texts[element.dataset.text]);
  for (const element of tones) set(element, "data-is", data.tones[element.dataset.tone]);
  for (const element of heights) set(element, "height", data.shares[element.dataset.height]);
  for (const element of widths) set(element, "width", data.shares[element.dataset.width]);
  flows.forEach((element, place) => showFlow(element, words[place], data.flows[place]));
  if (running.size) requestAnimationFrame(step);
}

function all(selector) {
  return [...document.querySelectorAll(selector)];
}

function read(element) {
  const value = Number(element.textContent.replaceAll(",", ""));
  return Number.isFinite(value) ? value : null;
}

function showNumber(element, value, moving) {
  const before = shown.get(element);
  if (before === value) return;
  shown.set(element, value);
  if (moving && value !== null && before !== null) running.set(element, { from: before, to: value, since: performance.now() });
  else put(element, value);
  if (moving) shine(element);
}

function step() {
  const now = performance.now();
  for (const [element, { from, to, since }] of running) {
    const part = Math.min(Math.max((now - since) / RUN, 0), 1), eased = 1 - (1 - part) ** 3;
    put(element, Math.round(from + (to - from) * eased));
    if (part === 1) running.delete(element);
  }
  if (running.size) requestAnimationFrame(step);
}

function put(element, value) {
  element.classList.toggle("few", value === null);
  write(element, value === null ? few : value.toLocaleString("en-US"));
}

function shine(element) {
  element.classList.remove("changed");
  void element.offsetWidth; // so that the animation begins anew
  element.classList.add("changed");
}

function showFlow(element, line, flow) {
  element.classList.toggle("none", !flow);
  line.hidden = !flow;
  if (!flow) return;
  write(line, flow.words);
  const [trail, run, end] = element.children;
  for (const path of [trail, run]) {
    set(path, "d", flow.path);
    set(path, "stroke-width", flow.width);
  }
  set(end, "cx", flow.x);
  set(end, "cy", flow.y);
}

function write(element, text) {
  if (text !== undefined && element.textContent !== text) element.textContent = text;
}

function set(element, name, value) {
  if (value !== undefined && element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}
