// Searches beside the page, so that the page never waits.
//
// Asked with a `search` message it answers with `found` messages, the last one with nothing waiting; bundles are asked
// from the newest on. Only the newest search is answered. Every bundle is asked, and where it fails named, on its own.

import { open } from "./search-index.js";
import { understand } from "./search-meaning.js";
import { best, searchBundle } from "./search-hits.js";
import { shown } from "./search-shown.js";

const AT_ONCE = 4; // bundles
const PAUSE = 150; // milliseconds between two answers to one search
const FEW = 10; // results with all the words, below which others with most of them follow
const FILES_AT_ONCE = 6; // of a file of all results

const SMALL = 20_000; // entries of an archive of which all facets are counted without being asked for

let opening = null;
let root = "";
let newest = null;

function opened() {
  opening ??= open(root);
  opening.catch(() => { opening = null; });
  return opening;
}

async function run(query) {
  newest = query;
  const index = await opened();
  query.all ||= index.entries <= SMALL;
  if (query.counts) return nothingAsked(query, index);
  const meaning = await understand(index, query);
  if (newest !== query) return;
  Object.assign(query, { index, meaning, lost: new Set(), parts: [] });
  // Not every word of a question in plain words has to occur in its answer.
  await gather(query, meaning.relaxed ? meaning.loose : meaning.strict);
  const whole = total(query);
  if (newest === query && !meaning.relaxed && whole < FEW && meaning.groups.length > 1 && !query.lost.size) {
    query.meaning = { ...meaning, relaxed: true };
    query.parts = [];
    query.early = null;
    await gather(query, meaning.loose);
    if (total(query) > whole) query.meaning.notes.push({ code: whole ? "few" : "some" });
  }
  if (newest === query) await answer(query, 0);
}

// While somebody still types, what every word needs is fetched; what does not come is missed by the search itself.
const prepare = () => opened().then((index) => Promise.all([index.names(), index.whole("words")])).catch(() => {});

// Before anything is asked, all that can be chosen is shown with how often it is there: no bundle is opened for that.
async function nothingAsked(query, index) {
  const sum = (counts) => counts.reduce((all, count, at) => all + (at % 2 ? count : 0), 0);
  const facets = Object.entries(await index.facets());
  const counts = Object.fromEntries(facets.map(([facet, rows]) => [facet, Object.fromEntries(rows.map(([value, ...of]) => [value, sum(of)]))]));
  const understood = { groups: [], without: [], filters: [] };
  if (newest === query) self.postMessage({ type: "found", number: query.number, total: 0, counts, partly: false, results: [], notes: [], understood, uncounted: {}, lost: [], waiting: 0 });
}

async function gather(query, bundles) {
  let waiting = bundles.length;
  let answered = Date.now();
  const next = bundles.values();
  let showing = null; // the first page, while its texts are fetched: nothing else is asked for meanwhile
  const worker = async () => {
    for (const bundle of next) {
      await showing;
      if (newest !== query) return;
      try {
        query.parts.push(await searchBundle(bundle, query));
      } catch (error) {
        if (!error.bundle) throw error;
        query.lost.add(error.bundle);
      }
      if (newest !== query) return;
      waiting -= 1;
      // The first page is shown as soon as it is full; then only counts fill in, until the best of all are known.
      const full = total(query) >= query.limit;
      if (!waiting || !full || (query.early && Date.now() - answered < PAUSE)) continue;
      answered = Date.now();
      if (query.early) await answer(query, waiting);
      else {
        query.early = best(query.parts, query.limit, query.sort);
        showing = answer(query, waiting);
        await showing;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const total = ({ parts }) => parts.reduce((sum, part) => sum + part.hits.length, 0);

function counts({ parts }) {
  const sums = {};
  for (const part of parts) {
    for (const [facet, values] of Object.entries(part.counts)) {
      const sum = (sums[facet] ??= {});
      for (const [value, count] of values) sum[value] = (sum[value] ?? 0) + count;
    }
  }
  return sums;
}

async function answer(query, waiting) {
  const wanted = waiting ? query.early : best(query.parts, query.limit, query.sort);
  const results = await Promise.all(wanted.map((hit) => shown(hit, query).catch((error) => {
    query.lost.add(error.bundle ?? hit.bundle.name);
    return null;
  })));
  if (newest !== query) return;
  const { notes, understood, uncounted } = query.meaning;
  self.postMessage({
    type: "found",
    number: query.number,
    total: total(query),
    counts: counts(query),
    results: results.filter(Boolean),
    notes,
    understood,
    uncounted,
    partly: !query.all,
    feed: query.meaning.feed,
    lost: [...query.lost],
    waiting,
  });
}

// All that was found, for a file: the texts are read in the order in which they lie.
async function all(query) {
  const hits = best(query.parts, Infinity, query.sort);
  const rows = new Array(hits.length);
  const next = [...hits.entries()].values();
  const worker = async () => {
    for (const [place, hit] of next) {
      if (newest !== query) return;
      rows[place] = await shown(hit, query, { whole: true });
    }
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, worker));
  if (newest === query) self.postMessage({ type: "all", number: query.number, rows });
}

self.addEventListener("message", async ({ data }) => {
  try {
    if (data.type === "open") root = data.root;
    else if (data.type === "prepare") await prepare();
    else if (data.type === "search") await run(data);
    else if (data.type === "stop") newest = null;
    else if (newest?.number === data.number && newest.meaning) {
      if (data.type === "more") {
        newest.limit = data.limit;
        await answer(newest, 0);
      } else if (data.type === "all") await all(newest);
    }
  } catch (error) {
    if (newest?.number === data.number) self.postMessage({ type: "failed", number: data.number, message: String(error) });
  }
});
