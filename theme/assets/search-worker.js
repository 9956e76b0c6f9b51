// Searches beside the page, so that the page never waits: Pagefind for the words, our columns for what each hit is.
//
// Every bundle of the index is opened, searched and, where it fails, forgotten on its own. Asked with a `search`
// message it answers with `found` messages, the last one with nothing waiting. Only the newest search is answered.

const RANKING = { metaWeights: { title: 5, plain: 5, names: 1, role: 0.5, meeting: 0.3, hidden: 0.3 } };
const NAMED = 1000; // more than any score
const PASSAGE = 36; // words
const AT_ONCE = 3; // bundles
const TEXTS_OF_A_FILE = 16; // as the index is written
const PAUSE = 200; // milliseconds between two answers to one search

const load = self.fetch.bind(self);
const lost = new Set(); // bundles of which a file did not come
const parts = new Map(); // bundles that are open, by name
let index = null; // { root, pagefind, marks }
let program = null;
let newest = null;

// ---- files

// Pagefind asks with the global fetch and goes on in silence where a file does not come: so we listen.
self.fetch = async (input) => {
  const address = new URL(input, index.root).href;
  if (/\/wasm\.[^/]+\.pagefind$/.test(address)) return new Response(await wasm(address.split("/").pop()));
  try {
    const content = await bytes(address);
    if (/\.pf_\w+$/.test(address) && !isPagefinds(content)) throw new Error(`${address}: not what it should be`);
    return new Response(content);
  } catch (error) {
    lost.add(address.slice(index.root.length).split("/")[0]);
    throw error;
  }
};

