// The search page: what is asked stands in the address bar, what is found is asked of the search worker.
//
// All words that a reader sees come from the page (#search-words); this file holds none.

const FACETS = ["kind", "status", "year", "district", "person", "issue", "organization"];
const OF_MANY = ["district", "person"]; // facets that are counted only when asked for, in a large archive
const FIRST = 10; // results
const FURTHER = 20;
const VALUES = 8; // of a facet, before "show all"
const ALL_VALUES = 300;
const NAMES = 3; // of districts or people in a result
const TYPING = 250; // milliseconds
const LONGEST = 1000; // characters of a query that is typed
const LONGEST_READ = 12_000; // of one that stands in the address
const MARKS = 8; // words that are marked on the page of a result

const form = document.querySelector("#search-form");
const box = form.elements.q;
const words = JSON.parse(document.querySelector("#search-words").textContent);
const root = new URL(form.dataset.root, document.baseURI);
const home = new URL(form.dataset.home, document.baseURI);
const language = document.documentElement.lang || "en";
const at = (id) => document.querySelector(`#search-${id}`);

let worker = null;
let asked = null; // the newest search
let found = null; // what came of it so far
let wantsAll = false; // counts of all facets, in a large archive too
const unfolded = new Set(); // facets that show all values

// ---- the question, as it stands in the address bar

function read() {
  const given = new URLSearchParams(location.search);
  const choice = {};
  for (const facet of FACETS) {
    const values = [...new Set(given.getAll(facet))].filter(Boolean);
    if (values.length) choice[facet] = values;
  }
  return { words: (given.get("q") ?? "").trim().slice(0, LONGEST_READ), choice, sort: given.get("sort") === "date" ? "date" : "" };
}

function address({ words: query, choice, sort }) {
  const given = new URLSearchParams();
  if (query) given.set("q", query);
  for (const facet of FACETS) for (const value of choice[facet] ?? []) given.append(facet, value);
  if (sort) given.set("sort", sort);
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
  } else if (typing) return;
  ask(question, { typing });
}

const typed = () => box.value.trim().slice(0, LONGEST_READ);

function chosen(facet, value, on) {
  const question = read();
  const values = new Set(question.choice[facet]);
  if (on) values.add(value);
  else values.delete(value);
  const choice = { ...question.choice, [facet]: [...values] };
  if (!values.size) delete choice[facet];
  return { ...question, words: typed(), choice };
}

// ---- asking

// Browsers with trusted types run only what this policy lets through: the worker that lies beside this script.
const policy = window.trustedTypes?.createPolicy("archive", {
  createScriptURL: (address) => {
    const asked = new URL(address);
    if (asked.origin + asked.pathname === new URL("search-worker.js", import.meta.url).href) return asked.href;
    throw new TypeError("not a script of the search");
  },
});
const trusted = (address) => policy?.createScriptURL(String(address)) ?? address;

function start() {
  // The page names the worker with a mark that changes when one of its parts does.
  const script = document.querySelector('link[rel="modulepreload"][href*="search-worker.js"]')?.href
    ?? new URL("search-worker.js", import.meta.url);
  const started = new Worker(trusted(script), { type: "module" });
  started.addEventListener("message", ({ data }) => {
    if (data.number !== asked?.number) return;
    if (data.type === "found") show(data);
    else if (data.type === "all") save(data.rows);
    else fail(words.failed);
  });
  started.addEventListener("error", () => {
    stop();
    fail(words.failed);
  });
  started.postMessage({ type: "open", root: root.href });
  return started;
}

function stop() {
  worker?.terminate();
  worker = null;
}

