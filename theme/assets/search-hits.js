// The hits in one bundle: which entries have the words, how much they say of each, and what the facets count of them.

import { isTitle, OF_AN_ENTRY, WEIGHT } from "./search-index.js";

const NAMED = 1000; // more than any score
const WHOLE = 500; // more than any score but that of a name
const NAMED_PART = 0.8; // of what all groups weigh, where a whole name is a part of what was asked
const BEARS_NAMED = 0.3; // the same, for what belongs to a record that was asked for by its name
const PHRASE = 1.3; // of what its words weigh
const WHOLE_TITLE = 0.7; // of what all groups weigh
const PARTLY = 0.5; // of a word: a form that weighs no more is only a part of what it stands in, and titles nothing
// A record's own page has its words in a title and says little: it is what a name asks for, and seldom answers a question.
const ANSWERS = { person: 0.5, district: 0.5, issue: 0.5, organization: 0.5, series: 0.5, meeting: 0.9 };
const COVERED = { words: 2, question: 1.5 }; // how much it counts that an entry has most of what was asked
const KINDS = { person: 1.15, district: 1.15, issue: 1.15, organization: 1.1, series: 1.1, meeting: 1.05, conclusion: 1.05 };

/** Search one bundle: its hits with their scores, the best first, and the counts of all facets. */
export async function searchBundle(bundle, query) {
  const asksPeople = query.all || needsPeople(bundle, query);
  const [few, many, scored] = await Promise.all([bundle.columns(), asksPeople ? bundle.people() : {}, scores(bundle, query.meaning)]);
  const facts = await factsOf(bundle, { ...few, ...many }, query);
  const { rows, scoreOf } = scored ?? listed(bundle.entries);
  const { hits, counts } = narrowed(bundle, rows, scoreOf, facts);
  if (scored) hits.sort((a, b) => b.score - a.score || a.row - b.row);
  return { bundle, hits, counts };
}

/** The best hits of all bundles; equal ones, and lists without words, stay as the bundles have them: newest first. */
export function best(parts, limit, sort) {
  const ordered = [...parts].sort((a, b) => a.bundle.number - b.bundle.number);
  if (sort === "date") {
    const all = ordered.flatMap(({ hits }) => hits);
    return all.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0)).slice(0, limit);
  }
  return ordered.flatMap(({ hits }) => hits.slice(0, limit)).sort((a, b) => b.score - a.score).slice(0, limit);
}

// Who spoke for which place is asked only where that narrows, or where somebody wants to see its counts.
const OF_MANY = new Set(["person", "district"]);

function needsPeople(bundle, { choice, meaning }) {
  return Object.keys(choice).some((facet) => OF_MANY.has(facet)) || meaning.filters.some(({ facet }) => OF_MANY.has(facet))
    || (bundle.name.startsWith("registers") && Object.values(meaning.named).some((facets) => Object.keys(facets).length));
}

function listed(entries) {
  return { rows: Uint32Array.from({ length: entries }, (_, row) => row), scoreOf: () => 0 };
}

// ---- words

