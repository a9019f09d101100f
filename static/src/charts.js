// Charts of a page: <div data-chart="id of its JSON">. Without this script the table below each of them says the same.
import { startChart } from "./lib/chart.js";

document.addEventListener("DOMContentLoaded", () => {
  const charts = [...document.querySelectorAll("[data-chart]")].map(startChart);
  let folded = [];
  // What is folded on the screen stands on paper: tables, and how it was counted.
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details.chart-more:not([open])")];
    for (const part of folded) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
  });
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) return; // whoever comes back finds the page as it was, and needs its charts
    for (const chart of charts) chart.dispose();
  });
});
