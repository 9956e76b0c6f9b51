// What the form knows of records: their bytes, their rules, and whom a name means. No page, no network, no words.
//
// It does in the browser what the generator does (contribute/write.py, the models, archive/names.py) and is held to the
// same cases. Its rules are data: the JSON Schema of a meeting, made from the generator's own models.

// ---- text as the reader of records has it

const BREAKING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function composed(text) {
  return text.normalize("NFC").replace(/\r\n?/g, "\n").replace(BREAKING, " ");
}

const clean = (text) => composed(String(text)).trim();
const oneLine = (text) => clean(text).replace(/\s+/g, " ");

// ---- the bytes of a record

const WIDTH = 100;
const LONGEST_ITEM = 40;
const NOT_FIRST = new Set("-?:,[]{}#&*!|>'\"%@`=");
const NOT_IN_LIST = /[,[\]{}:#'"]/;
const NOT_PLAIN = /:(\s|$)|\s#|\t/;
const MEANS_MORE = /^(?:true|false|yes|no|on|off|y|n|null|~|<<|[0-9]{1,2}(:[0-9]{2})+)$/i;

// Counted as Python counts: by characters, not by halves of them.
const lengthOf = (text) => [...text].length;

class Bare {
  constructor(text) {
    this.text = String(text);
  }
}

// Somebody in a list of entries of whom nothing but the name is known.
class Whom {
  constructor(text) {
    this.text = text;
  }
}

/** The text of a record; `schema` says in which order its fields stand. */
export function recordText(schema, fields, body = null) {
  const text = mapping(ordered(fields, schema, schema), "").map((line) => `${line}\n`).join("");
  if (body === null) return text;
  const below = composed(body).replace(/^\n+|\n+$/g, "").trimEnd();
  return below ? `---\n${text}---\n${below}\n` : `---\n${text}---\n`;
}

/** The body of a meeting: what stands first, then each item of the agenda with the speeches on it. */
export function bodyText(opening, speeches, agenda = []) {
  const items = new Map([["", [clean(opening)]]]);
  const itemOf = (heading) => {
    if (!items.has(heading)) items.set(heading, [`## ${heading}`]);
    return items.get(heading);
  };
  for (const part of agenda) {
    const heading = oneLine(part.heading ?? "");
    if (heading) itemOf(heading).push(clean(part.text ?? ""));
  }
  let at = "";
  for (const speech of speeches) {
    at = oneLine(speech.agenda ?? "") || at;
    const words = clean(speech.text ?? "");
    const label = oneLine((speech.label ?? "").replaceAll("*", ""));
    const item = itemOf(at);
    if (words) item.push(`**${label}:** ${words}`);
  }
  return [...items.values()].flat().filter(Boolean).join("\n\n");
}

/**
 * The text of a new meeting with a line to fill in for each open conclusion of its series, as comments.
 *
 * `offer` is [lines, more]: each line [key, words, when due], and how many further ones stand in the agenda alone.
 */
export function withFollowUpLines(text, series, [open, more], schema) {
  const lines = text.split("\n");
  const end = lines.indexOf("---", 1);
  const mark = "- conclusion: ";
  const reported = new Set(lines.map((line) => (line.includes(mark) ? line.slice(line.indexOf(mark) + mark.length) : "")));
  const waiting = open.filter(([key]) => !reported.has(key));
  if (end < 0 || !waiting.length) return text;
  const own = lines.slice(0, end).indexOf("follow_ups:");
  const place = own < 0 ? end : lines.findIndex((line, n) => n > own && line && !line.startsWith(" "));
  const statuses = schema.$defs.FollowUp.properties.status.enum.join(" | ");
  const added = waiting.flatMap(([key, words, due]) =>
    [`  # ${words}${due ? ` (due ${due})` : ""}`, `  # - conclusion: ${key}`, `  #   status: ${statuses}`, "  #   note:"]);
  if (own < 0) added.unshift("follow_ups:");
  if (more) added.push(`  # ${more} more: archive agenda ${series}`);
  return [...lines.slice(0, place), ...added, ...lines.slice(place)].join("\n");
}

function resolved(schema, whole) {
  return schema?.$ref ? whole.$defs[schema.$ref.split("/").at(-1)] : schema;
}

function withFields(schema, whole) {
  const found = resolved(schema, whole);
  if (!found) return null;
  if (found.properties) return found;
  for (const inner of [...(found.anyOf ?? []), found.items].filter(Boolean)) {
    const deeper = withFields(inner, whole);
    if (deeper) return deeper;
  }
  return null;
}

function ordered(fields, schema, whole) {
  const known = schema?.properties ?? {};
  const order = [...Object.keys(known).filter((n) => n in fields), ...Object.keys(fields).filter((n) => !(n in known))];
  const found = {};
  for (const name of order) {
    const value = plain(fields[name], withFields(known[name], whole), whole);
    if (!isEmpty(value)) found[name] = value;
  }
  return found;
}

function plain(value, schema, whole) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((item) => plain(item, schema, whole)).filter((item) => !isEmpty(item));
  if (typeof value === "object") {
    const inner = ordered(value, schema, whole);
    const names = Object.keys(inner);
    return names.length === 1 && names[0] === "person" ? new Whom(inner.person) : inner;
  }
  return typeof value === "string" ? clean(value) : new Bare(value);
}

