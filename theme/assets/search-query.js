// What somebody typed, as the search understands it. No file is read here, and nothing that is typed is an error:
// what cannot be meant is named in `notes` and searched as words.
//
// A query: words (all of them), "a phrase", -without, one OR another, wor*, and filters such as speaker:name.

import { plain, words } from "./search-words.js";

export const LONGEST = 1000; // characters that are read
const MOST = 24; // words and phrases

/** Filters by all names that people may type for them. */
const FILTERS = {
  speaker: "person", person: "person", sprecher: "person", sprecherin: "person", redner: "person", rednerin: "person", "nguoi": "person", "phatbieu": "person",
  district: "district", place: "district", ort: "district", bezirk: "district", kreis: "district", huyen: "district", diaphuong: "district",
  issue: "issue", topic: "issue", thema: "issue", chude: "issue", vande: "issue",
  organization: "organization", organisation: "organization", tochuc: "organization", coquan: "organization",
  kind: "kind", type: "kind", art: "kind", loai: "kind",
  year: "year", jahr: "year", nam: "year",
  after: "after", since: "after", nach: "after", seit: "after", sau: "after",
  before: "before", until: "before", vor: "before", bis: "before", truoc: "before",
  status: "status", stand: "status", tinhtrang: "status",
};

const TOKEN = /\s*(?:(-)?([\p{L}_]+):("[^"]*"|[^\s"]+)|(-)?"([^"]*)"|(\|)|(-)?([^\s"]+)|("))/uy;
const OR = new Set(["OR", "ODER", "HOẶC"]);

/**
 * Read a query. Gives `groups` (all must hold; in each, one of its units must), `without` (units that must not occur),
 * `filters` ({facet, value, not}) and `notes` ({code, value}).
 */
export function parse(text) {
  const notes = [];
  let typed = text.normalize("NFC").replace(/[„“”«»‟]/g, "\"").replace(/[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, " ");
  if (typed.length > LONGEST) {
    typed = typed.slice(0, LONGEST);
    notes.push({ code: "long" });
  }
  const made = { groups: [], without: [], filters: [], notes };
  let either = false;
  const add = (unit, not) => {
    if (!unit) return;
    if (count(made) >= MOST) {
      if (!notes.some(({ code }) => code === "long")) notes.push({ code: "long" });
    } else if (not) made.without.push(unit);
    else if (either && made.groups.length) made.groups.at(-1).push(unit);
    else made.groups.push([unit]);
    either = false;
  };
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(typed); match; match = TOKEN.exec(typed)) {
    const [, notFilter, key, value, notPhrase, phrase, bar, notWord, word, quote] = match;
    if (key !== undefined) {
      const facet = FILTERS[plain(key)];
      if (facet) addFilter(made, facet, value.replaceAll("\"", ""), Boolean(notFilter));
      else {
        if (!/^(https?|s)$/i.test(key)) notes.push({ code: "filter", value: key });
        for (const unit of wordUnits(`${key} ${value}`)) add(unit, Boolean(notFilter));
      }
    } else if (phrase !== undefined) add(phraseUnit(phrase), Boolean(notPhrase));
    else if (bar || OR.has(word)) either = made.groups.length > 0;
    else if (word !== undefined) for (const unit of wordUnits(word)) add(unit, Boolean(notWord));
    else if (quote) notes.push({ code: "quote" });
  }
  if (!made.groups.length && made.without.length) notes.push({ code: "only-without" });
  return made;
}

const count = ({ groups, without, filters }) => groups.flat().length + without.length + filters.length;

function wordUnits(typed) {
  const found = words(typed);
  const open = typed.endsWith("*") && found.length === 1 && found[0].length > 1;
  return found.map((word) => ({ type: open ? "prefix" : "word", word, typed: found.length === 1 ? typed : word }));
}

function phraseUnit(typed) {
  const found = words(typed);
  if (!found.length) return null;
  return found.length === 1 ? { type: "word", word: found[0], typed, exact: true } : { type: "phrase", words: found, typed };
}

function addFilter(made, facet, value, not) {
  if (!value.trim()) made.notes.push({ code: "empty", value: facet });
  else if (facet === "after" || facet === "before") {
    const date = /^\d{4}(-\d{2}){0,2}$/.test(value) ? value : "";
    if (date) made.filters.push({ facet, value: date, not });
    else made.notes.push({ code: "date", value });
  } else made.filters.push({ facet, value: value.trim(), not });
}