async function scores(bundle, meaning) {
  if (!meaning.groups.length && !meaning.without.length) return null;
  const groups = await Promise.all(meaning.groups.map((group) => groupScores(bundle, group)));
  const without = await Promise.all(meaning.without.map((unit) => unitScores(bundle, unit)));
  const sum = new Float32Array(bundle.entries);
  const weight = new Float32Array(bundle.entries); // of the groups that occur
  const inTitle = new Uint8Array(bundle.entries);
  const required = meaning.groups.filter((group) => group.required);
  const needed = new Uint8Array(bundle.entries);
  meaning.groups.forEach((group, place) => {
    const { values, title } = groups[place];
    for (let row = 0; row < values.length; row += 1) {
      if (!values[row]) continue;
      sum[row] += group.weight * values[row];
      if (!group.required) continue;
      weight[row] += group.weight;
      needed[row] += 1;
      inTitle[row] += title[row];
    }
  });
  const whole = required.reduce((all, group) => all + group.weight, 0);
  const found = [];
  for (let row = 0; row < sum.length; row += 1) {
    const has = meaning.relaxed ? needed[row] && weight[row] >= meaning.least : needed[row] === required.length;
    if (has && (required.length || !meaning.groups.length) && !without.some(({ values }) => values[row])) found.push(row);
  }
  const scoreOf = (row, { titleWords, kind, isNamed, isRecord }) => {
    const covered = weight[row] / whole;
    if (meaning.isQuestion) return sum[row] * covered ** COVERED.question * (ANSWERS[kind] ?? 1) + (needed[row] === required.length ? WHOLE : 0);
    const title = inTitle[row] === required.length && required.length ? WHOLE_TITLE * whole * Math.min(1, required.length / Math.max(1, titleWords)) : 0;
    const all = meaning.relaxed && needed[row] === required.length ? WHOLE : 0;
    const own = (sum[row] * (meaning.relaxed ? covered ** COVERED.words : 1) + title) * (KINDS[kind] ?? 1) + all;
    if (!isRecord) return own + (isNamed ? BEARS_NAMED * whole : 0);
    return own + (isNamed === 1 ? NAMED : isNamed * 2 * NAMED_PART * whole);
  };
  return { rows: found, scoreOf };
}

async function groupScores(bundle, group) {
  const units = await Promise.all(group.units.map((unit) => unitScores(bundle, unit)));
  if (units.length === 1) return units[0];
  const [first, ...others] = units;
  for (const other of others) {
    for (let row = 0; row < first.values.length; row += 1) {
      first.values[row] = Math.max(first.values[row], other.values[row]);
      first.title[row] |= other.title[row];
    }
  }
  return first;
}

async function unitScores(bundle, unit) {
  if (unit.type === "phrase") return phraseScores(bundle, unit);
  const values = new Float32Array(bundle.entries);
  const title = new Uint8Array(bundle.entries);
  const found = await Promise.all(unit.forms.map((form) => bundle.postings(form.word)));
  found.forEach((posting, place) => {
    if (!posting) return;
    const { weight } = unit.forms[place];
    const { rows, weights } = posting;
    for (let at = 0; at < rows.length; at += 1) {
      const value = (weight * ((weights[at] & WEIGHT) + 1)) / (WEIGHT + 1);
      const row = rows[at];
      if (value > values[row]) values[row] = value;
      if (weight > PARTLY && isTitle(weights[at])) title[row] = 1;
    }
  });
  return { values, title };
}

async function phraseScores(bundle, unit) {
  const values = new Float32Array(bundle.entries);
  const title = new Uint8Array(bundle.entries);
  if (!unit.forms.length) return { values, title };
  const found = await Promise.all(unit.forms.map((form) => bundle.placed(form.word)));
  if (!found.every(Boolean)) return { values, title };
  const [first, ...others] = found.map((posting) => new Map([...posting.rows].map((row, at) => [row, at])));
  for (const [row, at] of first) {
    const ats = others.map((map) => map.get(row));
    if (ats.includes(undefined)) continue;
    const places = others.map((_, n) => new Set(found[n + 1].places[ats[n]]));
    if (!found[0].places[at].some((place) => places.every((set, n) => set.has(place + n + 1)))) continue;
    const weights = [found[0].weights[at], ...ats.map((own, n) => found[n + 1].weights[own])];
    values[row] = (PHRASE * weights.reduce((sum, weight) => sum + (weight & WEIGHT) + 1, 0)) / ((WEIGHT + 1) * weights.length);
    title[row] = weights.every(isTitle) ? 1 : 0;
  }
  return { values, title };
}

// ---- what an entry is