function ask(question, { limit = FIRST, typing = false, all = wantsAll } = {}) {
  const number = (asked?.number ?? 0) + 1;
  asked = { ...question, number, limit, all };
  found = null;
  at("error").hidden = true;
  worker ??= start();
  const isAsked = question.words || Object.keys(question.choice).length;
  at("results").setAttribute("aria-busy", "true");
  if (isAsked) say(words.searching);
  const labels = { kind: words.kinds, status: words.statuses };
  worker.postMessage({ type: "search", number, limit: isAsked ? limit : 0, words: question.words, choice: question.choice, sort: question.sort, labels, typing, all, counts: !isAsked });
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

// Making these takes longer than what they are made for.
const numbers = new Intl.NumberFormat(language);
const collator = new Intl.Collator(language);
const dates = new Map();

const number = (value) => numbers.format(value);
const plural = ([one, other], count) => (count === 1 ? one : other).replace("{n}", number(count));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const name = (facet, value) => ({ kind: words.kinds, status: words.statuses }[facet]?.[value] ?? value);

// Screen readers read out what changes here.
function say(text) {
  if (at("status").textContent !== text) at("status").textContent = text;
}

function show(data) {
  if (found?.stopped) return;
  found = data;
  at("body").classList.remove("search--waiting");
  const isAsked = asked.words || Object.keys(asked.choice).length;
  at("results").setAttribute("aria-busy", String(data.waiting > 0 && !data.results.length));
  if (!isAsked) say("");
  else if (data.waiting) say(data.total ? fill(words.soFar, { n: number(data.total) }) : words.searching);
  else say(data.total ? plural(words.results, data.total) : words.nothing);
  at("start").hidden = Boolean(isAsked);
  showResults(data.results);
  showUnderstood();
  showChoice();
  showFacets();
  showYears();
  at("stop").hidden = !data.waiting;
  at("tools").hidden = !data.total || !isAsked;
  at("tools").classList.toggle("search__tools--later", data.waiting > 0);
  at("sort").value = asked.sort;
  at("hints").hidden = data.waiting > 0 || data.total > 0 || !isAsked;
  at("more").hidden = data.waiting > 0 || data.total <= asked.limit || !isAsked;
  showFeed();
  if (data.waiting === 0 && data.lost.length) {
    fail(fill(words.lost, { parts: data.lost.map((part) => words.parts[part] ?? part).join(", ") }));
  }
}

function fail(text) {
  at("results").setAttribute("aria-busy", "false");
  at("stop").hidden = true;
  if (!found) {
    say("");
    at("results").replaceChildren();
  }
  at("body").classList.remove("search--waiting");
  at("error-text").textContent = text;
  at("error").hidden = false;
}

// ---- how the question was understood

const joined = (parts, how) => parts.reduce((a, b) => fill(words[how], { a, b }));

function showUnderstood() {
  const { groups, without, filters } = found.understood;
  const parts = groups.map(({ units, optional }) => {
    const either = joined(units.map(unitInWords), "or");
    return optional && units.every(({ missing }) => !missing) ? fill(words.optional, { word: either }) : either;
  });
  const all = [parts.length ? joined(parts, "and") : words.everything];
  if (without.length) all.push(fill(words.without, { parts: joined(without.map(unitInWords), "and") }));
  all.push(...filters.map(filterInWords));
  const says = groups.length > 1 || without.length || filters.length
    || groups.some(({ units }) => units.some(({ also, type }) => also || type !== "word"));
  at("understood").textContent = says ? fill(words.understood, { parts: all.join("; ") }) : "";
  at("notes").replaceChildren(...found.notes.map(noteInWords));
}

function unitInWords({ type, typed: text, guessed, also }) {
  const base = fill(words[type] ?? words.word, { word: guessed ?? text });
  return also && type === "word" ? fill(words.also, { word: base }) : base;
}

function filterInWords({ facet, value, not, values }) {
  if (!values) return `${not ? `${fill(words.without, { parts: "" })}` : ""}${fill(words[facet], { date: value })}`;
  const said = values.length ? joined(few(values.map((one) => name(facet, one)), VALUES), "or") : words.none;
  return fill(not ? words.isNot : words.is, { facet: words.facets[facet], values: said });
}

function noteInWords({ code, value, facet, to, near = [] }) {
  const item = element("li", {}, fill(words.notes[code], { value, to, facet: words.facets[facet] }));
  const others = near.filter((other) => other !== to);
  if (!others.length) return item;
  item.append(" ", words.notes.near, " ");
  others.forEach((other, place) => item.append(place ? ", " : "", replacing(value, other)));
  return item;
}

// The same question with another word in the place of one.
function replacing(value, other) {
  const quoted = /\s/.test(other) && asked.words.includes(":") ? `"${other}"` : other;
  const question = { ...read(), words: asked.words.replace(`"${value}"`, value).replace(value, quoted) };
  return element("a", { href: address(question), on: { click: (event) => { event.preventDefault(); box.value = question.words; go(question); } } }, other);
}

// ---- results

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
      result.status ? element("span", { class: `status status--${result.status}` }, name("status", result.status)) : "",
      result.date ? element("time", { datetime: result.date }, day(result.date)) : ""),
    element("h3", { class: "result__title", lang },
      element("a", { href: placeOf(result) }, ...marks(result.marked))),
    facts ? element("p", { class: "result__facts", lang }, facts) : "",
    result.because ? element("p", { class: "result__because" }, fill(words.because, { name: result.because })) : "",
    passageOf(result.passage, lang));
}

// The page of a result opens at its passage, where the words are marked (search-marks.js).
function placeOf({ address: where, passage, marked }) {
  const target = new URL(where, home);
  const said = [...marked, ...passage.pieces].filter(({ mark }) => mark).map(({ text }) => text.toLowerCase());
  for (const word of [...new Set(said)].slice(0, MARKS)) target.searchParams.append("mark", word);
  return target.href;
}

