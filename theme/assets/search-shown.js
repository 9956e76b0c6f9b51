// What is shown of a hit: its text around the words that were asked for, and why it was found where that does not show.

import { placed, words } from "./search-words.js";
import { valuesOf } from "./search-hits.js";

const PASSAGE = 260; // characters
const AHEAD = 60; // of the first marked word
const SHORTEST_PART = 4;

/** Return what a result says; with `whole` its whole text instead of a passage. */
export async function shown(hit, { meaning }, { whole = false } = {}) {
  const { address, text, title = "", meeting = "", role = "", people = [], districts = [], issues = [], organizations = [], names = [] } = await hit.bundle.text(hit.row);
  const of = (facet) => valuesOf(hit, facet);
  const found = {
    address,
    title,
    meeting,
    role,
    kind: of("kind")[0] ?? "",
    status: of("status")[0] ?? "",
    date: hit.date,
    language: hit.language,
    people,
    districts,
    organizations,
    issues,
  };
  if (whole) return { ...found, text };
  const isMarked = marker(meaning);
  return {
    ...found,
    marked: pieces(title, marks(title, isMarked), 0, title.length),
    passage: passage(text, isMarked),
    because: otherName(names, title, isMarked),
  };
}

// Words that are found by a part of them, or in another form, are marked as a whole.
function marker({ terms, groups }) {
  const parts = groups.flatMap(({ units }) => units.filter(({ type }) => type !== "phrase").map(({ guessed, word }) => guessed ?? word))
    .filter((word) => word.length >= SHORTEST_PART && terms.has(word));
  return (word) => terms.has(word) || (word.length > SHORTEST_PART && parts.some((part) => word.includes(part)));
}

const marks = (text, isMarked) => placed(text).filter(({ word }) => isMarked(word));

// A former name or an alias that has a word which the title has not.
function otherName(names, title, isMarked) {
  const own = new Set(words(title));
  return names.find((name) => words(name).some((word) => isMarked(word) && !own.has(word))) ?? "";
}

// The stretch of the text with the most different words of what was looked for.
function passage(text, isMarked) {
  const all = marks(text, isMarked);
  const start = densest(all, text);
  const end = ending(text, start + PASSAGE);
  return { pieces: pieces(text, all, start, end), before: start > 0, after: end < text.length };
}

function densest(all, text) {
  let best = 0;
  let most = 0;
  all.forEach((first, at) => {
    const seen = new Set();
    let count = 0;
    for (const mark of all.slice(at, at + 40)) {
      if (mark.end > first.start + PASSAGE - AHEAD) break;
      count += seen.has(mark.word) ? 0.2 : 1;
      seen.add(mark.word);
    }
    if (count > most) [best, most] = [first.start, count];
  });
  if (best < AHEAD * 1.5) return 0;
  const from = text.indexOf(" ", Math.max(0, Math.min(best - AHEAD, text.length - PASSAGE)));
  return from < 0 || from > best ? best : from + 1;
}

function ending(text, wanted) {
  if (wanted >= text.length) return text.length;
  const at = text.lastIndexOf(" ", wanted);
  return at > wanted - 60 ? at : wanted;
}

// The text in pieces that are marked, or not.
function pieces(text, all, start, end) {
  const made = [];
  let at = start;
  for (const mark of all) {
    if (mark.start < start || mark.end > end) continue;
    if (mark.start > at) made.push({ text: text.slice(at, mark.start), mark: false });
    made.push({ text: text.slice(mark.start, mark.end), mark: true });
    at = mark.end;
  }
  if (at < end) made.push({ text: text.slice(at, end), mark: false });
  return made;
}
