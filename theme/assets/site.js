// What makes reading easier where scripts run; every page is whole without them.

const wide = matchMedia("(min-width: 48rem)");
const wider = matchMedia("(min-width: 64rem)");
const widest = matchMedia("(min-width: 75rem)");

/** Fold a list where the screen is too narrow for it, and open it where there is room. */
function fold(details, room) {
  const fit = () => { details.open = room.matches; };
  room.addEventListener("change", fit);
  fit();
}

/** A heading that was chosen is below the folded list, not below the open one. */
function foldWhenChosen(contents) {
  contents.addEventListener("click", (event) => {
    if (!wider.matches && event.target.closest("a")) contents.open = false;
  });
}

/** Mark the entry of the section that is being read, and keep it in view. */
function followReading(contents) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  let marked = null;
  const mark = () => {
    const passed = [...links.keys()].filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3);
    const link = links.get(passed.at(-1)) ?? null;
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    if (link && wider.matches) reveal(contents, link);
    marked = link;
  };
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later, { passive: true });
  mark();
}

/** Scroll a list, and only the list, until an entry of it is seen. */
function reveal(list, entry) {
  const outer = list.getBoundingClientRect();
  const inner = entry.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    list.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

/** Paper cannot be unfolded: print what is folded, then fold it again. */
function unfoldForPrint() {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
}

/** The key "/" goes to the search field, as in many archives; never while something is being typed. */
function slashToSearch(field) {
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    field.focus();
  });
}

/**
 * Whoever chooses a language has it again on the first page, unless they came there from within the site. Everywhere
 * else the address says the language, and the choice leads to the same place of the same page.
 */
function keepLanguage(links) {
  const kept = storage();
  for (const link of links) {
    const { href } = link;
    link.addEventListener("click", () => {
      kept?.setItem("language", link.hreflang);
      link.href = href + location.search + location.hash;
    });
  }
  const [own] = links; // the site's own language stands first: its first page is the one without a choice
  const home = document.querySelector(".site-name");
  const atHome = own.hasAttribute("aria-current") && home.pathname === location.pathname;
  const fromHere = document.referrer.startsWith(home.href);
  const reloaded = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const chosen = [...links].find((link) => link.hreflang === kept?.getItem("language"));
  if (atHome && !fromHere && !reloaded && chosen && chosen !== own) location.replace(chosen.href);
}

/** What the browser keeps for the site; nothing where readers do not let it. */
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

const languages = document.querySelectorAll(".site-languages a");
if (languages.length) keepLanguage(languages);
// A site that has kept pages for times without a connection, and does so no more, lets go of its worker.
const worker = navigator.serviceWorker?.controller;
if (worker?.scriptURL.endsWith("/offline-worker.js") && !document.querySelector("script[data-worker]")) {
  navigator.serviceWorker.getRegistration().then((registration) => registration?.unregister());
}
const menu = document.querySelector(".site-nav details");
if (menu) fold(menu, wide);
const contents = document.querySelector(".toc");
if (contents) {
  fold(contents, wider);
  foldWhenChosen(contents);
  followReading(contents);
}
const margin = document.querySelector(".minutes__more");
if (margin) fold(margin, widest);
const calendar = document.querySelector(".roomy");
if (calendar) fold(calendar, wide);
const field = document.querySelector(".site-search input");
if (field) slashToSearch(field);
unfoldForPrint();

// Names are offered while somebody types; what that needs is loaded when somebody goes to the box.
for (const box of document.querySelectorAll("[data-kinds] input[type=search]")) {
  box.addEventListener("focus", () => import("./search-quick.js").then(({ offerNames }) => offerNames(box)), { once: true });
}

// A result of the search was opened: its words are marked.
if (new URLSearchParams(location.search).has("mark")) import("./search-marks.js");
