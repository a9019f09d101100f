// What every page has. Each part works on markup that also works without it.
import { startConfirmations, startDialogs } from "./lib/dialogs.js";
import { startFilters } from "./lib/filters.js";
import { startGuard } from "./lib/guard.js";
import { startHtmx } from "./lib/htmx.js";
import { startIdleWarning } from "./lib/idle.js";
import { startSmallThings } from "./lib/small.js";

document.documentElement.classList.add("js");
startHtmx();
document.addEventListener("DOMContentLoaded", () => {
  startDialogs();
  startConfirmations();
  startFilters();
  startGuard();
  startIdleWarning();
  startSmallThings();
});
