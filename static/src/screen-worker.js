// Lets one big screen start without a network: keeps its page, style and scripts, nothing else, and asks the network first.
const place = new URL(self.registration.scope).pathname;
const NAME = `screen:${place}:1`;
const figures = `${place}figures.json`;

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(clearOthers().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || pathname === figures) return;
  event.respondWith(pathname === place ? page(event.request) : part(event.request));
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

async function page(request) {
  try {
    const response = await fetch(request);
    if (response.status === 404) await caches.delete(NAME);
    else await keep(response.clone());
    if (response.status < 500 && response.status !== 429) return response;
    return (await caches.match(place)) ?? response;
  } catch (error) {
    const kept = await caches.match(place);
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
