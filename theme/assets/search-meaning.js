// What a query means in this archive: which of its words there are and in which forms, whom a filter names, and which
// bundles have to be asked at all. What does not exist is named in `notes`, with what is nearest to it.

import { parse } from "./search-query.js";
import { folded, isIn } from "./search-index.js";
import { bare, believed, isFrequent, participle, plain, respelled, slips, stem, trunk, words } from "./search-words.js";

const INFLECTED = 0.8; // of a word's own weight
const RESPELLED = 0.9;
const CONTINUED = 0.55;
const PARTLY = 0.45; // a word of which this is the last part
const PARTLY_WITHIN = 0.25; // or one before it
const ENOUGH = 30; // entries that have the word in some form, and as it is typed: then nobody has to look into compounds
const MOST_COMPOUNDS = 8;
const SHORTEST_PART = 3;
const SHORTEST_WITHIN = 4; // of a part that is not the last: shorter ones stand in too many words by chance
const LAST = /^(?:ern|en|er|es|em|e|n|s)?$/;
const FURTHER = /^(?:s|es|n|en|er|e)?[^aeiouy]*[aeiouy].{2}/;
const GUESSED = 0.7;
const FREQUENT = 0.25;
const SOME = { words: 0.3, question: 0.25 }; // of what all groups weigh, where not all need to occur
const MOST_FORMS = 60;
const MOST_NEAR = 5;
const ENDING = /^(?:e|en|em|er|es|n|s|t|te|ten|tes|ter|tem|st|et|est|ern|ens|ende?[nrsm]?|nen|in|innen|erin|erinnen|ed|ing)?$/;
const VERB = /(?:e[lr]?n|t|te|ten)$/;
const QUESTION = /\?\s*$|^\s*(?:wer|wem|wen|wessen|was|wann|wo|womit|wozu|wofür|woher|wohin|worüber|warum|wieso|weshalb|wie|welche[rsmn]?|who|whom|whose|what|when|where|why|how|which|ai|khi nào|ở đâu|vì sao|bao nhiêu)\s+\S+\s+\S+/iu;

/** Read a query against an index. `query` has words (as typed), choice, and labels of kinds and statuses. */
export async function understand(index, query) {
  const parsed = parse(query.words);
  const meaning = { notes: parsed.notes, groups: [], without: [], named: { whole: {}, part: {} }, isQuestion: parsed.groups.length > 2 && QUESTION.test(query.words) };
  meaning.relaxed = meaning.isQuestion;
  const [facets, names] = await Promise.all([index.facets(), index.names(), parsed.groups.length ? index.whole("words") : null]);
  const registers = (index.registers ??= folded(names));
  meaning.filters = parsed.filters.map((filter) => filterOf(filter, facets, registers, query, meaning));
  meaning.filters = together(meaning.filters);
  const asked = parsed.groups.flat();
  const last = asked.at(-1);
  meaning.groups = await Promise.all(parsed.groups.map(async (group) => {
    const units = await Promise.all(group.map((unit) => resolved(index, unit, registers, query.typing && unit === last)));
    return { units, count: countOf(units, "count"), direct: countOf(units, "direct") };
  }));
  meaning.without = await Promise.all(parsed.without.map((unit) => resolved(index, unit, [])));
  meaning.named = namedBy(asked, registers);
  // The page of a place does not say its kind in every language: the word for it may be missing.
  const first = meaning.groups[0];
  if (first) first.ofPlace = Boolean(meaning.named.whole.district && first.units.some(({ word }) => PLACE.test(`${word} `)));
  weigh(meaning, index.entries);
  meaning.notes = [...new Map(meaning.notes.map((note) => [`${note.code} ${note.value}`, note])).values()];
  meaning.terms = termsOf(meaning);
  meaning.understood = described(meaning);
  bundlesOf(index, meaning, facets, query.choice);
  meaning.feed = feedOf(registers, query.choice);
  return meaning;
}

const countOf = (units, count) => units.reduce((sum, unit) => sum + unit[count], 0);

// The Atom feed of the one record to which results are narrowed; none for several, or where two bear the name.
function feedOf(registers, choice) {
  const chosen = registers.filter(({ facet, value }) => choice[facet]?.includes(value));
  return chosen.length === 1 ? `${chosen[0].address}feed.xml` : "";
}

// ---- words

