// The files of the index, fetched when they are asked for and kept: what generator/site/search.py writes.

import { plain, words } from "./search-words.js";

export const FORMAT = 6; // of the files, as they are written
const TEXTS_OF_A_FILE = 6;
const FIRST_LETTER = 0x5d; // of a row of columns
const [SAME, NEXT] = [..."-+"].map((sign) => sign.charCodeAt(0)); // a row's value is that of the row before, or a new one
const EVERYWHERE = "*";
const MOST_FILES = 4; // of the dictionary, for words that begin alike
const TITLE = 16; // of a weight
export const WEIGHT = 15;
export const isTitle = (weight) => (weight & TITLE) !== 0;

/** A file that did not come, with the bundle that it belongs to, if it does. */
export class LostError extends Error {
  constructor(file, reason, bundle = "") {
    super(`${file}: ${reason}`);
    this.bundle = bundle;
  }
}

/** Opens the index that lies at an address. */
export async function open(root) {
  const answer = await fetch(new URL("bundles.json", root), { cache: "no-cache" }).catch(() => null);
  if (!answer?.ok) throw new LostError("bundles.json", answer?.status ?? "no answer");
  const directory = await answer.json().catch(() => ({}));
  if (directory.format !== FORMAT) throw new LostError("bundles.json", "not as expected");
  return new Index(root, directory);
}

class Index {
  constructor(root, { mark, bundles }) {
    this.root = root;
    this.mark = mark;
    this.bundles = bundles.map((bundle, number) => new Bundle(this, number, bundle));
    this.entries = bundles.reduce((sum, { entries }) => sum + entries, 0);
    this.kept = new Map();
  }

  /** Every value of every facet: [value, place of a bundle, count, place of a bundle, count, …]. */
  facets() { return this.whole("facets"); }

  /** Who and what can be found by name, by kind: [name, address, …]. */
  names() { return this.whole("names"); }

  /** The bundles that have a meeting in whose title words begin with all of these, the newest first. */
  async withMeetings(beginnings) {
    const all = Object.entries(await this.whole("meetings"));
    const isLike = (word, known) => (word.length < known.length ? known.startsWith(word) : word.startsWith(known));
    const inside = beginnings.map((word) => all.filter(([known]) => isLike(word, known)).map(([, places]) => places).join(""));
    return this.bundles.filter(({ number }) => inside.every((places) => isIn(places, number)));
  }

  whole(name) {
    return kept(this.kept, name, async () => decoded(unsealed(await unpacked(`${this.root}${name}.json.gz?v=${this.mark}`), this.mark)));
  }

  /** The values that a bundle has of a facet, in the order by which its columns name them. */
  async valuesOf(facet, number) {
    const facets = await this.facets();
    this.own ??= {};
    this.own[facet] ??= ownValues(facets[facet], this.bundles.length);
    return this.own[facet][number];
  }

  /** A file of the dictionary: its words in order, the number of entries of each, and the bundles that have it. */
  dictionary(number, kind = "words") {
    const name = `${kind}/${number}`;
    return kept(this.kept, name, async () => {
      const [found, firsts] = await Promise.all([unpacked(`${this.root}${name}.txt.gz?v=${this.mark}`), this.whole("words")]);
      const read = dictionary(found);
      if (read.words[0] !== firsts[kind][number]) throw new LostError(name, "of another publication");
      return read;
    });
  }

  /** All words that begin like this, at most so many files of them: {word, count, inside}. */
  async beginning(prefix, mostFiles = MOST_FILES) {
    const { words: firsts } = await this.whole("words");
    return this.from(firsts, "words", prefix, mostFiles);
  }

  /** All longer words that have a part which begins like this: {word, at, count, inside}, `at` the place of the part. */
  async withPart(beginning) {
    const { parts } = await this.whole("words");
    const found = await this.from(parts, "parts", beginning, MOST_FILES);
    return found.map(({ word, ...facts }) => {
      const [part, front] = word.split("-");
      return { word: front + part, at: front.length, ...facts };
    });
  }

