import { BarChart, LineChart, SankeyChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { optionOf, pointsOf } from "./chart-options.js";
import { save } from "./chart-files.js";

use([BarChart, LineChart, SankeyChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

// Draws one chart, and gives it its keys, its links and its files.
export function startChart(area) {
  const data = JSON.parse(document.getElementById(area.dataset.chart).textContent);
  area.hidden = false;
  const chart = init(area, null, { renderer: "svg" });
  const draw = () => {
    chart.setOption(optionOf(data, area), true);
    fit(area);
  };
  draw();
  new ResizeObserver(() => {
    chart.resize();
    draw();
  }).observe(area);
  const card = area.closest("[data-chart-card]");
  for (const button of card.querySelectorAll("[data-chart-save]")) {
    button.addEventListener("click", () => save(chart, data.title, button.dataset.chartSave));
  }
  for (const table of card.querySelectorAll("[data-chart-table]")) table.open = false;
  const points = pointsOf(data);
  chart.on("click", (event) => follow(points.find((point) => point.is(event))));
  readByKeys(area, chart, points);
  return chart;
}

// A view box lets the style sheet make the drawing as wide as the paper.
function fit(area) {
  const drawing = area.querySelector("svg");
  drawing.setAttribute("viewBox", `0 0 ${drawing.getAttribute("width")} ${drawing.getAttribute("height")}`);
  drawing.setAttribute("aria-hidden", "true");
}

// Arrow keys go from figure to figure and say each one; Enter opens its rows.
function readByKeys(area, chart, points) {
  const live = document.getElementById("live");
  let place = -1;
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter") return follow(points[place]);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || !points.length) return undefined;
    event.preventDefault();
    place = place < 0 && step < 0 ? points.length - 1 : (place + step + points.length) % points.length;
    const point = points[place];
    chart.dispatchAction({ type: "showTip", ...point.at });
    chart.dispatchAction({ type: "downplay" });
    chart.dispatchAction({ type: "highlight", ...point.at });
    live.textContent = point.text;
    return undefined;
  });
  area.addEventListener("blur", () => {
    place = -1;
    chart.dispatchAction({ type: "hideTip" });
    chart.dispatchAction({ type: "downplay" });
  });
}

function follow(point) {
  if (point?.url) window.location.assign(point.url);
}