async function factsOf(bundle, columns, { meaning, choice }) {
  const wanted = Object.fromEntries(Object.entries(choice).map(([facet, values]) => [facet, new Set(values)]));
  const groups = [];
  for (const [name, column] of Object.entries(columns)) {
    if (OF_AN_ENTRY.has(name)) continue;
    const facets = name.split("+");
    const own = await Promise.all(facets.map((facet) => bundle.index.valuesOf(facet, bundle.number)));
    groups.push({
      facets,
      column,
      tuples: column.values.map((tuple) => tupleFacts(facets.map((facet, n) => [facet, tuple[n].map((place) => own[n][place])]), wanted, meaning)),
    });
  }
  return { groups, columns, dates: meaning.filters.filter(({ facet }) => facet === "after" || facet === "before") };
}

function tupleFacts(pairs, wanted, { filters, named }) {
  const values = Object.fromEntries(pairs);
  const missed = pairs.filter(([facet, own]) => wanted[facet] && !own.some((value) => wanted[facet].has(value))).map(([facet]) => facet);
  const out = filters.some((filter) => filter.values && filter.facet in values
    && values[filter.facet].some((value) => filter.values.has(value)) === filter.not);
  const bears = (names) => pairs.some(([facet, own]) => names[facet] && own.some((value) => names[facet].has(value)));
  const isNamed = bears(named.whole) ? 1 : bears(named.part) ? 0.5 : 0;
  return { values, missed, out, isNamed };
}

// Several values of one facet are OR, different facets AND. A facet's own counts leave its own choice out: they say
// what would be found if another value were chosen as well.
function narrowed(bundle, rows, scoreOf, { groups, columns, dates }) {
  const counted = groups.map(({ tuples }) => tuples.map(() => 0));
  const alone = groups.map(() => new Map()); // counts of a single facet, where it alone was missed
  const hits = [];
  const isRecord = bundle.name.startsWith("registers");
  for (const row of rows) {
    const places = groups.map(({ column }) => column.rows[row]);
    const tuples = groups.map((group, n) => group.tuples[places[n]]);
    if (tuples.some((tuple) => tuple.out)) continue;
    const date = columns.date.values[columns.date.rows[row]];
    if (dates.length && !dates.every((filter) => isWithin(date, filter))) continue;
    const missed = tuples.flatMap((tuple) => tuple.missed);
    if (missed.length > 1) continue;
    if (missed.length) {
      const n = tuples.findIndex((tuple) => tuple.missed.length);
      const key = places[n];
      alone[n].set(key, (alone[n].get(key) ?? 0) + 1);
      continue;
    }
    places.forEach((place, n) => { counted[n][place] += 1; });
    const kind = tuples[0].values.kind[0];
    // People and places count where they are known without asking for more: see needsPeople.
    const isNamed = Math.max(...tuples.map((tuple) => tuple.isNamed));
    const score = scoreOf(row, { titleWords: columns.title.values[columns.title.rows[row]], kind, isNamed, isRecord });
    hits.push({ bundle, row, score, date, places, facts: groups, language: columns.language.values[columns.language.rows[row]] });
  }
  return { hits, counts: countsOf(groups, counted, alone) };
}

function isWithin(date, { facet, value, not }) {
  if (!date) return false;
  const shown = date.slice(0, value.length);
  const within = facet === "after" ? shown >= value.slice(0, shown.length) : shown < value.slice(0, shown.length);
  return within !== not;
}

function countsOf(groups, counted, alone) {
  const counts = {};
  groups.forEach(({ facets, tuples }, n) => {
    for (const facet of facets) {
      const sums = new Map();
      const add = (place, count) => {
        if (count) for (const value of tuples[place].values[facet]) sums.set(value, (sums.get(value) ?? 0) + count);
      };
      counted[n].forEach((count, place) => add(place, count));
      for (const [place, count] of alone[n]) if (tuples[place].missed[0] === facet) add(place, count);
      counts[facet] = [...sums];
    }
  });
  return counts;
}

/** The values that a hit has of a facet that every search knows. */
export function valuesOf(hit, facet) {
  return hit.facts[0].tuples[hit.places[0]].values[facet];
}
