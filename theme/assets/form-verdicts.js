// What the archive's check tells of a meeting as a whole: its days, who was there, and what its texts link.
//
// Single values are looked at in form-record.js, whose functions come in as `record`. Here, too, nothing knows a page:
// fields and texts in, verdicts out, held to the same cases as `archive check`. How heavy a verdict is, the data says.

const PARTS = ["chairs", "attendees", "absent", "speakers"];
const WHO = ["people", "organizations", "districts"];
const CLOSING = new Set(["done", "dropped"]);

/**
 * Yields { path, code, text, … } for what is wrong, or worth a look, beyond single values.
 *
 * `given` is { id, fields, told, today }: `told` holds the texts of the body as [path, text], `today` is 2024-04-19.
 */
export function* verdicts(given, rules, names, record) {
  const known = { ...given, rules, names, record, day: record.spanOf(given.fields.date ?? "") };
  yield* unseen(known);
  yield* languages(known);
  yield* days(known);
  yield* terms(known);
  yield* presence(known);
  yield* earlier(known);
  yield* headings(known);
  yield* labels(known);
  yield* links(known);
  for (const [n, source] of (given.fields.sources ?? []).entries()) {
    if (!source.url) yield { path: ["sources", n, "url"], code: "source-without-address", text: source.title ?? "" };
  }
}

// ---- single characters and codes

function* textsIn(value, path = []) {
  if (typeof value === "string") yield [path, value];
  else if (value && typeof value === "object") {
    const parts = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [name, part] of parts) yield* textsIn(part, [...path, name]);
  }
}

