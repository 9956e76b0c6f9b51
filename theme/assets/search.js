// The search page: what is asked stands in the address bar, what is found is asked of the search worker.
//
// All words that a reader sees come from the page (#search-words); this file holds none.

const FACETS = ["kind", "year", "district", "person", "issue", "organization"];
const FIRST = 10; // results
const FURTHER = 20;
const VALUES = 8; // of a facet, before "show all"
const ALL_VALUES = 300;
const NAMES = 3; // of districts or people in a result
const TYPING = 300; // milliseconds
const LONGEST = 400; // characters of a query

const form = document.querySelector("#search-form");
const box = form.elements.q;
const words = JSON.parse(document.querySelector("#search-words").textContent);
const root = new URL(form.dataset.root, document.baseURI);
const home = new URL(form.dataset.home, document.baseURI);
const language = document.documentElement.lang || "en";
const at = (id) => document.querySelector(`#search-${id}`);

let directory = null; // search/bundles.json
let worker = null;
let asked = null; // the newest search
let found = null; // what came of it so far
const unfolded = new Set(); // facets that show all values

// ---- the question, as it stands in the address bar

function read() {
  const given = new URLSearchParams(location.search);
  const choice = {};
  for (const facet of FACETS) {
    const values = [...new Set(given.getAll(facet))].filter(Boolean);
    if (values.length) choice[facet] = values;
  }
  return { words: (given.get("q") ?? "").trim().slice(0, LONGEST), choice };
}

function address({ words: query, choice }) {
  const given = new URLSearchParams();
  if (query) given.set("q", query);
  for (const facet of FACETS) for (const value of choice[facet] ?? []) given.append(facet, value);
  const text = given.toString();
  return location.pathname + (text ? `?${text}` : "");
}

// While someone types, the address follows in place; a finished question gets a step of its own in the history.
function go(question, { typing = false } = {}) {
  const target = address(question);
  const here = location.pathname + location.search;
  if (target !== here) {
    const replace = typing && history.state?.typing;
    history[replace ? "replaceState" : "pushState"]({ typing }, "", target);
  } else if (!typing && history.state?.typing) {
    history.replaceState({ typing: false }, "", target);
    return;
  }
  ask(question);
}

const typed = () => box.value.trim().slice(0, LONGEST);

function chosen(facet, value, on) {
  const question = read();
  const values = new Set(question.choice[facet]);
  if (on) values.add(value);
  else values.delete(value);
  const choice = { ...question.choice, [facet]: [...values] };
  if (!values.size) delete choice[facet];
  return { words: typed(), choice };
}

// ---- asking

async function open() {
  if (directory) return;
  const answer = await fetch(new URL("bundles.json", root), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`bundles.json: ${answer.status}`);
  directory = await answer.json();
  worker = start();
}

function start() {
  // The page names the worker with a mark that changes when it does.
  const named = document.querySelector('link[rel="modulepreload"][href*="search-worker.js"]');
  const script = named ? named.href : new URL("search-worker.js", import.meta.url);
  const started = new Worker(script, { type: "module" });
  started.addEventListener("message", ({ data }) => {
    if (data.number !== asked?.number) return;
    if (data.type === "found") show(data);
    else fail(words.failed);
  });
  started.addEventListener("error", () => {
    stop();
    fail(words.failed);
  });
  const marks = Object.fromEntries(directory.bundles.map(({ name, mark }) => [name, mark]));
  started.postMessage({ type: "open", root: root.href, pagefind: directory.pagefind, marks });
  return started;
}

function stop() {
  worker?.terminate();
  worker = null;
}

async function ask(question, limit = FIRST) {
  const number = (asked?.number ?? 0) + 1;
  asked = { ...question, number, limit };
  found = null;
  at("error").hidden = true;
  try {
    await open();
  } catch {
    if (asked.number === number) fail(words.failed);
    return;
  }
  if (asked.number !== number) return;
  worker ??= start();
  if (!question.words && !Object.keys(question.choice).length) {
    showNothingAsked();
    return;
  }
  at("results").setAttribute("aria-busy", "true");
  say(words.searching);
  const { bundles, unknown } = bundlesFor(question.choice);
  asked.unknown = unknown;
  worker.postMessage({
    type: "search", number, limit, words: question.words, choice: question.choice, facets: FACETS, bundles,
  });
}

// Only the bundles that hold something of every facet's choice are searched. One that is left out for a single facet
// leaves that facet's other values uncounted.
function bundlesFor(choice) {
  const bundles = [];
  const unknown = {};
  for (const { name } of directory.bundles) {
    const missed = Object.entries(choice).filter(([facet, values]) => !values.some((value) => directory.facets[facet][value]?.[name]));
    if (!missed.length) bundles.push(name);
    else if (missed.length === 1) (unknown[missed[0][0]] ??= new Set()).add(name);
  }
  return { bundles, unknown };
}

// ---- showing