function isEmpty(value) {
  if (value instanceof Bare || value instanceof Whom) return false;
  return typeof value === "object" ? Object.keys(value).length === 0 : value === "";
}

const isText = (value) => typeof value === "string" || value instanceof Bare;

function mapping(fields, indent) {
  return Object.entries(fields).flatMap(([name, value]) => field(`${indent}${name}:`, value, indent));
}

function field(start, value, indent) {
  if (isText(value)) return scalar(`${start} `, value, indent);
  const whole = inOneLine(value, WIDTH - lengthOf(start) - 1);
  if (whole) return [`${start} ${whole}`];
  if (Array.isArray(value)) return [start, ...value.flatMap((inner) => item(inner, `${indent}  `))];
  return [start, ...mapping(value, `${indent}  `)];
}

function item(value, indent) {
  if (value instanceof Whom) return scalar(`${indent}- `, value.text, indent);
  if (isText(value)) return scalar(`${indent}- `, value, indent);
  const [first, ...rest] = mapping(value, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function scalar(start, value, indent) {
  if (value instanceof Bare || !value.includes("\n")) return [start + quoted(value)];
  return [`${start}|-`, ...value.split("\n").map((line) => (line ? `${indent}  ${line}` : ""))];
}

function inOneLine(value, room) {
  let whole = "";
  if (Array.isArray(value)) {
    if (value.every(isShort)) whole = `[${value.map(quoted).join(", ")}]`;
  } else if (Object.values(value).every((inner) => inner instanceof Bare)) {
    whole = `{${Object.entries(value).map(([name, inner]) => `${name}: ${inner.text}`).join(", ")}}`;
  }
  return lengthOf(whole) <= room ? whole : "";
}

function isShort(value) {
  if (!isText(value)) return false;
  const text = value instanceof Bare ? value.text : value;
  return lengthOf(text) <= LONGEST_ITEM && !text.includes("\n") && quoted(value) === text && !NOT_IN_LIST.test(text);
}

function quoted(value) {
  if (value instanceof Bare) return value.text;
  const safe = !NOT_FIRST.has(value[0]) && !NOT_PLAIN.test(value) && !MEANS_MORE.test(value);
  return safe ? value : `'${value.replaceAll("'", "''")}'`;
}

// ---- ids and names

/** Text as people search for it: small ASCII letters; `letters` holds those that are not a letter and its accents. */
export function fold(text, letters) {
  const folded = [...text.normalize("NFC")].map((c) => letters[c] ?? c.normalize("NFD").replace(/\p{M}/gu, ""));
  return folded.join("").toLowerCase().trim().split(/\s+/).join(" ");
}

export function slug(text, letters) {
  const words = fold(text, letters).replace(/[^a-z0-9]+/g, " ").trim().split(" ").join("-");
  return words.slice(0, 80).replace(/-+$/, "") || "x";
}

/** The id of a new meeting: its first day as far as it is known, then words of its title. */
export function meetingId(date, title, { letters, idLength }) {
  const known = date.match(/^(\d{4})?(?:X{4})?(?:-(\d\d))?(?:-(\d\d))?/);
  const day = known.slice(1).filter(Boolean).join("-");
  const id = [day, slug(title, letters)].filter(Boolean).join("-");
  return id.length <= idLength ? id : id.slice(0, idLength + 1).replace(/-[^-]*$/, "");
}

/** Why a meeting cannot be called so: the code of the problem, or nothing. */
export function idFault(id, { id: pattern, idLength, reserved, meetings }) {
  if (!new RegExp(`^(?:${pattern})$`).test(id) || id.length > idLength) return "bad-id";
  if (new RegExp(`^(?:${reserved})$`).test(id)) return "reserved-id";
  return Object.hasOwn(meetings, id) ? "duplicate-id" : "";
}

export function recordPath(kind, id, date = "") {
  if (kind !== "meetings") return `records/${kind}/${id}.yml`;
  return `records/${kind}/${/^\d{4}/.test(date) ? date.slice(0, 4) : "undated"}/${id}.md`;
}

export const keyOf = (text) => text.normalize("NFC").trim().split(/\s+/).join(" ");

/** All ids and names, asked by the kinds that a field may hold. A record is { kind, id, name, names, note, to }. */
export class Names {
  constructor(registers, letters) {
    this.letters = letters;
    this.records = [];
    this.byId = new Map();
    this.byName = new Map();
    for (const [kind, entries] of Object.entries(registers)) {
      for (const [id, names, note = "", to = id] of entries) this.add({ kind, id, names, name: names[0] ?? id, note, to });
    }
  }

  add(record) {
    this.records.push(record);
    push(this.byId, record.id, record);
    for (const name of new Set(record.names.map(keyOf))) push(this.byName, name, record);
  }

  /** Those whom a reference may mean: with this id, else with exactly this name; a merged one leads to its other. */
  candidates(text, kinds) {
    const [kind, id] = text.includes("/") ? [text.slice(0, text.indexOf("/")), text.slice(text.indexOf("/") + 1)] : [];
    if (kinds.includes(kind)) return this.merged((this.byId.get(id) ?? []).filter((record) => record.kind === kind));
    const fits = (found) => (found ?? []).filter((record) => kinds.includes(record.kind));
    const byId = fits(this.byId.get(text));
    return this.merged(byId.length ? byId : fits(this.byName.get(keyOf(text))));
  }

  merged(records) {
    const found = new Map();
    for (const record of records) {
      const target = (this.byId.get(record.to) ?? []).find((other) => other.kind === record.kind) ?? record;
      found.set(`${target.kind}/${target.id}`, target);
    }
    return [...found.values()];
  }

  /** What to write for a record: its id, with the kind where two kinds use that id. */
  reference(record, kinds) {
    const shared = (this.byId.get(record.id) ?? []).some((other) => other.kind !== record.kind && kinds.includes(other.kind));
    return shared ? `${record.kind}/${record.id}` : record.id;
  }

  /** Records for what somebody is typing: names that begin so first, then names with a word that does. */
  completions(typed, kinds, limit = 8) {
    const wanted = fold(typed.replace(/-/g, " "), this.letters);
    if (!wanted) return [];
    const found = [];
    for (const record of this.records) {
      if (!kinds.includes(record.kind) || record.to !== record.id) continue;
      const rank = Math.min(...this.folded(record).map((name) => rankOf(name, wanted)));
      if (rank < 3) found.push([rank, record]);
    }
    found.sort((a, b) => a[0] - b[0] || compare(a[1].name, b[1].name) || compare(a[1].id, b[1].id));
    return found.slice(0, limit).map(([, record]) => record);
  }

  /** Records whose name or id resembles a text most; none where nothing does. */
  nearest(text, kinds, limit = 3) {
    const wanted = fold(text.replace(/^.*\//, "").replace(/-/g, " "), this.letters);
    if (wanted.length < 3) return [];
    const found = new Map();
    for (const record of this.records) {
      if (!kinds.includes(record.kind)) continue;
      const score = Math.max(...this.folded(record).map((name) => resemblance(wanted, name)));
      if (score < 80) continue;
      const [target] = this.merged([record]);
      const before = found.get(target)?.[0] ?? 0;
      found.set(target, [Math.max(before, score), target]);
    }
    const order = [...found.values()].sort((a, b) => b[0] - a[0] || compare(a[1].id, b[1].id));
    return order.slice(0, limit).map(([, record]) => record);
  }

  folded(record) {
    record.folded ??= [...record.names, record.id.replaceAll("-", " ")].map((name) => fold(name, this.letters));
    return record.folded;
  }
}

function push(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function rankOf(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(` ${wanted}`)) return 1;
  return wanted.split(" ").every((word) => name.startsWith(word) || name.includes(` ${word}`)) ? 2 : 3;
}

/** Letters swapped or missed, or the words in another order: 100 is the same (as rapidfuzz's ratio has it). */
export function resemblance(a, b) {
  const sorted = (text) => text.split(" ").sort().join(" ");
  if (2 * Math.min(a.length, b.length) < 0.8 * (a.length + b.length)) return 0;
  return Math.max(ratio(a, b), ratio(sorted(a), sorted(b)) - 1);
}

/** How much of two texts agrees in order, in percent. */
export function ratio(a, b) {
  if (!a.length && !b.length) return 100;
  let before = new Uint16Array(b.length + 1);
  for (const c of a) {
    const row = new Uint16Array(b.length + 1);
    for (let j = 1; j <= b.length; j += 1) row[j] = c === b[j - 1] ? before[j - 1] + 1 : Math.max(row[j - 1], before[j]);
    before = row;
  }
  return (200 * before[b.length]) / (a.length + b.length);
}

// ---- dates

const DAY = /^(\d{4}|X{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?[?~%]?$/;
const daysOf = (year, month) => [31, year % 4 || (year % 100 === 0 && year % 400) ? 28 : 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];

/** The first and last day that a date can mean, as `2024-04-19`; null for what is no date. */
export function spanOf(text) {
  const [start, end] = text.trim().split("/").map((part) => DAY.exec(part));
  if (!start || end === null) return null;
  return { first: edge(start, false), last: edge(end ?? start, true), year: start[1] !== "XXXX" };
}

function edge([, year, month, day], last) {
  const known = (part) => part !== undefined && !part.startsWith("X");
  const y = known(year) ? year : last ? "9999" : "0001";
  const m = known(month) ? month : last ? "12" : "01";
  const end = String(daysOf(Number(y), Number(m)));
  const d = known(day) && known(month) ? (known(year) || m !== "02" || day < "28" ? day : "28") : last ? end : "01";
  return `${y}-${m}-${d}`;
}

/** What to type instead of a date in another order; both readings where two are possible. */
export function dateReadings(text) {
  const yearFirst = text.trim().match(/^(\d{4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})$/);
  const dayFirst = text.trim().match(/^(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})$/);
  const orders = [];
  if (yearFirst) orders.push(yearFirst.slice(1));
  if (dayFirst) {
    const [, first, separator, second, year] = dayFirst;
    orders.push([year, second, first]);
    if (separator !== ".") orders.push([year, first, second]);
  }
  const days = orders.filter(([y, m, d]) => y > 0 && m >= 1 && m <= 12 && d >= 1 && d <= daysOf(Number(y), Number(m)));
  return [...new Set(days.map(([y, m, d]) => `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`))];
}

// ---- the rules

const REGISTERS = ["people", "districts", "issues", "organizations", "series"];
const WHO = ["people", "organizations", "districts"];

/** Everything that is wrong with the fields of a meeting: { path, code, text, … } each. `rules` is contribute/form.json. */
export function problemsOf(fields, rules, names) {
  const found = [...structure(withoutEmpty(fields), rules.schema, [], rules)];
  const broken = new Set(found.map(({ path }) => path.join(".")));
  const further = [...meaning(withoutEmpty(fields), rules, names)];
  return [...found, ...further.filter(({ path }) => !broken.has(path.join(".")))];
}

function withoutEmpty(value) {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (value === null || typeof value !== "object") return typeof value === "string" ? clean(value) : value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutEmpty(inner)]));
}

function* structure(value, schema, path, rules) {
  const rule = resolved(schema, rules.schema);
  const scalarFits = typeof value !== "object" && fits(value, rule, rules);
  if (scalarFits) return;
  const inner = typeof value === "object" && value !== null ? openTo(value, rule, rules) : null;
  if (!inner) {
    yield { path, code: codeOf(rule, rules), text: String(value ?? "") };
  } else if (Array.isArray(value)) {
    for (const [n, part] of value.entries()) yield* structure(part, inner.items, [...path, n], rules);
  } else {
    yield* ofFields(value, inner, path, rules);
  }
}

function* ofFields(value, rule, path, rules) {
  for (const name of rule.required ?? []) {
    if (!(name in value)) yield { path: [...path, name], code: "missing-field", text: "" };
  }
  if (rule.oneOf && rule.oneOf.filter((one) => one.required.every((name) => name in value)).length !== 1) {
    yield { path: [...path, rule.oneOf[0].required[0]], code: "missing-field", text: "" };
  }
  for (const [name, part] of Object.entries(value)) {
    const known = rule.properties[name];
    if (known) yield* structure(part, known, [...path, name], rules);
    else yield { path: [...path, name], code: "unknown-field", text: name };
  }
}

/** The branch of a rule that takes a list, or fields. */
function openTo(value, rule, rules) {
  const wanted = Array.isArray(value) ? "items" : "properties";
  if (rule[wanted]) return rule;
  for (const branch of rule.anyOf ?? []) {
    const found = openTo(value, resolved(branch, rules.schema), rules);
    if (found) return found;
  }
  return null;
}

function fits(value, rule, rules) {
  const here = resolved(rule, rules.schema);
  if (here.enum) return here.enum.includes(value);
  if (here.anyOf) return here.anyOf.some((branch) => fits(value, branch, rules));
  if (here.properties || here.items) return false;
  const types = [here.type ?? typeof value].flat();
  const type = Number.isInteger(value) && types.includes("integer") ? "integer" : typeof value;
  if (!types.includes(type)) return false;
  if (typeof value === "string" && here.pattern && !new RegExp(here.pattern, "u").test(value)) return false;
  if (typeof value === "string" && here.maxLength && lengthOf(value) > here.maxLength) return false;
  return !(value < here.minimum || value > here.maximum);
}

function codeOf(rule, rules) {
  const patterns = JSON.stringify(rule);
  for (const [code, pattern] of Object.entries(rules.codes)) {
    if (patterns.includes(JSON.stringify(pattern))) return code;
  }
  return "wrong-value";
}

function* meaning(fields, rules, names) {
  yield* ofDates(fields);
  if (fields.kind && !rules.kinds.includes(fields.kind)) yield { path: ["kind"], code: "unknown-kind", text: fields.kind };
  for (const [path, text, kinds] of references(fields)) yield* ofReference(path, text, kinds, names);
  const sources = new Set((fields.sources ?? []).map((source) => source.id).filter(Boolean));
  for (const [path, text] of namedSources(fields)) {
    if (!sources.has(text)) yield { path, code: "unknown-reference", text };
  }
  for (const [path, text] of earlierConclusions(fields)) {
    const [meeting, id] = text.split(/#(.*)/s);
    if (!id) yield { path, code: "wrong-value", text };
    else if (!rules.conclusions[meeting]?.includes(id)) yield { path, code: "unknown-reference", text };
  }
  for (const [n, { continues }] of (fields.agenda ?? []).entries()) {
    if (continues && !(continues.split("#")[0] in rules.meetings)) yield { path: ["agenda", n, "continues"], code: "unknown-reference", text: continues };
  }
  const ids = new Set();
  for (const [n, { id }] of (fields.conclusions ?? []).entries()) {
    if (id && ids.has(id)) yield { path: ["conclusions", n, "id"], code: "duplicate-conclusion", text: id };
    ids.add(id);
  }
}

function* ofDates(fields) {
  const dated = [[["date"], fields.date]];
  for (const [n, { due }] of (fields.conclusions ?? []).entries()) dated.push([["conclusions", n, "due"], due]);
  for (const [n, { date }] of (fields.sources ?? []).entries()) dated.push([["sources", n, "date"], date]);
  for (const [path, text] of dated) {
    const span = typeof text === "string" ? spanOf(text) : null;
    if (span && span.last < span.first) yield { path, code: "end-before-start", text };
  }
}

/** Every reference of a meeting: where it stands, what it says, and of which kinds it may be. */
export function* references(fields) {
  const one = function* (part, path, name, kinds) {
    if (typeof part[name] === "string" && part[name]) yield [[...path, name], part[name], kinds];
  };
  const many = function* (part, path, name, kinds) {
    if (!Array.isArray(part[name])) return;
    for (const [n, text] of part[name].entries()) if (typeof text === "string") yield [[...path, name, n], text, kinds];
  };
  yield* one(fields, [], "series", ["series"]);
  for (const name of ["organizations", "districts", "issues"]) yield* many(fields, [], name, [name]);
  for (const [n, item] of (fields.agenda ?? []).entries()) {
    for (const name of ["issues", "districts"]) yield* many(item, ["agenda", n], name, [name]);
  }
  for (const name of ["chairs", "attendees", "absent", "speakers"]) {
    for (const [n, entry] of (fields[name] ?? []).entries()) {
      const part = typeof entry === "string" ? { person: entry } : entry;
      yield* one(part, [name, n], "person", ["people"]);
      yield* one(part, [name, n], "district", ["districts"]);
      yield* one(part, [name, n], "organization", ["organizations"]);
      yield* many(part, [name, n], "issues", ["issues"]);
    }
  }
  for (const [n, report] of (fields.follow_ups ?? []).entries()) {
    yield* one(report, ["follow_ups", n], "district", ["districts"]);
    yield* one(report, ["follow_ups", n], "organization", ["organizations"]);
  }
  for (const [n, conclusion] of (fields.conclusions ?? []).entries()) {
    yield* one(conclusion, ["conclusions", n], "by", WHO);
    yield* many(conclusion, ["conclusions", n], "issues", ["issues"]);
    for (const found of many(conclusion, ["conclusions", n], "addressees", WHO)) {
      if (found[1] !== "all-districts") yield found;
    }
  }
}

function* namedSources(fields) {
  for (const name of ["chairs", "attendees", "absent", "speakers", "conclusions", "follow_ups"]) {
    for (const [n, part] of (fields[name] ?? []).entries()) {
      if (typeof part.source === "string") yield [[name, n, "source"], part.source];
    }
  }
}

function* earlierConclusions(fields) {
  for (const [list, name] of [["conclusions", "repeats"], ["follow_ups", "conclusion"]]) {
    for (const [n, part] of (fields[list] ?? []).entries()) {
      if (typeof part[name] === "string" && part[name]) yield [[list, n, name], part[name]];
    }
  }
}

/** What to write for an earlier conclusion that is given as its address on the site; anything else as it is. */
export function conclusionOf(text) {
  return text.trim().replace(/^https?:\/\/\S*\/meetings\/([^/?#\s]+)\/[^#\s]*#(\S+)$/, "$1#$2");
}

function* ofReference(path, text, kinds, names) {
  const candidates = names.candidates(text, kinds);
  const known = REGISTERS.filter((kind) => kinds.includes(kind));
  if (candidates.length > 1) yield { path, code: "ambiguous-reference", text, kinds: known, candidates };
  else if (!candidates.length) yield { path, code: "unknown-reference", text, kinds: known, candidates: names.nearest(text, kinds) };
}

// ---- proposing

/** Title and address of a paper that was typed in one line. */
export function paperOf(text) {
  const [, title = "", url = ""] = /^(?:(.*\S)\s+)?(\S+:\/\/\S+)$/s.exec(text.trim()) ?? [null, text.trim()];
  return { ...(title && { title }), ...(url && { url }) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The copy of the repository and its branch on which a first file was proposed; null where the text does not say.
 *
 * Understood are the addresses of the pages to which hosts lead whoever proposes a file (comparison, new merge request,
 * branch), and `anna:patch-1`, as a pull request shows its branch.
 */
export function proposalOf(text, { url }) {
  const [, site, owner, repository] = /^(https?:\/\/[^/]+(?:\/.*)?)\/([^/]+)\/([^/]+?)\/*$/.exec(url) ?? [];
  const given = decoded(text.trim());
  const at = (who, name, branch) => ({ url: `${site}/${who || owner}/${name || repository}`, branch });
  const typed = /^([\w.-]+):([\w.-][\w./-]*)$/.exec(given);
  if (typed) return at(typed[1], "", typed[2]);
  if (!site || !given.startsWith(`${site}/`)) return null;
  const [, who, name, page] = /^([^/]+)\/([^/?#]+)\/(?:-\/)?(.*)$/.exec(given.slice(site.length + 1)) ?? [];
  const compared = /^compare\/(?:[\w./-]+?\.\.\.)?(?:([\w.-]+)(?:[:/]([\w.-]+))?:)?([\w./-]+)/.exec(page ?? "");
  if (compared) return at(compared[1] || who, compared[2] || name, compared[3]);
  const asked = /^merge_requests\/new\?(?:.*&)?merge_request\[source_branch\]=([\w./-]+)/.exec(page ?? "");
  const branch = asked ?? /^(?:tree|src\/branch)\/([\w./-]+)/.exec(page ?? "");
  return branch ? at(who, name, branch[1].replace(/\/+$/, "")) : null;
}

/** The address of the host's page for a new file; without the text where that would make it too long. */
export function newFileAddress(pattern, path, text, longest) {
  const filled = (value) => pattern.replace("{path}", encodeURIComponent(path).replaceAll("%2F", "/")).replace("{text}", encodeURIComponent(value));
  const whole = filled(text);
  return whole.length <= longest ? { address: whole, whole: true } : { address: filled(""), whole: false };
}
