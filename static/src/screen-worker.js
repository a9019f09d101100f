// Lets one big screen start without a network: keeps its page, style and scripts, nothing else, and asks the network first.
const place = new URL(self.registration.scope).pathname;
const NAME = `screen:${place}:1`;
const figures = `${place}figures.json`;

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(clearOthers().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || pathname === figures) return;
  event.respondWith(pathname === place ? page(event) : part(event.request));
});

async function fill() {
  await keep(await fetch(place, { cache: "no-store" }));
}

// The page with the parts that it names; what an earlier page needed goes.
async function keep(response) {
  if (!response.ok) return;
  const text = await response.clone().text();
  const parts = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((found) => found[1]);
  const store = await caches.open(NAME);
  const missing = [];
  for (const path of parts) if (!(await store.match(path))) missing.push(path);
  await store.addAll(missing);
  await store.put(place, response);
  for (const request of await store.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== place && !parts.includes(pathname)) await store.delete(request);
  }
}

// What the portal answers is shown, whether or not it can be kept. The kept page stands in for an answer that would end the
// screen: also for a 404, which may be a proxy's; a revoked screen learns it with its figures, and then clears everything.
async function page(event) {
  const standIn = () => caches.match(place);
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(response.clone()).catch(() => {}));
    const refused = response.status === 404 || response.status === 429 || response.status >= 500;
    return (refused && (await standIn())) || response;
  } catch (error) {
    const kept = await standIn();
    if (kept) return kept;
    throw error;
  }
}

async function part(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function clearOthers() {
  for (const name of await caches.keys()) if (name.startsWith(`screen:${place}:`) && name !== NAME) await caches.delete(name);
}