function* unseen({ fields, told, rules }) {
  const hidden = new RegExp(rules.hidden, "u");
  for (const [path, text] of [...textsIn(fields), ...told]) {
    const found = hidden.exec(text);
    if (found) yield { path, code: "control-character", text: found[0].codePointAt(0).toString(16).padStart(4, "0") };
    if (/^[ \t]*(?:[-*>]|#{1,6})?[ \t]*\?\?\?(?:[ \t]|$)/m.test(text)) yield { path, code: "open-question", text: "???" };
  }
}

/** A text without the characters that nobody can see. */
export function withoutHidden(text, rules) {
  return text.replace(new RegExp(rules.hidden, "gu"), "");
}

function* languages({ fields, rules }) {
  const written = [[["language"], fields.language], ...(fields.sources ?? []).map(({ language }, n) => [["sources", n, "language"], language])];
  for (const [path, text] of written) {
    const [, code] = /^([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/.exec(text ?? "") ?? [];
    const unknown = code && (code.length === 2 ? !rules.languages.includes(code) : code in rules.oftenWritten);
    if (unknown) yield { path, code: "bad-language", text };
  }
}

// ---- days

const dayAfter = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 86400000).toISOString().slice(0, 10);
const yearsAfter = (day, years) => new Date(Date.parse(`${day}T00:00:00Z`) + years * 365 * 86400000).toISOString().slice(0, 10);

function* days({ fields, day, record, today }) {
  if (!day) return;
  if (day.year && day.first > dayAfter(today)) {
    const far = day.first > yearsAfter(today, 5);
    if (far || (fields.status ?? "held") === "held") yield { path: ["date"], code: "future-date", text: fields.date, far };
  }
  for (const [n, { due }] of (fields.conclusions ?? []).entries()) {
    const term = record.spanOf(due ?? "");
    if (term?.year && day.year && term.last < day.first) yield { path: ["conclusions", n, "due"], code: "due-before-meeting", text: due };
  }
}

/** The one record that a text means, with its kind; null where that is none, or several. */
function meant({ names }, text, kinds) {
  const found = typeof text === "string" && text ? names.candidates(text, kinds) : [];
  return found.length === 1 ? found[0] : null;
}

/** Whether something existed on the day of the meeting; `terms` are [from, until, successors] by id. */
function existed({ rules, record, day }, { kind, id }) {
  const [from, until] = rules.terms[kind]?.[id] ?? [];
  if (!day?.year) return true;
  const [first, last] = [record.spanOf(from ?? ""), record.spanOf(until ?? "")];
  return (!first || day.last >= first.first) && (!last || day.first <= last.last);
}

function* terms(known) {
  const { fields } = known;
  const acting = [...(fields.organizations ?? []).map((text, n) => [["organizations", n], text, ["organizations"]])];
  for (const [path, part] of entries(fields)) {
    acting.push([[...path, "district"], part.district, ["districts"]], [[...path, "organization"], part.organization, ["organizations"]]);
  }
  for (const [n, conclusion] of (fields.conclusions ?? []).entries()) {
    acting.push([["conclusions", n, "by"], conclusion.by, WHO]);
    for (const [m, text] of (conclusion.addressees ?? []).entries()) acting.push([["conclusions", n, "addressees", m], text, WHO]);
  }
  const concerned = (fields.districts ?? []).map((text, n) => [["districts", n], text, ["districts"]]);
  for (const [code, named] of [["out-of-time", acting], ["former-district", concerned]]) {
    for (const [path, text, kinds] of named) {
      const found = meant(known, text, kinds);
      if (found && !existed(known, found)) yield { path, code, text: found.name, ...inItsPlace(known, found, kinds) };
    }
  }
}

/** Until when or since when something existed, and what stood in its place before or after. */
function inItsPlace({ rules, record, names, day }, { kind, id }, kinds) {
  const [from, until, successors = []] = rules.terms[kind][id];
  const ended = until && record.spanOf(until).last < day.first;
  const others = ended ? successors : Object.entries(rules.terms[kind]).filter(([, [, , next = []]]) => next.includes(id)).map(([other]) => other);
  const candidates = others.flatMap((other) => names.candidates(`${kind}/${other}`, [kind]));
  return { until: ended ? until : "", from: ended ? "" : from, kinds, candidates };
}

// ---- who was there

function* entries(fields, parts = PARTS) {
  for (const name of parts) {
    for (const [n, entry] of (fields[name] ?? []).entries()) yield [[name, n], typeof entry === "string" ? { person: entry } : entry];
  }
}

function* presence(known) {
  const { fields, told } = known;
  const idOf = ({ person }) => meant(known, person, ["people"])?.id;
  const people = [...entries(fields)].map(([path, part]) => ({ path, part, id: idOf(part) }));
  const others = people.filter(({ path }) => path[0] !== "absent");
  const absent = new Map(people.filter(({ path, id }) => path[0] === "absent" && id).map((one) => [one.id, one]));
  for (const { path, part } of [...absent.values()].filter(({ id }) => others.some((other) => other.id === id))) {
    yield { path: [...path, "person"], code: "excluding-parts", text: part.person };
  }
  if ((fields.status ?? "held") !== "held") return;
  const attendees = people.filter(({ path }) => path[0] === "attendees");
  if (attendees.length && attendees.every(({ id }) => id)) {
    const there = new Set(people.filter(({ path }) => path[0] !== "speakers").map(({ id }) => id));
    for (const { path, part, id } of people.filter((one) => one.path[0] === "speakers" && one.id)) {
      if (there.has(id)) continue;
      there.add(id);
      yield { path: [...path, "person"], code: "speaker-not-listed", text: part.person };
    }
  }
  const speakers = people.filter(({ path }) => path[0] === "speakers");
  const called = ({ id, part }) => id ?? part.person ?? part.group;
  const spoken = new Set(told.filter(([path, text]) => path[0] === "speakers" && text.trim()).map(([path]) => called(speakers[path[1]])));
  for (const speaker of speakers) {
    if (!spoken.has(called(speaker))) yield { path: [...speaker.path, "text"], code: "no-text", text: called(speaker) };
  }
}

// ---- earlier meetings

function* earlier(known) {
  const { fields } = known;
  for (const [n, { repeats }] of (fields.conclusions ?? []).entries()) {
    if (isLater(known, repeats)) yield { path: ["conclusions", n, "repeats"], code: "repeats-later", text: repeats };
  }
  const own = new Map();
  for (const [n, report] of (fields.follow_ups ?? []).entries()) {
    const path = ["follow_ups", n, "conclusion"];
    if (isLater(known, report.conclusion)) yield { path, code: "follow-up-of-later", text: report.conclusion };
    else yield* ofReports(known, report, path, own);
  }
}

const meetingOf = (key) => (key ?? "").split("#")[0];

function isLater({ rules, record, day }, key) {
  const other = record.spanOf(rules.meetings[meetingOf(key)] ?? "");
  return Boolean(other?.year && day?.year && other.first > day.last);
}

/** A report beside those that there are: [day, status, for whom] each, oldest first; `own` are those of this meeting. */
function* ofReports(known, report, path, own) {
  const { rules, record, day, fields } = known;
  if (!day || !report.conclusion || !report.status) return;
  const one = meant(known, report.district, ["districts"]) ?? meant(known, report.organization, ["organizations"]);
  const addressee = one ? `${one.kind}/${one.id}` : "";
  const before = [...(rules.reports[report.conclusion] ?? []).filter(([date]) => record.spanOf(date).first <= day.first), ...(own.get(report.conclusion) ?? [])];
  own.set(report.conclusion, [...(own.get(report.conclusion) ?? []), [fields.date, report.status, addressee]]);
  for (const [date, status, other] of before.reverse()) {
    if (other && other !== addressee) continue;
    const oneDay = record.spanOf(date).last >= day.first;
    if (oneDay && status !== report.status && other === addressee) {
      yield { path, code: "contradicting-follow-ups", text: report.conclusion };
      return;
    }
    if (!oneDay && CLOSING.has(status)) {
      yield { path, code: "follow-up-of-closed", text: report.conclusion, date, status };
      return;
    }
  }
}

// ---- the texts

const withoutCode = (text) => text.replace(/^ {0,3}(`{3,}|~{3,}).*\n[\s\S]*?^ {0,3}\1.*$|(`+)[^`][^\n]*?\2/gm, (code) => code.replace(/[^\n]/g, " "));

/** Fields that take inline Markdown. */
function* inline({ fields }) {
  if (fields.summary) yield [["summary"], fields.summary];
  for (const [list, name] of [["conclusions", "text"], ["follow_ups", "note"]]) {
    for (const [n, part] of (fields[list] ?? []).entries()) if (part[name]) yield [[list, n, name], part[name]];
  }
  for (const [n, text] of (fields.notes ?? []).entries()) yield [["notes", n], text];
}

/** Two items with one address could not both be linked; a heading with one # would be a second title. */
function* headings({ fields, told, rules, record }) {
  const seen = new Map();
  const named = ["agenda", "speakers", "conclusions"].flatMap((list) =>
    (fields[list] ?? []).map((part, n) => (list === "agenda" ? [[list, n, "heading"], part.heading] : [[list, n, "agenda"], part.agenda])));
  for (const [path, heading] of named) {
    if (!heading) continue;
    const address = record.slug(heading, rules.letters);
    if (seen.has(address) && seen.get(address) !== heading) yield { path, code: "duplicate-heading", text: heading };
    seen.set(address, heading);
  }
  for (const [path, text] of told) {
    for (const [, marks, heading] of withoutCode(text).matchAll(/^ {0,3}(#{1,2})[ \t]+(\S[^\n]*?)(?:[ \t]+#+)?[ \t]*$/gm)) {
      const address = record.slug(heading, rules.letters);
      if (marks.length === 1) yield { path, code: "wrong-value", text: `# ${heading}`, heading };
      else if (seen.has(address)) yield { path, code: "duplicate-heading", text: heading };
      else seen.set(address, heading);
    }
  }
}

/** Bold labels that somebody typed and that are nearly the name of a participant. */
function* labels(known) {
  const { fields, told, rules, names, record } = known;
  const called = [];
  for (const [, part] of entries(fields, ["chairs", "attendees", "speakers"])) {
    const one = meant(known, part.person, ["people"]);
    if (part.person && !one) return; // the label may be theirs
    called.push(...(one ? [one.id, ...one.names] : []), part.person, part.group, part.as);
  }
  const keys = new Set(called.filter(Boolean).map(record.keyOf));
  for (const [path, text] of told) {
    for (const [, label] of withoutCode(text).matchAll(/(?:^|\n[ \t]*\n) {0,3}\*\*([^*\n]{1,200}?)[ \t]*(?::\*\*|\*\*[ \t]*:)/g)) {
      for (const name of keys.has(record.keyOf(label)) ? [] : label.split(/\s+\/\s+/)) {
        if (keys.has(record.keyOf(name))) continue;
        const near = [...keys].map((key) => [record.ratio(record.fold(name, rules.letters), record.fold(key, rules.letters)), key]).sort((a, b) => b[0] - a[0])[0];
        if (near?.[0] >= 86) yield { path, code: "near-label", text: name, near: near[1] };
      }
    }
  }
}

const LINK = /(?<!\\)\[\[([a-z0-9][a-z0-9-]*(?:\/[a-z0-9-]+)?(?:#[a-z0-9.-]+)?)(?:\\?\|[^[\]\n]*)?\]\]/g;
const PICTURE = /!\[[^[\]\n]*\]\(\s*<?([^)\s>]+)/g;
const ADDRESS = /(?<!\\)\]\([ \t]*(?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*')?)?[ \t]*\)/g;
const FOLLOWED = /^(?:https?:\/\/|mailto:|#)/i;

function* links(known) {
  const { rules } = known;
  for (const [path, text, inBody] of [...known.told.map((one) => [...one, true]), ...inline(known)]) {
    for (const line of withoutCode(text).split("\n")) {
      for (const [, target] of line.matchAll(LINK)) {
        if (!leadsSomewhere(known, target)) yield { path, code: "unknown-link", text: `[[${target}]]` };
      }
      const pictures = [...line.matchAll(PICTURE)].map(([, target]) => target);
      for (const target of inBody ? pictures : []) {
        const there = /^(?:https?:\/\/|mailto:)/i.test(target) || rules.pictures.some((name) => name.endsWith(`/${target}`));
        if (!there) yield { path, code: "missing-picture", text: target };
      }
      for (const [, pointed, plain] of line.includes("[") ? line.matchAll(ADDRESS) : []) {
        const target = pointed ?? plain;
        if (!FOLLOWED.test(target) && !pictures.includes(target)) yield { path, code: "dead-link", text: target };
      }
    }
  }
}

/** Whether `[[target]]` leads to one record. Where speeches and items of other meetings begin, the form does not know. */
function leadsSomewhere({ id, fields, rules, names }, target) {
  const [name, fragment] = target.split("#");
  const [kind, plain] = name.includes("/") ? name.split("/") : ["", name];
  const registers = (names.byId.get(plain) ?? []).filter((one) => !kind || one.kind === kind);
  const meeting = (!kind || kind === "meetings") && (plain in rules.meetings || plain === id);
  if (registers.length + (meeting ? 1 : 0) !== 1) return false;
  if (!fragment) return true;
  const own = (fields.conclusions ?? []).map((conclusion) => conclusion.id);
  return meeting && (/^item-|\.\d+$/.test(fragment) || (plain === id ? own : rules.conclusions[plain] ?? []).includes(fragment));
}

// ---- new people

/** A person of the archive whose name differs from a new one as typing errors do; null where none does. */
export function resembling(name, names, { fold, letters }) {
  const wordsOf = (text) => fold(text, letters).split(" ").sort();
  const own = wordsOf(name);
  const people = names.records.filter((one) => one.kind === "people" && one.to === one.id && one.name !== name);
  const same = people.find((one) => one.names.some((other) => wordsOf(other).join(" ") === own.join(" ")));
  if (same) return same;
  const bearers = (word) => new Set(people.map((one) => wordsOf(one.name)).filter((words) => words.includes(word)).map((words) => words.join(" "))).size;
  return people.find((one) => {
    const words = wordsOf(one.name);
    if (words.length !== own.length) return false;
    const mine = own.filter((word) => !words.includes(word));
    const theirs = words.filter((word) => !own.includes(word));
    const slip = mine.length === 1 && theirs.length === 1 && mine[0][0] === theirs[0][0] && isSlip(mine[0], theirs[0]);
    return slip && Math.min(bearers(mine[0]) + 1, bearers(theirs[0])) < 2;
  }) ?? null;
}

/** Whether two words differ by one letter that is swapped with its neighbour, missing, added or another. */
function isSlip(a, b) {
  if (Math.min(a.length, b.length) < 2 || Math.max(a.length, b.length) < 3) return false;
  const start = [...a].findIndex((letter, n) => letter !== b[n]);
  const from = start < 0 ? a.length : start;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)
    || (restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
}