async function resolved(index, unit, registers, typing = false) {
  if (unit.type === "phrase") return resolvedPhrase(index, unit);
  const { word } = unit;
  if (unit.type === "prefix") return { ...unit, ...formsOf(await beginningWith(index, word, 1)) };
  const own = await index.word(word);
  const forms = own ? [{ ...own, weight: 1 }] : [];
  if (!unit.exact) {
    forms.push(...await inflected(index, word, INFLECTED));
    for (const other of respelled(word)) {
      const found = await index.word(other);
      if (found) forms.push({ ...found, weight: RESPELLED });
      if (!own) forms.push(...await inflected(index, other, INFLECTED * RESPELLED));
    }
    if (!own || countOf(forms, "count") < ENOUGH) forms.push(...await compoundsOn(index, word));
    if (typing || !forms.length) forms.push(...await beginningWith(index, word, CONTINUED));
  }
  if (forms.length || unit.exact) return { ...unit, ...formsOf(forms) };
  const near = await nearest(index, word, registers);
  if (!near.length) return { ...unit, ...formsOf([]) };
  const guess = near[0];
  const all = [{ ...guess, weight: GUESSED }, ...await inflected(index, guess.word, GUESSED * INFLECTED)];
  return { ...unit, ...formsOf(all), guessed: guess.word, near: near.map((found) => found.word) };
}

async function resolvedPhrase(index, unit) {
  const found = await Promise.all(unit.words.map((word) => index.word(word)));
  if (!found.every(Boolean)) return { ...unit, forms: [], count: 0, direct: 0, inside: "" };
  const inside = found.map((word) => word.inside).reduce(both);
  const count = Math.min(...found.map((word) => word.count));
  return { ...unit, forms: found.map((word) => ({ ...word, weight: 1 })), count, direct: count, inside };
}

/** The bundles of two words that have both; `null` is all bundles. */
function both(a, b) {
  if (a === null) return b;
  if (b === null) return a;
  return [...a].filter((place) => b.includes(place)).join("");
}

function either(a, b) {
  if (a === null || b === null) return null;
  return [...new Set([...a, ...b])].join("");
}

function formsOf(all) {
  const forms = [...new Map(all.map((form) => [form.word, form]).reverse()).values()].reverse();
  const kept = forms.slice(0, MOST_FORMS);
  const direct = kept.filter(({ weight }) => weight > PARTLY); // compounds do not tell how rare a word is
  return {
    forms: kept,
    count: countOf(kept, "count"),
    direct: countOf(direct.length ? direct : kept, "count"),
    inside: kept.reduce((sum, form) => either(sum, form.inside), ""),
  };
}

async function inflected(index, word, weight) {
  const own = stem(word);
  if (own.length < 3 || word.length < 4) return [];
  // The stem has no `ge` in front: `räumen` and `geräumt` are one word, `Gebühr` and `Gebühren` as well.
  const begun = word !== bare(word) || VERB.test(word);
  const found = await Promise.all([index.beginning(own, 2), begun ? index.beginning(participle(own), 2) : []]);
  return found.flat()
    .filter((other) => other.word !== word && stem(other.word) === own && areForms(bare(word), bare(other.word), own))
    .map((form) => ({ ...form, weight }));
}

// Words of one stem are forms of one word where they differ in nothing but endings, behind the stem or behind all that
// is alike in them: a stem may be cut too short (`hund-e`), and what is alike too long (`kleine-r`).
function areForms(a, b, own) {
  let alike = 0;
  while (alike < a.length && a[alike] === b[alike]) alike += 1;
  return [own.length, alike].some((from) => ENDING.test(a.slice(from)) && ENDING.test(b.slice(from)));
}

// Compounds of which a word is any part: whoever looks for a cable wants the sea cable and the cable car, too.
async function compoundsOn(index, word) {
  const own = trunk(word);
  if (own.length < SHORTEST_PART || isFrequent(word)) return [];
  const [begun, inside] = await Promise.all([own.length < SHORTEST_WITHIN ? [] : index.beginning(own), index.withPart(own)]);
  const found = [...begun.map((form) => ({ ...form, at: 0 })), ...inside].map((form) => ({ ...form, weight: weightOfPart(form, own) }));
  return found.filter(({ weight }) => weight).sort((a, b) => b.weight - a.weight || b.count - a.count).slice(0, MOST_COMPOUNDS);
}

// The last part says what the whole is: a sea cable is a cable. Behind any other stands one more part (`hebamm-en-ruf`).
function weightOfPart({ word, at }, own) {
  const rest = word.slice(at + own.length);
  if (at && LAST.test(rest)) return PARTLY;
  return own.length >= SHORTEST_WITHIN && FURTHER.test(rest) ? PARTLY_WITHIN : 0;
}

async function beginningWith(index, word, weight) {
  if (word.length < 2) return [];
  const found = await index.beginning(word, 6);
  return found.filter((form) => form.word !== word).sort((a, b) => b.count - a.count).slice(0, MOST_FORMS)
    .map((form) => ({ ...form, weight }));
}

