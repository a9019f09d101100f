// The logging page. Everything here is a help: the page also works without it.
const form = document.getElementById("activity-form");
if (form) start();

function start() {
  form.addEventListener("change", react);
  form.elements.place?.addEventListener("input", matchRegion);
  form.addEventListener("keydown", keepEnterFromSending);
  document.addEventListener("submit", waitForTheDraft, true);
  document.body.addEventListener("htmx:afterSettle", afterFragment);
  const saved = document.getElementById("saved");
  saved.addEventListener("htmx:beforeRequest", keepTheDraftBack);
  // The page tells a screen reader when a part of it changed; every few seconds would be too often.
  saved.addEventListener("htmx:afterSwap", (event) => event.stopPropagation());
  form.elements.task?.addEventListener("change", () => { form.elements.task.dataset.touched = "1"; });
  form.elements.place_region?.addEventListener("change", () => { form.elements.place_region.dataset.touched = "1"; });
  hint();
  showEstimate();
  if (!document.querySelector("[data-error-summary]") && !form.elements.title.value) form.elements.title.focus();
}

function react(event) {
  if (event.target.name === "kind") suggestTask();
  if (event.target.name === "partners") hint();
  if (event.target.name === "audience_basis") showEstimate();
}

// The key task that this kind serves as a rule, unless somebody chose one.
function suggestTask() {
  const { task, kind } = form.elements;
  if (task.dataset.touched) return;
  const usual = Object.fromEntries(form.dataset.usualTasks.split(" ").map((pair) => pair.split(":")));
  task.value = usual[kind.value] ?? "";
  if (!task.value) task.closest("details").open = true;
}

// “隆昌市石碾镇…” lies in 隆昌市: the longest name of a region that the text begins with or holds.
function matchRegion() {
  const { place, place_region: region } = form.elements;
  if (region.dataset.touched) return;
  const found = [...region.options]
    .filter((option) => option.value && place.value.includes(option.text.trim()))
    .sort((one, other) => other.text.length - one.text.length)[0];
  if (found) region.value = found.value;
}

function hint() {
  const place = document.getElementById("counting-hint");
  const chosen = [...form.querySelectorAll("[name=partners]:checked")];
  const { province, belt, alone, joint, cross, belts } = place.dataset;
  const provinces = new Set([province, ...chosen.map((chip) => chip.dataset.province)].filter(Boolean));
  const several = new Set([belt, ...chosen.map((chip) => chip.dataset.belt)].filter(Boolean)).size > 1;
  const sentence = provinces.size > 1 ? cross : chosen.length ? joint : alone;
  place.textContent = several ? `${sentence} ${belts}` : sentence;
}

function showEstimate() {
  document.getElementById("estimate").hidden = form.elements.audience_basis.value !== "estimated";
}

// Enter in a line of text would leave the page half filled; the draft is kept by itself anyway.
function keepEnterFromSending(event) {
  const line = event.target.matches("input:not([type=checkbox]):not([type=radio])");
  if (event.key === "Enter" && line && !event.ctrlKey && !event.metaKey) event.preventDefault();
}

// A draft on its way to the server would make the form that follows it a stale one.
function waitForTheDraft(event) {
  const saved = document.getElementById("saved");
  if (event.target !== form || !saved.classList.contains("htmx-request")) return;
  event.preventDefault();
  event.stopPropagation();
  const { submitter } = event;
  saved.addEventListener("htmx:afterRequest", () => form.requestSubmit(submitter), { once: true });
}

// … and so would one that sets out while the form is being answered.
function keepTheDraftBack(event) {
  if (form.dataset.busy) event.preventDefault();
}

function afterFragment(event) {
  if (event.target.id === "id_partners") hint();
  const address = document.querySelector("#saved [data-address]")?.dataset.address;
  // After a reload the browser opens the draft, not an empty form.
  if (address && location.pathname !== address) history.replaceState(history.state, "", address);
}
