// The belts in turn, 20 seconds each. Space or the button stops them, the arrow keys step.
const EACH = 20_000;

export function startTurns() {
  const card = document.querySelector("[data-turns]");
  const turns = [...card.querySelectorAll("[data-turn]")], dots = [...card.querySelectorAll("[data-dot]")];
  const map = document.querySelector(".map"), counties = [...map.querySelectorAll("[data-county]")];
  const button = card.querySelector("[data-pause]"), page = document.body.dataset;
  let at = 0, paused = false, timer = 0;
  if (turns.length === 0) return;
  if (turns.length === 1) card.querySelector(".turner").hidden = true;
  button.addEventListener("click", pause);
  card.querySelector("[data-previous]").addEventListener("click", () => step(-1));
  card.querySelector("[data-following]").addEventListener("click", () => step(1));
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowRight") step(1);
    else if (event.key === "ArrowLeft") step(-1);
    else if (event.key === " " && event.target.tagName !== "BUTTON") pause();
    else return;
    event.preventDefault();
  });
  map.classList.add("in-turn");
  if (document.body.classList.contains("of-belt")) closeIn(map.querySelector("svg"), counties);
  step(0);

  function step(by) {
    at = (at + by + turns.length) % turns.length;
    turns.forEach((turn, place) => { turn.hidden = place !== at; });
    dots.forEach((dot, place) => dot.classList.toggle("on", place === at));
    const { turn: code } = turns[at].dataset;
    for (const county of counties) county.classList.toggle("lit", [county.dataset.belt, county.dataset.county].includes(code));
    clearTimeout(timer);
    if (!paused && turns.length > 1) timer = setTimeout(step, EACH, 1);
  }

  function pause() {
    paused = !paused;
    button.textContent = paused ? page.textResume : page.textPause;
    step(0);
  }
}

// A belt's screen shows the belt, not the corridor around it.
function closeIn(drawing, counties) {
  const boxes = counties.filter((county) => !county.classList.contains("muted")).map((county) => county.getBBox());
  if (boxes.length === 0) return;
  const left = Math.min(...boxes.map((box) => box.x)), right = Math.max(...boxes.map((box) => box.x + box.width));
  const top = Math.min(...boxes.map((box) => box.y)), bottom = Math.max(...boxes.map((box) => box.y + box.height));
  drawing.setAttribute("viewBox", `${left - 8} ${top - 8} ${right - left + 16} ${bottom - top + 16}`);
}