function factsOf({ kind, title, role, people, districts, meeting }) {
  const ofMeeting = kind === "speech" || kind === "conclusion";
  const others = people.filter((person) => !title.includes(person));
  return [
    role,
    ofMeeting ? few(others, NAMES).join(", ") : "",
    ofMeeting && districts.length ? fill(words.for, { names: few(districts, NAMES).join(", ") }) : "",
    ofMeeting && meeting !== title ? meeting : "",
  ].filter(Boolean).join(" · ");
}

function few(names, most) {
  const left = names.length - most;
  return left > 1 ? [...names.slice(0, most - 1), `${names[most - 1]} ${fill(words.others, { n: number(left) })}`] : names;
}

function passageOf({ pieces, before, after }, lang) {
  return element("p", { class: "result__passage", lang }, before ? "… " : "", ...marks(pieces), after ? " …" : "");
}

const marks = (pieces) => pieces.map(({ text, mark }) => (mark ? element("mark", {}, text) : text));

function day(date) {
  const [year, month, ofMonth] = date.split("-").map(Number);
  const shape = ofMonth ? { dateStyle: "medium" } : { year: "numeric", month: month ? "long" : undefined };
  const whole = new Date(0);
  whole.setUTCFullYear(year, (month || 1) - 1, ofMonth || 1);
  const key = JSON.stringify(shape);
  if (!dates.has(key)) dates.set(key, new Intl.DateTimeFormat(language, { ...shape, timeZone: "UTC" }));
  return dates.get(key).format(whole);
}

// ---- narrowing

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
      on: { click: () => { go({ ...read(), words: typed(), choice: {} }); box.focus(); } },
    }, words.removeAll)));
  }
  at("choice").replaceChildren(...chips);
  at("choice").hidden = !chips.length;
  at("chosen-count").textContent = chips.length ? ` (${number(Object.values(asked.choice).flat().length)})` : "";
}

function showFacets() {
  const focused = document.activeElement?.dataset?.key;
  for (const facet of FACETS) if (facet !== "year") showFacet(facet);
  if (!focused || document.activeElement?.dataset?.key === focused) return;
  for (const input of at("body").querySelectorAll("[data-key]")) if (input.dataset.key === focused) input.focus();
}

function showFacet(facet) {
  const group = at("facets").querySelector(`[data-facet="${facet}"]`);
  const values = valuesOf(facet);
  const ask = group.querySelector(".search__ask");
  if (ask) ask.hidden = !isPartly(facet);
  const length = unfolded.has(facet) ? ALL_VALUES : VALUES;
  const rows = values.slice(0, Math.max(length, asked.choice[facet]?.length ?? 0)).map((row) => facetRow(facet, row));
  group.querySelector("ul").replaceChildren(...rows);
  group.hidden = !values.length && !isPartly(facet);
  const all = group.querySelector("button:not(.search__ask)");
  all.hidden = unfolded.has(facet) || values.length <= VALUES;
  all.textContent = fill(words.all, { n: number(values.length) });
}

// In a large archive these facets are counted when somebody wants to see them.
const isPartly = (facet) => Boolean(found?.partly) && OF_MANY.includes(facet) && !asked.all;