// Words that begin alike and differ by a slip or two, the most frequent first; and words of names however they begin.
async function nearest(index, word, registers) {
  const most = believed(word.length);
  if (!most) return [];
  const beginnings = new Set([word.slice(0, 2), word[1] + word[0], word[0] + (word[2] ?? "")]);
  const found = new Map();
  const consider = (other) => {
    const far = slips(word, other.word, most);
    if (far <= most) found.set(other.word, { ...other, far: far - (other.named ? 0.5 : 0) });
  };
  for (const beginning of beginnings) for (const other of await index.beginning(beginning, 12)) consider(other);
  for (const name of namesWords(registers)) {
    if (found.has(name)) found.get(name).far -= 0.5;
    else if (slips(word, name, most) <= most) {
      const known = await index.word(name);
      if (known) consider({ ...known, named: true });
    }
  }
  return [...found.values()].sort((a, b) => a.far - b.far || b.count - a.count).slice(0, MOST_NEAR);
}

const namesWords = (registers) => new Set(registers.flatMap((register) => register.plain.flatMap((name) => words(name))));

// ---- how much each group says

function weigh(meaning, entries) {
  for (const group of meaning.groups) {
    const count = Math.min(entries, group.direct);
    group.frequent = group.ofPlace || group.units.every((unit) => unit.type === "word" && !unit.exact && isFrequent(unit.word));
    group.weight = Math.log(1 + (entries - count + 0.5) / (count + 0.5)) * (group.frequent ? FREQUENT : 1);
  }
  const some = meaning.groups.some((group) => !group.frequent);
  for (const group of meaning.groups) {
    const guessed = group.units.filter((unit) => unit.guessed);
    for (const unit of guessed) meaning.notes.push({ code: "guessed", value: unit.typed, to: unit.guessed, near: unit.near });
    group.missing = !group.count;
    if (group.missing && !group.frequent) {
      const typed = group.units.map((unit) => unit.typed).join(" OR ");
      meaning.notes.push({ code: "missing", value: typed });
    }
    // A frequent word, or one that stands nowhere, may be missing where there are others.
    group.required = !group.missing && !(group.frequent && some);
  }
}

function termsOf({ groups }) {
  const found = new Set();
  for (const { units } of groups) {
    for (const unit of units) for (const form of unit.forms) if (unit.type === "phrase" || !isFrequent(form.word)) found.add(form.word);
  }
  return found;
}

const PLACE = /^(?:provinz|bezirk|landkreis|kreis|stadt|stadtteil|gemeinde|tinh|huyen|thi xa|thanh pho|tp|phuong|xa|province|district|city|town|commune|ward) /;

// Whoever types a whole name wants the record that bears it, before all that has the name in a longer one.
function namedBy(asked, registers) {
  const typed = asked.map((unit) => unit.guessed ?? (unit.type === "phrase" ? unit.words.join(" ") : unit.word)).join(" ");
  const found = { whole: {}, part: {} };
  const bare = typed.replace(PLACE, "");
  for (const { facet, value, joined: own } of typed ? registers : []) {
    const wanted = facet === "district" ? [typed, bare] : [typed];
    if (own.some((name) => wanted.includes(name))) (found.whole[facet] ??= new Set()).add(value);
    else if (own.some((name) => name.includes(" ") && ` ${typed} `.includes(` ${name} `))) (found.part[facet] ??= new Set()).add(value);
  }
  return found;
}

// ---- filters

// Several filters of one facet are OR, as several values of it are.
function together(filters) {
  const made = [];
  for (const filter of filters) {
    const same = made.find((other) => filter.values && other.facet === filter.facet && other.not === filter.not);
    if (same) same.values = new Set([...same.values, ...filter.values]);
    else made.push(filter);
  }
  return made;
}

const ORDERED = new Set(["after", "before"]);

function filterOf(filter, facets, registers, query, meaning) {
  if (ORDERED.has(filter.facet)) return filter;
  const values = facets[filter.facet].map(([value]) => value);
  const found = matching(filter, values, registers, query.labels[filter.facet] ?? {});
  if (!found.length) {
    const near = nearValues(filter, values, registers, query.labels[filter.facet] ?? {});
    meaning.notes.push({ code: "value", facet: filter.facet, value: filter.value, near });
  }
  return { ...filter, values: new Set(found) };
}

function matching({ facet, value }, values, registers, labels) {
  if (facet === "year") {
    const [from, to] = value.split(/\.\.|[-–]/);
    return /^\d{4}$/.test(from) ? values.filter((year) => year >= from && year <= (to || from)) : [];
  }
  const wanted = words(value);
  const named = namedValues(facet, values, registers, labels);
  const whole = named.filter((one) => one.id === value || one.value === value || words(one.value).join(" ") === wanted.join(" "));
  if (whole.length) return [...new Set(whole.map((found) => found.value))];
  if (!wanted.length) return [];
  const part = named.filter(({ names }) => names.some((name) => wanted.every((word) => name.some((own) => own.startsWith(word)))));
  return [...new Set(part.map((found) => found.value))];
}

