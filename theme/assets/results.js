// The search page where something else than the site's own index is asked: the index of a copy on a disk (disk.js), or
// a search service (service.js). A plain script, for modules do not run from a disk. What is asked stands in the address;
// every choice is a link. `archiveSearch.ask(question)` gives {total, results, counts, more?}.

(() => {
  const FACETS = ["kind", "status", "year", "district", "person", "issue", "organization"];
  const STEP = 20;
  const VALUES = 12;
  const WORDS = 40; // of a passage
  const form = document.querySelector("#search-form");
  const words = JSON.parse(document.querySelector("#search-words").textContent);
  const language = document.documentElement.lang || "en";
  const at = (id) => document.querySelector(`#search-${id}`);
  const home = form.dataset.home;

  const given = new URLSearchParams(location.search);
  const question = {
    words: (given.get("q") ?? "").trim().slice(0, 400),
    choice: Object.fromEntries(FACETS.map((facet) => [facet, given.getAll(facet)]).filter(([, values]) => values.length)),
    limit: Math.max(STEP, Math.min(2000, Number(given.get("n")) || 0)),
  };

  function element(name, attributes = {}, ...content) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) if (value) made.setAttribute(attribute, value);
    made.append(...content.filter((piece) => piece !== ""));
    return made;
  }

  const number = (value) => new Intl.NumberFormat(language).format(value);
  const plural = ([one, other], count) => (count === 1 ? one : other).replace("{n}", number(count));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const labels = { kind: words.kinds, status: words.statuses };
  const called = (facet, value) => labels[facet]?.[value] ?? value;

  function address({ choice = question.choice, limit = 0 } = {}) {
    const asked = new URLSearchParams();
    if (question.words) asked.set("q", question.words);
    for (const [facet, values] of Object.entries(choice)) for (const value of values) asked.append(facet, value);
    if (limit) asked.set("n", limit);
    return `?${asked}`;
  }

  function changed(facet, value, on) {
    const values = (question.choice[facet] ?? []).filter((other) => other !== value);
    if (on) values.push(value);
    const choice = { ...question.choice, [facet]: values };
    if (!values.length) delete choice[facet];
    return choice;
  }

  const LETTERS = { đ: "d", ð: "d", ł: "l", ø: "o", æ: "ae", œ: "oe", ß: "ss", þ: "th", ı: "i" };
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[đðłøæœßþı]/g, (c) => LETTERS[c]);

  // A stretch of the text around the first word that was looked for, with all of them marked.
  function passage(text, lang) {
    const wanted = fold(question.words).match(/[\p{L}\p{N}]+/gu) ?? [];
    const all = text.split(/\s+/);
    const hit = (word) => wanted.some((w) => (w.length > 3 ? fold(word).includes(w) : fold(word).replace(/[^\p{L}\p{N}]/gu, "") === w));
    const first = Math.max(0, all.findIndex(hit) - 8);
    const shown = all.slice(first, first + WORDS).flatMap((word) => [" ", hit(word) ? element("mark", {}, word) : word]);
    return element("p", { class: "result__passage", lang }, first ? "…" : "", ...shown, all.length > first + WORDS ? " …" : "");
  }

  function day(date) {
    const [year, month, ofMonth] = date.split("-").map(Number);
    const shape = ofMonth ? { dateStyle: "medium" } : { year: "numeric", month: month ? "long" : undefined };
    const whole = new Date(0);
    whole.setUTCFullYear(year, (month || 1) - 1, ofMonth || 1);
    return new Intl.DateTimeFormat(language, { ...shape, timeZone: "UTC" }).format(whole);
  }

  function item(result) {
    const lang = result.language && result.language !== language ? result.language : "";
    const facts = [result.role, result.meeting !== result.title ? result.meeting : ""].filter(Boolean).join(" · ");
    return element("li", { class: `result result--${result.kind}` },
      element("p", { class: "result__kind" },
        element("span", { class: "badge" }, called("kind", result.kind)),
        result.date ? element("time", { datetime: result.date }, day(result.date)) : ""),
      element("h3", { class: "result__title", lang }, element("a", { href: archiveSearch.link(home, result.address) }, result.title)),
      facts ? element("p", { class: "result__facts", lang }, facts) : "",
      result.text ? passage(result.text, lang) : "");
  }

  function showFacets(counts) {
    for (const facet of FACETS) {
      const group = at("facets").querySelector(`[data-facet="${facet}"]`) ?? at("facets").appendChild(
        element("fieldset", { "data-facet": facet }, element("legend", {}, words.facets?.[facet] ?? facet), element("ul")));
      const chosen = question.choice[facet] ?? [];
      const rows = Object.entries(counts[facet] ?? {}).sort((a, b) => (facet === "year" ? b[0].localeCompare(a[0]) : b[1] - a[1]));
      const shown = [...chosen.map((value) => [value, counts[facet]?.[value] ?? 0]), ...rows.filter(([value]) => !chosen.includes(value))];
      group.hidden = !shown.length;
      group.querySelector("ul").replaceChildren(...shown.slice(0, VALUES + chosen.length).map(([value, count]) => {
        const box = element("input", { type: "checkbox", "data-key": `${facet}=${value}` });
        box.checked = chosen.includes(value);
        box.addEventListener("change", () => { location.search = address({ choice: changed(facet, value, box.checked) }); });
        return element("li", {}, element("label", {}, box, element("span", {}, called(facet, value)), element("span", { class: "count" }, number(count))));
      }));
    }
  }

  function showChoice() {
    const chips = Object.entries(question.choice).flatMap(([facet, values]) => values.map((value) => element("li", {},
      element("a", { href: address({ choice: changed(facet, value, false) }), "aria-label": fill(words.remove, { name: called(facet, value) }) }, called(facet, value)))));
    at("choice").replaceChildren(...chips);
    at("choice").hidden = !chips.length;
  }

  async function run() {
    at("body").classList.remove("search--waiting");
    form.elements.q.value = question.words;
    for (const details of form.querySelectorAll("details")) details.remove(); // on words that only the own index knows
    at("facets").open = matchMedia("(min-width: 60rem)").matches;
    showChoice();
    const asked = question.words || Object.keys(question.choice).length;
    if (asked) at("status").textContent = words.searching;
    try {
      const found = await archiveSearch.ask({ ...question, facets: FACETS, limit: asked ? question.limit : 0 });
      showFacets(found.counts);
      if (!asked) return;
      at("status").textContent = found.total ? plural(words.results, found.total) : words.nothing;
      at("results").replaceChildren(...found.results.map(item));
      at("hints").hidden = found.total > 0;
      at("more").hidden = found.total <= question.limit;
    } catch (error) {
      at("status").textContent = "";
      at("error-text").textContent = words.failed;
      at("error").hidden = false;
      console.warn(error);
    }
  }

  at("more").addEventListener("click", () => { location.search = address({ limit: question.limit + STEP }); });
  at("again").addEventListener("click", () => location.reload());
  window.archiveResults = { fold };
  addEventListener("DOMContentLoaded", run);
})();