  async from(firsts, kind, prefix, mostFiles) {
    const found = [];
    const first = Math.max(0, placeOf(firsts, prefix));
    for (let file = first; file < firsts.length && file < first + mostFiles; file += 1) {
      if (file > first && !firsts[file].startsWith(prefix)) break;
      const { words, counts, inside } = await this.dictionary(file, kind);
      for (let at = Math.max(0, placeOf(words, prefix)); at < words.length; at += 1) {
        if (words[at].startsWith(prefix)) found.push({ word: words[at], count: counts[at], inside: inside[at] });
        else if (isAfter(words[at], prefix)) break;
      }
    }
    return found;
  }

  /** A word of the archive, or nothing. */
  async word(word) {
    const { words: firsts } = await this.whole("words");
    const file = placeOf(firsts, word);
    if (file < 0) return null;
    const { words, counts, inside } = await this.dictionary(file);
    const at = placeOf(words, word);
    return at >= 0 && words[at] === word ? { word, count: counts[at], inside: inside[at] } : null;
  }

  /** Forget everything that did not come whole, so that it is asked for again. */
  forgetLost() {
    for (const bundle of this.bundles) bundle.lost = false;
  }
}

class Bundle {
  constructor(index, number, { name, entries, mark }) {
    Object.assign(this, { index, number, name, entries, mark });
    this.kept = new Map();
  }

  file(name, take) {
    return kept(this.kept, name, async () => {
      try {
        return take(unsealed(await unpacked(`${this.index.root}${this.name}/${name}?v=${this.mark}`), this.mark));
      } catch (error) {
        throw new LostError(`${this.name}/${name}`, error.message, this.name);
      }
    });
  }

  /** What the entries are: for each group of facets, the tuples of values and the tuple of each row. */
  columns() { return this.file("columns.json.gz", columns); }

  /** The same for the facets that have many values. */
  people() { return this.file("people.json.gz", columns); }

  /** Its meetings, the newest first: [title, address]. */
  meetings() { return this.file("meetings.json.gz", decoded); }

  /** Where a word stands: {rows, weights}, or nothing. */
  async postings(word) {
    const at = await this.placeOfWord(word);
    if (at < 0) return null;
    const { words } = await this.file(`words-${at}.gz`, wordsFile);
    return words.get(word)?.() ?? null;
  }

  /** The same with the places in each of its entries. */
  async placed(word) {
    const at = await this.placeOfWord(word);
    if (at < 0) return null;
    const [{ words, placesOf }, bytes] = await Promise.all([
      this.file(`words-${at}.gz`, wordsFile),
      this.file(`places-${at}.gz`, (content) => content),
    ]);
    const found = words.get(word)?.();
    return found && { ...found, places: placesOf(word, bytes, found.rows.length) };
  }

  async placeOfWord(word) {
    const { bundles } = await this.index.whole("words");
    return placeOf(bundles[this.number], word);
  }

  /** What is shown of an entry. */
  async text(row) {
    const texts = await this.file(`texts-${Math.floor(row / TEXTS_OF_A_FILE)}.json.gz`, decoded);
    return texts[row % TEXTS_OF_A_FILE];
  }
}

// ---- files

const SEAL = 8; // letters of a mark

// A file of another publication, where a site is just being replaced, says other things: it counts as not loaded.
function unsealed(content, mark) {
  const seal = mark.slice(0, SEAL);
  if (new TextDecoder().decode(content.subarray(0, seal.length)) !== seal) throw new Error("of another publication");
  return content.subarray(seal.length);
}

function kept(map, name, make) {
  if (!map.has(name)) {
    const coming = make();
    coming.catch(() => map.delete(name));
    map.set(name, coming);
  }
  return map.get(name);
}

// Some servers say that a .gz file is packed, and then the browser has unpacked it already; some answer with a page.
async function unpacked(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new LostError(address, answer.status);
  const content = await answer.arrayBuffer();
  const [first, second] = new Uint8Array(content);
  if (first !== 0x1f || second !== 0x8b) return new Uint8Array(content);
  const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const decoded = (content) => JSON.parse(new TextDecoder().decode(content));

// Whether a word stands behind another in the order of characters, as the index has them: the language compares the
// halves of a rare character, which would put it before letters that it stands behind.
function isAfter(a, b) {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === length) return a.length > b.length;
  const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
  return isHalf(one) === isHalf(other) ? one > other : isHalf(one);
}