async function bytes(address) {
  const answer = await load(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.arrayBuffer();
}

// Some servers answer with a page where a file is missing.
function isPagefinds(content) {
  const [first, second] = new Uint8Array(content);
  return (first === 0x1f && second === 0x8b) || (first === 0x70 && second === 0x61);
}

// Each bundle asks for its own copy of one and the same program.
const wasms = new Map();
function wasm(name) {
  if (!wasms.has(name)) {
    const coming = bytes(`${index.root}${name}?v=${index.pagefind}`);
    coming.catch(() => wasms.delete(name));
    wasms.set(name, coming);
  }
  return wasms.get(name);
}

// Some servers say that a .gz file is packed, and then the browser has unpacked it already.
async function unpacked(address) {
  const content = await bytes(address);
  const [first, second] = new Uint8Array(content);
  if (first !== 0x1f || second !== 0x8b) return new Uint8Array(content);
  const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const decoded = (content) => JSON.parse(new TextDecoder().decode(content));

// ---- bundles

function part(name) {
  if (!parts.has(name)) parts.set(name, { name, folder: `${index.root}${name}/`, texts: new Map() });
  return parts.get(name);
}

function forget(name) {
  parts.get(name)?.searcher?.then((searcher) => searcher.destroy(), () => {});
  parts.delete(name);
  lost.delete(name);
}

function columns(bundle) {
  bundle.columns ??= unpacked(`${bundle.folder}facets.json.gz?v=${index.marks[bundle.name]}`).then((content) => {
    const { id, ...facets } = decoded(content);
    const ids = id.split(" ");
    return { ids, row: new Map(ids.map((name, row) => [name, row])), facets };
  });
  return bundle.columns;
}

function searcher(bundle) {
  bundle.searcher ??= startedOnce(async () => {
    program ??= import(`${index.root}pagefind.js?v=${index.pagefind}`);
    program.catch(() => { program = null; });
    const { createInstance } = await program;
    const made = createInstance({ basePath: bundle.folder, metaCacheTag: index.marks[bundle.name], ranking: RANKING });
    await made.search(""); // comes back when all is loaded
    return made;
  });
  return bundle.searcher;
}

// All bundles share one running program. Two that start it at the same time would each have half of it (Pagefind
// 1.5.2: hits are missing, without an error), so the others wait until one has.
let started = false;
let starting = null;
async function startedOnce(make) {
  while (!started && starting) await starting.catch(() => {});
  if (started) return make();
  starting = make();
  try {
    const made = await starting;
    started = true;
    return made;
  } finally {
    starting = null;
  }
}

// ---- hits

async function hitsIn(name, words) {
  const bundle = part(name);
  const [table, answer] = await Promise.all([columns(bundle), words ? search(bundle, words) : null]);
  if (!answer) return table.ids.map((_, row) => ({ bundle, table, row, score: 0, places: [] }));
  return answer.results.flatMap(({ id, score, words: places }) => {
    const row = table.row.get(id);
    if (row === undefined) return [];
    const hit = { bundle, table, row, score, places };
    if (isNamed(hit, words)) hit.score += NAMED;
    return [hit];
  });
}

// Whoever types a whole name wants the record that bears it, before all that has the name in a longer one.
function isNamed(hit, words) {
  const [kind] = valuesOf(hit, "kind");
  return kind in hit.table.facets && valuesOf(hit, kind).some((name) => fold(name) === fold(words));
}

async function search(bundle, words) {
  const answer = await (await searcher(bundle)).search(words);
  if (lost.has(bundle.name)) throw new Error(`${bundle.name} is incomplete`);
  return answer;
}

function valuesOf({ table, row }, facet) {
  const { values, rows } = table.facets[facet];
  const places = rows[row];
  return typeof places === "number" ? [values[places]] : places.map((place) => values[place]);
}

// Several values of one facet are OR, different facets AND. A facet's own counts leave its own choice out: they say
// what would be found if another value were chosen as well.
function narrowed(hits, choice, facets) {
  const chosen = Object.entries(choice).map(([facet, values]) => [facet, new Set(values)]);
  const counts = Object.fromEntries(facets.map((facet) => [facet, {}]));
  const left = hits.filter((hit) => {
    const missed = chosen.filter(([facet, values]) => !valuesOf(hit, facet).some((value) => values.has(value)));
    if (missed.length > 1) return false;
    for (const facet of missed.length ? [missed[0][0]] : facets) {
      for (const value of valuesOf(hit, facet)) counts[facet][value] = (counts[facet][value] ?? 0) + 1;
    }
    return missed.length === 0;
  });
  return { hits: left, counts };
}

// ---- what is shown of a hit

async function text(bundle, row) {
  const file = Math.floor(row / TEXTS_OF_A_FILE);
  if (!bundle.texts.has(file)) {
    const coming = unpacked(`${bundle.folder}texts-${file}.json.gz?v=${index.marks[bundle.name]}`).then(decoded);
    coming.catch(() => bundle.texts.delete(file));
    bundle.texts.set(file, coming);
  }
  return (await bundle.texts.get(file))[row % TEXTS_OF_A_FILE];
}

async function shown(hit, words) {
  const { address, content, title = "", meeting = "", role = "" } = await text(hit.bundle, hit.row);
  const of = (facet) => valuesOf(hit, facet);
  return {
    address,
    title,
    marked: markedTitle(title, words),
    meeting,
    role,
    kind: of("kind")[0] ?? "",
    date: of("date")[0] ?? "",
    language: of("language")[0] ?? "",
    people: of("person"),
    districts: of("district"),
    organizations: of("organization"),
    passage: passage(content, hit.places, words),
  };
}

// The stretch of the text with the most of what was looked for.
function passage(content, places, words) {
  const all = content.split(/\s+/);
  const marked = new Set([...places, ...alike(all, words)]);
  const start = densest(all.length, marked);
  const end = start + PASSAGE;
  return { pieces: pieces(all, marked, start, end), before: start > 0, after: end < all.length };
}

// Words one after the other that are all marked, or all not.
function pieces(all, marked, start = 0, end = all.length) {
  const made = [];
  all.slice(start, end).forEach((word, offset) => {
    const mark = marked.has(start + offset);
    const last = made.at(-1);
    if (last?.mark === mark) last.text += ` ${word}`;
    else made.push({ text: word, mark });
  });
  return made;
}

function markedTitle(title, words) {
  const all = title.split(/\s+/);
  return pieces(all, new Set(alike(all, words)));
}

// Words that Pagefind finds by hidden words (parts of compounds, letters it does not fold) have no place in the text.
function alike(all, words) {
  const wanted = fold(words).match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  if (!wanted.length) return [];
  return all.flatMap((word, place) => {
    const plain = fold(word);
    const whole = plain.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
    return wanted.some((w) => (w.length > 3 ? plain.includes(w) : whole === w)) ? [place] : [];
  });
}

function densest(length, marked) {
  let best = 0;
  let most = 0;
  for (const place of [...marked].sort((a, b) => a - b)) {
    const start = Math.max(0, Math.min(place - 6, length - PASSAGE));
    let inside = 0;
    for (let at = start; at < start + PASSAGE; at += 1) inside += marked.has(at) ? 1 : 0;
    if (inside > most) [best, most] = [start, inside];
  }
  return best;
}

const LETTERS = { đ: "d", ð: "d", ł: "l", ø: "o", æ: "ae", œ: "oe", ß: "ss", þ: "th", ı: "i" };

function fold(words) {
  const plain = words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[đðłøæœßþı]/g, (letter) => LETTERS[letter]);
}

// ---- a search

async function run(query) {
  newest = query;
  query.lost = new Set();
  await gather(query, query.words);
  const plain = fold(query.words);
  if (newest === query && !query.left.hits.length && plain !== query.words.toLowerCase()) {
    await gather(query, plain, plain);
  }
  if (newest === query) await answer(query, 0);
}

async function gather(query, words, folded = "") {
  const found = query.bundles.map(() => []);
  let waiting = query.bundles.length;
  let answered = 0;
  query.folded = folded;
  query.left = { hits: [], counts: {} };
  const next = query.bundles.entries();
  const worker = async () => {
    for (const [place, name] of next) {
      if (newest !== query) return;
      found[place] = await hitsIn(name, words).catch(() => {
        query.lost.add(name);
        forget(name);
        return [];
      });
      if (newest !== query) return;
      waiting -= 1;
      if (waiting && (!found[place].length || Date.now() - answered < PAUSE)) continue;
      answered = Date.now();
      query.left = best(narrowed(found.flat(), query.choice, query.facets));
      if (waiting) await answer(query, waiting);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

// Equal scores, and lists without words, stay as the bundles have them: the newest first.
function best({ hits, counts }) {
  return { hits: hits.sort((a, b) => b.score - a.score), counts };
}

async function answer(query, waiting) {
  const words = query.folded || query.words;
  const { hits, counts } = query.left;
  const wanted = hits.slice(0, query.limit);
  const results = await Promise.all(wanted.map((hit) => shown(hit, words).catch(() => {
    query.lost.add(hit.bundle.name);
    return null;
  })));
  if (newest !== query) return;
  self.postMessage({
    type: "found",
    number: query.number,
    total: hits.length,
    counts,
    results: results.filter(Boolean),
    folded: query.folded,
    lost: [...query.lost],
    waiting,
  });
}

self.addEventListener("message", async ({ data }) => {
  if (data.type === "open") index = data;
  if (data.type === "search") await run(data).catch((error) => failed(data, error));
  if (data.type === "more" && newest?.number === data.number) {
    newest.limit = data.limit;
    await answer(newest, 0).catch((error) => failed(data, error));
  }
});

function failed({ number }, error) {
  if (newest?.number === number) self.postMessage({ type: "failed", number, message: String(error) });
}

// A bundle that cannot be opened is reported by the search that needs it; Pagefind lets go of the same error twice.
self.addEventListener("unhandledrejection", (event) => event.preventDefault());
