// Lets readers read again without a connection what they have read with one (Service Workers, W3C). Nothing is ever
// stale: pages are always asked for anew, and what is kept answers only where nobody does. Files whose address carries a
// mark of their content (?v=…) never change, so they are taken from what is kept.

const TREES = [""]; // where the pages in each language lie; filled in when the site is built
const STAMP = ""; // another one with each change of how the site looks: then the worker is installed anew

const root = new URL(self.registration.scope);
const PAGES = `archive-pages ${root.href}`;
const FILES = `archive-files ${root.href}`;
const MOST = { [PAGES]: 500, [FILES]: 1000 };
const KEPT = /^(?:assets|media|search)\//;
const MARKED = /[?&]v=\w|\.[0-9a-f]{8,}\.min\.css$/;

const below = (address) => address.href.slice(root.href.length);
const bare = (address) => address.href.replace(/[?#].*/, "");
const offlineIn = (tree) => new URL(`${tree}offline/`, root);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", ({ data }) => keepWhatWasRead(data));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || !address.href.startsWith(root.href)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, address));
  else if (KEPT.test(below(address))) event.respondWith(file(event, address));
});

/** The page that says that there is no connection is there before it is needed, with its styles. */
async function install() {
  for (const tree of TREES) {
    const answer = await fetch(offlineIn(tree), { cache: "no-cache" });
    const styles = [...(await answer.clone().text()).matchAll(/href="([^"]+\.css[^"]*)"/g)];
    await keep(PAGES, offlineIn(tree).href, answer);
    await Promise.all(styles.map(([, style]) => fetched(new URL(style.replaceAll("&amp;", "&"), offlineIn(tree)))));
  }
  await self.skipWaiting();
}

/** A page that was read before there was a worker, and what it loaded. */
async function keepWhatWasRead({ page: read, files }) {
  const answer = await fetch(read).catch(() => null);
  if (answer?.ok) await keep(PAGES, bare(new URL(read)), answer);
  await Promise.all(files.map((one) => new URL(one)).filter((one) => one.href.startsWith(root.href) && KEPT.test(below(one))).map(fetched));
}

async function fetched(address) {
  const answer = await fetch(address).catch(() => null);
  if (answer?.ok) await keep(FILES, address.href, answer);
}

async function page(event, address) {
  const kept = await caches.open(PAGES);
  const answer = await fetch(event.request, { cache: "no-cache" }).catch(() => null);
  if (answer?.ok) event.waitUntil(keep(PAGES, bare(address), answer.clone()));
  if (answer?.status === 404 || answer?.status === 410) event.waitUntil(kept.delete(bare(address))); // it was taken back
  if (answer) return answer;
  const read = await kept.match(bare(address), { ignoreVary: true });
  if (read) return read;
  const tree = TREES.find((one) => one && below(address).startsWith(one)) ?? "";
  if (bare(address) === offlineIn(tree).href) return Response.error();
  return Response.redirect(`${offlineIn(tree).href}?page=${encodeURIComponent(below(address))}`, 302);
}

async function file(event, address) {
  const kept = await (await caches.open(FILES)).match(address.href, { ignoreVary: true });
  if (kept && MARKED.test(address.href)) return kept;
  const answer = await fetch(event.request).catch(() => null);
  if (answer?.ok) event.waitUntil(keep(FILES, address.href, answer.clone()));
  return answer ?? kept ?? Response.error();
}

/** Keep an answer in the place of earlier ones of the same address, and forget the oldest where there are too many. */
async function keep(name, address, answer) {
  const cache = await caches.open(name);
  await cache.delete(address, { ignoreSearch: true, ignoreVary: true });
  await cache.put(address, answer);
  const addresses = await cache.keys();
  const surplus = addresses.filter(({ url }) => !url.endsWith("/offline/")).slice(0, Math.max(0, addresses.length - MOST[name]));
  await Promise.all(surplus.map((old) => cache.delete(old)));
}