const isHalf = (code) => code >= 0xd800 && code < 0xe000;

/** The last place in a sorted list whose value is not after this one; -1 before the first. */
export function placeOf(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (!isAfter(sorted[middle], value)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Columns that are no facets: their values are what they are, not places of values in the lists of facets. */
export const OF_AN_ENTRY = new Set(["date", "language", "title"]);

function columns(content) {
  return Object.fromEntries(Object.entries(decoded(content)).map(([name, { values, rows }]) => [name, {
    values: OF_AN_ENTRY.has(name) ? values : values.map((tuple) => tuple.split("+").map((letters) => Array.from(letters, placeOfLetter))),
    rows: valuesOfRows(rows),
  }]));
}

const placeOfLetter = (letter) => letter.charCodeAt(0) - FIRST_LETTER;

function valuesOfRows(told) {
  const rows = new Uint16Array(told.length);
  let next = 0;
  for (let row = 0; row < told.length; row += 1) {
    const sign = told.charCodeAt(row);
    if (sign === SAME) rows[row] = rows[row - 1];
    else rows[row] = sign === NEXT ? next++ : sign - FIRST_LETTER;
  }
  return rows;
}

function ownValues(rows, bundles) {
  const found = Array.from({ length: bundles }, () => []);
  for (const [value, ...counts] of rows) for (let at = 0; at < counts.length; at += 2) found[counts[at]].push(value);
  return found;
}

function dictionary(content) {
  const words = [];
  const counts = [];
  const inside = [];
  let before = "";
  for (const line of new TextDecoder().decode(content).split("\n")) {
    const [rest, count, places] = line.split(" ");
    const word = before.slice(0, rest.charCodeAt(0) - 48) + rest.slice(1);
    words.push(word);
    counts.push(parseInt(count, 36));
    inside.push(places === EVERYWHERE ? null : places);
    before = word;
  }
  return { words, counts, inside };
}

/** Whether a word of the dictionary stands in a bundle. */
export const isIn = (inside, bundle) => inside === null || inside.includes(String.fromCharCode(48 + bundle));

function wordsFile(content) {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = content[at];
      if (byte === undefined) throw new Error("cut off");
      at += 1;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const decoder = new TextDecoder();
  const found = [];
  let letters = new Uint8Array(0);
  for (let left = number(); left; left -= 1) {
    const shared = number();
    const length = number();
    const whole = new Uint8Array(shared + length);
    whole.set(letters.subarray(0, shared));
    whole.set(content.subarray(at, at + length), shared);
    at += length;
    letters = whole;
    found.push({ word: decoder.decode(whole), count: number(), gaps: number(), places: number() });
  }
  let gaps = at;
  let weights = at + found.reduce((sum, word) => sum + word.gaps, 0);
  let places = 0;
  const words = new Map();
  const placesAt = new Map();
  for (const { word, count, gaps: length, places: further } of found) {
    const start = gaps;
    const own = content.subarray(weights, weights + count);
    words.set(word, () => ({ rows: rowsOf(content, start, count), weights: own }));
    placesAt.set(word, places);
    gaps += length;
    weights += count;
    places += further;
  }
  return { words, placesOf: (word, bytes, count) => placesOf(bytes, placesAt.get(word), count) };
}

function rowsOf(content, start, count) {
  const rows = new Uint32Array(count);
  let at = start;
  let row = -1;
  for (let number = 0; number < count; number += 1) {
    let gap = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = content[at];
      at += 1;
      gap |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    row += gap;
    rows[number] = row;
  }
  return rows;
}

function placesOf(content, start, count) {
  let at = start;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = content[at];
      at += 1;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  return Array.from({ length: count }, () => {
    let place = 0;
    return Array.from({ length: number() }, () => (place += number()));
  });
}

/** Names and other names of registers, as they are compared: [{facet, value, address, plain, joined}]. */
export function folded(names) {
  return Object.entries(names).flatMap(([kind, rows]) => (kind === "series" ? [] : rows.map(([value, address, ...others]) => {
    const all = [value, ...others].map(plain);
    return { facet: kind, value, address, plain: all, joined: all.map((name) => words(name).join(" ")) };
  })));
}
