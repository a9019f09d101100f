import htmx from "htmx.org";

export function csrfToken() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

// The sentence stands in the page, so that it is in the page's language.
export function announce(name) {
  const place = document.getElementById("live");
  const text = document.body.dataset[name];
  if (place && text) place.textContent = text;
}

export function startHtmx() {
  Object.assign(htmx.config, {
    includeIndicatorStyles: false,
    allowEval: false,
    allowScriptTags: false,
    selfRequestsOnly: true,
    // Pages hold people's data: nothing of them is kept in the browser's storage.
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    scrollIntoViewOnBoost: false,
    timeout: 30000,
  });
  window.htmx = htmx;
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:beforeSwap", leaveWhenSentElsewhere);
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => announce("textFailed"));
  }
  document.addEventListener("htmx:afterSwap", () => announce("textUpdated"));
}

// After a sign-out the answer is the sign-in page: show it as a page, not inside a list.
function leaveWhenSentElsewhere(event) {
  const { requestConfig, pathInfo, xhr } = event.detail;
  const answered = xhr.responseURL ? new URL(xhr.responseURL).pathname : "";
  const asked = new URL(pathInfo?.finalRequestPath ?? requestConfig.path, location.href).pathname;
  if (answered && answered !== asked) {
    event.detail.shouldSwap = false;
    location.assign(xhr.responseURL);
  }
}