function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else if (value === true) made.setAttribute(attribute, "");
    else if (value !== false && value !== "") made.setAttribute(attribute, value);
  }
  made.append(...content.filter((piece) => piece !== ""));
  return made;
}

const number = (value) => new Intl.NumberFormat(language).format(value);
const plural = ([one, other], count) => (count === 1 ? one : other).replace("{n}", number(count));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const name = (facet, value) => (facet === "kind" ? words.kinds[value] ?? value : value);

// Screen readers read out what changes here.
function say(text) {
  if (at("status").textContent !== text) at("status").textContent = text;
}

function show(data) {
  found = data;
  at("results").setAttribute("aria-busy", String(data.waiting > 0));
  const notes = data.folded && data.total ? ` ${fill(words.folded, { asked: asked.words, folded: data.folded })}` : "";
  if (data.waiting === 0) say((data.total ? plural(words.results, data.total) : words.nothing) + notes);
  showResults(data.results, data.number);
  showChoice();
  showFacets();
  at("hints").hidden = data.waiting > 0 || data.total > 0;
  at("more").hidden = data.waiting > 0 || data.total <= asked.limit;
  if (data.waiting === 0 && data.lost.length) {
    fail(fill(words.lost, { parts: data.lost.map((part) => words.parts[part] ?? part).join(", ") }));
  }
}

function showNothingAsked() {
  say("");
  at("results").replaceChildren();
  at("results").setAttribute("aria-busy", "false");
  at("hints").hidden = true;
  at("more").hidden = true;
  asked.unknown = {};
  const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);
  const counts = FACETS.map((facet) => [facet, Object.fromEntries(Object.entries(directory.facets[facet]).map(([value, of]) => [value, sum(of)]))]);
  found = { counts: Object.fromEntries(counts) };
  showChoice();
  showFacets();
}

function fail(text) {
  at("results").setAttribute("aria-busy", "false");
  if (!found) {
    say("");
    at("results").replaceChildren();
  }
  at("error-text").textContent = text;
  at("error").hidden = false;
}

// Results that stand there already stay, so that neither focus nor reading place is lost.
function showResults(results) {
  const list = at("results");
  results.forEach((result, place) => {
    const key = JSON.stringify(result);
    const old = list.children[place];
    if (old?.dataset.key === key) return;
    const item = resultItem(result);
    item.dataset.key = key;
    if (old) old.replaceWith(item);
    else list.append(item);
  });
  while (list.children.length > results.length) list.lastElementChild.remove();
}

function resultItem(result) {
  const lang = result.language && result.language !== language ? result.language : "";
  const facts = factsOf(result);
  return element("li", { class: `result result--${result.kind}` },
    element("p", { class: "result__kind" },
      element("span", { class: "badge" }, name("kind", result.kind)),
      result.date ? element("time", { datetime: result.date }, day(result.date)) : ""),
    element("h3", { class: "result__title", lang },
      element("a", { href: new URL(result.address, home).href }, ...marks(result.marked))),
    facts ? element("p", { class: "result__facts", lang }, facts) : "",
    passageOf(result.passage, lang));
}

function factsOf({ kind, title, role, people, districts, meeting }) {
  const ofMeeting = kind === "speech" || kind === "conclusion";
  const others = people.filter((person) => !title.includes(person));
  return [
    role,
    ofMeeting ? few(others) : "",
    ofMeeting && districts.length ? fill(words.for, { names: few(districts) }) : "",
    ofMeeting && meeting !== title ? meeting : "",
  ].filter(Boolean).join(" · ");
}

function few(names) {
  const left = names.length - NAMES;
  return left > 1 ? `${names.slice(0, NAMES).join(", ")} ${fill(words.others, { n: number(left) })}` : names.join(", ");
}

function passageOf({ pieces, before, after }, lang) {
  return element("p", { class: "result__passage", lang }, before ? "… " : "", ...marks(pieces), after ? " …" : "");
}

function marks(pieces) {
  return pieces.flatMap(({ text, mark }, place) => [place ? " " : "", mark ? element("mark", {}, text) : text]);
}

function day(date) {
  const [year, month, ofMonth] = date.split("-").map(Number);
  const shape = ofMonth ? { dateStyle: "medium" } : { year: "numeric", month: month ? "long" : undefined };
  const whole = new Date(0);
  whole.setUTCFullYear(year, (month || 1) - 1, ofMonth || 1);
  return new Intl.DateTimeFormat(language, { ...shape, timeZone: "UTC" }).format(whole);
}