// The chosen values first, then the most frequent. `null` is a count that nobody knows yet.
function valuesOf(facet) {
  const selected = new Set(asked.choice[facet]);
  const counts = found?.counts[facet] ?? {};
  const rows = new Map([...selected].map((value) => [value, counts[value] ?? 0]));
  const weights = new Map(found?.uncounted?.[facet] ?? []);
  for (const [value, count] of Object.entries(counts)) rows.set(value, count);
  for (const value of weights.keys()) if (!selected.has(value)) rows.set(value, null);
  const sorted = [...rows].sort((a, b) => selected.has(b[0]) - selected.has(a[0]) || (a[1] === null) - (b[1] === null)
    || (b[1] ?? weights.get(b[0])) - (a[1] ?? weights.get(a[0])) || collator.compare(name(facet, a[0]), name(facet, b[0])));
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

// A bar for each year from the first to the last, as high as its results; pressed it narrows to the year.
function showYears() {
  const rows = new Map(valuesOf("year").map(({ value, ...row }) => [value, row]));
  const known = [...rows.keys()].filter((year) => /^\d{4}$/.test(year)).map(Number);
  at("years").hidden = known.length < 2;
  if (known.length < 2) return at("years").replaceChildren();
  const first = Math.max(Math.min(...known), Math.max(...known) - 60);
  const years = Array.from({ length: Math.max(...known) - first + 1 }, (_, n) => String(first + n).padStart(4, "0"));
  const most = Math.max(1, ...[...rows.values()].map(({ count }) => count ?? 0));
  const focused = document.activeElement?.dataset?.key;
  at("years").replaceChildren(...years.map((year) => yearBar(year, rows.get(year), most)));
  at("years").querySelector(`[data-key="${CSS.escape(focused ?? "")}"]`)?.focus();
}

function yearBar(year, { count = 0, selected = false } = {}, most) {
  const bar = element("span", { class: "search__bar" });
  bar.style.setProperty("--height", String(count ? Math.max(0.06, count / most) : 0));
  const label = count === null ? year : fill(plural(words.year, count), { year });
  return element("button", {
    type: "button",
    title: label,
    "aria-label": label,
    "aria-pressed": String(selected),
    "data-key": `year=${year}`,
    disabled: count === 0 && !selected,
    on: { click: () => go(chosen("year", year, !selected)) },
  }, bar, element("span", { class: "search__year" }, year.slice(2)));
}

// Where results are narrowed to exactly one record, its feed tells what comes next.
function showFeed() {
  const link = at("feed"); // not there where the site has no feeds
  if (!link) return;
  link.hidden = !found.feed;
  if (found.feed) link.href = new URL(`../${found.feed}`, root).href;
}

// ---- a file of all results

let wanted = "";

function collect(format) {
  wanted = format;
  say(words.collecting);
  worker.postMessage({ type: "all", number: asked.number });
}

// A cell that begins like a formula would be run by spreadsheets.
const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll("\"", "\"\"")}"`;

function save(rows) {
  say(plural(words.results, rows.length));
  const absolute = rows.map((row) => ({ ...row, address: new URL(row.address, home).href }));
  const lines = absolute.map((row) => [
    row.address, name("kind", row.kind), row.title, row.meeting, row.date, name("status", row.status), row.role,
    row.people.join("; "), row.districts.join("; "), row.issues.join("; "), row.organizations.join("; "), row.text,
  ]);
  const text = wanted === "json"
    ? JSON.stringify({ query: asked.words, filters: asked.choice, results: absolute }, null, 1)
    : `\ufeff${[words.columns, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
  const file = new Blob([text], { type: wanted === "json" ? "application/json" : "text/csv" });
  const link = element("a", { href: URL.createObjectURL(file), download: `search.${wanted}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// ---- what the reader does

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(form.typing);
  go({ ...read(), words: typed() });
});

box.addEventListener("input", () => {
  worker?.postMessage({ type: "prepare" });
  clearTimeout(form.typing);
  form.typing = setTimeout(() => go({ ...read(), words: typed() }, { typing: true }), TYPING);
});

at("sort").addEventListener("change", (event) => go({ ...read(), sort: event.target.value }));
at("csv").addEventListener("click", () => collect("csv"));
at("json").addEventListener("click", () => collect("json"));

at("stop").addEventListener("click", () => {
  worker.postMessage({ type: "stop" });
  if (found) found.stopped = true;
  at("stop").hidden = true;
  at("results").setAttribute("aria-busy", "false");
  say(fill(words.stopped, { n: number(found?.total ?? 0) }));
  box.focus();
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
  stop();
  ask(read(), { limit: asked?.limit });
});

for (const button of at("facets").querySelectorAll(".search__ask")) {
  button.addEventListener("click", () => {
    wantsAll = true;
    ask(read(), { limit: asked?.limit });
    box.focus();
  });
}

for (const button of at("facets").querySelectorAll("[data-facet] button:not(.search__ask)")) {
  button.addEventListener("click", () => {
    const group = button.closest("[data-facet]");
    unfolded.add(group.dataset.facet);
    showFacet(group.dataset.facet);
    group.querySelectorAll("input")[VALUES]?.focus();
  });
}

const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !isTyping(event.target)) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Escape" && document.activeElement !== box) {
    event.preventDefault();
    box.focus();
  }
});

// From the box down into the results, from one to the next, and from the first back up.
function step(event, by) {
  const links = [...at("results").querySelectorAll(".result__title a")];
  const here = links.indexOf(document.activeElement);
  if (document.activeElement !== box && here < 0) return;
  const next = here + by;
  if (next >= links.length || (here < 0 && by < 0)) return;
  event.preventDefault();
  if (next < 0) box.focus();
  else links[next].focus();
}

function restore() {
  clearTimeout(form.typing);
  const question = read();
  box.value = question.words;
  ask(question, { limit: history.state?.limit });
}

addEventListener("popstate", restore);

const narrow = matchMedia("(max-width: 59.99rem)");
const fit = () => { at("facets").open = !narrow.matches; };
narrow.addEventListener("change", fit);
fit();
box.maxLength = LONGEST;
restore();
if (!box.value && !narrow.matches) box.focus();
