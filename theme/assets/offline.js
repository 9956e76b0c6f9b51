// Starts the worker that keeps what was read for times without a connection (offline-worker.js at the site's root), and
// fills the page that is shown where there is none: what can be read all the same, and a link to try again.

(() => {
  const address = new URL(document.currentScript.dataset.worker, document.baseURI).href;
  const root = new URL("./", address).href;
  if (!navigator.serviceWorker) return;
  const policy = window.trustedTypes?.createPolicy("archive-offline", {
    createScriptURL: (text) => {
      if (text === address) return text;
      throw new TypeError("not the worker of this site");
    },
  });

  async function start() {
    await navigator.serviceWorker.register(policy?.createScriptURL(address) ?? address, { updateViaCache: "none" });
    if (navigator.serviceWorker.controller) return;
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    active.postMessage({ page: location.href, files });
  }

  const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#34": '"' };
  const plain = (text) => text.replace(/&(#?\w+);/g, (whole, name) => SIGNS[name] ?? whole);

  /** The pages that are kept, the last first. */
  async function showKept(list) {
    const cache = await caches.open(`archive-pages ${root}`);
    const kept = (await cache.keys()).filter(({ url }) => !url.endsWith("/offline/")).reverse();
    for (const { url } of kept) {
      const title = (await (await cache.match(url)).text()).match(/<title>([^<]*)/)?.[1];
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = url;
      link.textContent = plain(title ?? url);
      line.append(link);
      list.append(line);
    }
    list.closest("section").hidden = !kept.length;
  }

  const again = document.querySelector("a#offline-again"); // the link: a record may give its conclusions any name
  if (again) {
    const wanted = new URL(new URLSearchParams(location.search).get("page") ?? "", root).href;
    if (wanted.startsWith(root)) again.href = wanted;
    showKept(document.getElementById("offline-kept"));
  }
  addEventListener("load", () => start().catch(() => {})); // a browser that keeps nothing reads on as before
})();