function namedValues(facet, values, registers, labels) {
  const known = new Set(values);
  const ofRegisters = registers.filter((register) => register.facet === facet && known.has(register.value)).map((register) => ({
    value: register.value, names: register.plain.map((name) => words(name)), id: register.address.split("/").at(-2),
  }));
  if (ofRegisters.length) return ofRegisters;
  return values.map((value) => ({ value, names: [words(value), words(labels[value] ?? value)], id: value }));
}

function nearValues({ facet, value }, values, registers, labels) {
  const wanted = plain(value);
  const found = namedValues(facet, values, registers, labels).map((named) => {
    const all = named.names.flatMap((name) => [name.join(" "), ...name]);
    return { value: named.value, far: Math.min(...all.map((name) => slips(wanted, name, 3))) };
  });
  return found.filter(({ far }) => far <= 3).sort((a, b) => a.far - b.far).slice(0, MOST_NEAR).map((near) => labels[near.value] ?? near.value);
}

// ---- in words, and where to look

function described({ groups, without, filters }) {
  const unitOf = ({ type, typed, word, words: all, forms, guessed }) => ({
    type, typed: type === "phrase" ? all.join(" ") : typed ?? word, guessed, also: forms.length > 1, missing: !forms.length,
  });
  return {
    groups: groups.map((group) => ({ units: group.units.map(unitOf), optional: !group.required })),
    without: without.map(unitOf),
    filters: filters.map(({ facet, value, not, values }) => ({ facet, value, not, values: values ? [...values] : null })),
  };
}

function bundlesOf(index, meaning, facets, choice) {
  const holds = (bundle, facet, values) => facets[facet].some(([value, ...counts]) => values.has(value)
    && counts.some((place, at) => at % 2 === 0 && place === bundle.number));
  meaning.uncounted = {};
  const may = index.bundles.filter((bundle) => mayHold(bundle, meaning, holds));
  const allowed = chosen(may, facets, choice, holds, meaning);
  const required = meaning.groups.filter((group) => group.required);
  const asks = meaning.groups.length > 0;
  const insides = new Map(required.map((group) => [group, group.units.reduce((sum, unit) => either(sum, unit.inside), "")]));
  const insideOf = (group) => insides.get(group);
  meaning.strict = allowed.filter(({ number }) => (asks
    ? required.length > 0 && required.every((group) => isIn(insideOf(group), number))
    : true));
  // Where not all words need to occur, a bundle is asked only if those that it has say enough together.
  const weightIn = (number) => required.reduce((sum, group) => sum + (isIn(insideOf(group), number) ? group.weight : 0), 0);
  meaning.least = SOME[meaning.isQuestion ? "question" : "words"] * required.reduce((sum, group) => sum + group.weight, 0);
  meaning.loose = required.length ? allowed.filter(({ number }) => weightIn(number) >= meaning.least) : [];
  if (meaning.filters.some(({ values, not }) => values && !values.size && !not)) Object.assign(meaning, { strict: [], loose: [] });
}

function mayHold(bundle, { filters }, holds) {
  for (const { facet, value, values, not } of filters) {
    if (ORDERED.has(facet)) {
      const year = /^\d{4}/.exec(bundle.name)?.[0];
      const outside = !year || (facet === "after" ? year < value.slice(0, 4) : year > value.slice(0, 4));
      if (outside && !not) return false;
    } else if (!not && !holds(bundle, facet, values)) return false;
  }
  return true;
}

// Only the bundles that hold something of every facet's choice are asked. One that is left out for a single facet
// leaves that facet's other values uncounted: they are named as such.
function chosen(bundles, facets, choice, holds, meaning) {
  const asked = [];
  const wanted = Object.entries(choice).map(([facet, values]) => [facet, new Set(values)]);
  for (const bundle of bundles) {
    const missed = wanted.filter(([facet, values]) => !holds(bundle, facet, values)).map(([facet]) => facet);
    if (!missed.length) asked.push(bundle);
    else if (missed.length === 1) (meaning.uncounted[missed[0]] ??= new Set()).add(bundle.number);
  }
  for (const [facet, left] of Object.entries(meaning.uncounted)) {
    const inLeft = ([, ...counts]) => counts.some((place, at) => at % 2 === 0 && left.has(place));
    meaning.uncounted[facet] = facets[facet].filter(inLeft).map(([value, ...counts]) => [value, counts.reduce((sum, count, at) => sum + (at % 2 ? count : 0), 0)]);
  }
  return asked;
}