// What narrows the results, each with a button that takes it away.
function showChoice() {
  const chips = Object.entries(asked.choice).flatMap(([facet, values]) => values.map((value) => element("li", {},
    element("button", {
      type: "button",
      "aria-label": fill(words.remove, { name: name(facet, value) }),
      on: { click: () => { go(chosen(facet, value, false)); box.focus(); } },
    }, name(facet, value)))));
  if (chips.length > 1) {
    chips.push(element("li", {}, element("button", {
      type: "button",
      class: "search__all-off",
      on: { click: () => { go({ words: typed(), choice: {} }); box.focus(); } },
    }, words.removeAll)));
  }
  at("choice").replaceChildren(...chips);
  at("choice").hidden = !chips.length;
  at("chosen-count").textContent = chips.length ? ` (${number(Object.values(asked.choice).flat().length)})` : "";
}

function showFacets() {
  const focused = document.activeElement?.dataset?.key;
  for (const facet of FACETS) showFacet(facet);
  if (!focused || document.activeElement?.dataset?.key === focused) return;
  for (const input of at("facets").querySelectorAll("[data-key]")) if (input.dataset.key === focused) input.focus();
}

function showFacet(facet) {
  const group = at("facets").querySelector(`[data-facet="${facet}"]`);
  const values = valuesOf(facet);
  const length = unfolded.has(facet) ? ALL_VALUES : VALUES;
  const rows = values.slice(0, Math.max(length, asked.choice[facet]?.length ?? 0)).map((row) => facetRow(facet, row));
  group.querySelector("ul").replaceChildren(...rows);
  group.hidden = !values.length;
  const all = group.querySelector("button");
  all.hidden = unfolded.has(facet) || values.length <= VALUES;
  all.textContent = fill(words.all, { n: number(values.length) });
}

// The chosen values first, then the most frequent; years from the newest on. `null` is a count that nobody knows yet.
function valuesOf(facet) {
  const selected = new Set(asked.choice[facet]);
  const counts = found?.counts[facet] ?? {};
  const unknown = asked.unknown?.[facet];
  const rows = new Map([...selected].map((value) => [value, counts[value] ?? 0]));
  for (const [value, count] of Object.entries(counts)) rows.set(value, count);
  if (unknown) {
    for (const [value, of] of Object.entries(directory.facets[facet])) {
      if (Object.keys(of).some((bundle) => unknown.has(bundle))) rows.set(value, null);
    }
  }
  const known = (value) => Object.values(directory.facets[facet][value] ?? {}).reduce((sum, count) => sum + count, 0);
  const weight = ([value, count]) => count ?? known(value);
  const collator = new Intl.Collator(language);
  const sorted = [...rows].sort((a, b) => (facet === "year"
    ? b[0].localeCompare(a[0])
    : selected.has(b[0]) - selected.has(a[0]) || (a[1] === null) - (b[1] === null) || weight(b) - weight(a)
      || collator.compare(name(facet, a[0]), name(facet, b[0]))));
  return sorted.map(([value, count]) => ({ value, count, selected: selected.has(value) }));
}

function facetRow(facet, { value, count, selected }) {
  const input = element("input", {
    type: "checkbox",
    "data-key": `${facet}=${value}`,
    on: { change: (event) => go(chosen(facet, value, event.target.checked)) },
  });
  input.checked = selected;
  return element("li", {}, element("label", {},
    input,
    element("span", {}, name(facet, value)),
    count === null ? "" : element("span", { class: "count" }, number(count))));
}

// ---- what the reader does

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(form.typing);
  go({ words: typed(), choice: read().choice });
});

box.addEventListener("input", () => {
  clearTimeout(form.typing);
  form.typing = setTimeout(() => go({ words: typed(), choice: read().choice }, { typing: true }), TYPING);
});

at("more").addEventListener("click", () => {
  const first = asked.limit;
  asked.limit += FURTHER;
  history.replaceState({ ...history.state, limit: asked.limit }, "");
  const focusFirstNew = new MutationObserver(() => {
    const link = at("results").children[first]?.querySelector("a");
    if (!link) return;
    focusFirstNew.disconnect();
    link.focus();
  });
  focusFirstNew.observe(at("results"), { childList: true });
  worker.postMessage({ type: "more", number: asked.number, limit: asked.limit });
});

at("again").addEventListener("click", () => {
  box.focus();
  ask(read(), asked?.limit);
});

for (const button of at("facets").querySelectorAll("[data-facet] button")) {
  button.addEventListener("click", () => {
    const group = button.closest("[data-facet]");
    unfolded.add(group.dataset.facet);
    showFacet(group.dataset.facet);
    group.querySelectorAll("input")[VALUES]?.focus();
  });
}

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  event.preventDefault();
  box.focus();
  box.select();
});

function restore() {
  clearTimeout(form.typing);
  const question = read();
  box.value = question.words;
  ask(question, history.state?.limit);
}

addEventListener("popstate", restore);

const narrow = matchMedia("(max-width: 59.99rem)");
const fit = () => { at("facets").open = !narrow.matches; };
narrow.addEventListener("change", fit);
fit();
form.hidden = false;
at("body").hidden = false;
box.maxLength = LONGEST;
restore();
if (!box.value && !narrow.matches) box.focus();
