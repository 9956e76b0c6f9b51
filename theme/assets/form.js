// The form of a new meeting: what somebody types becomes a record, and what is wrong stands beside its field.
//
// What it knows of records is in form-record.js and form-verdicts.js, its rules and names in contribute/form.json. All
// words that a reader sees come from the page (#form-words); this file holds none.

const TYPING = 350; // milliseconds
const LONGEST_ADDRESS = 7500; // hosts refuse requests of more than 8 kB
const DRAFT = "archive-draft";
const ALL = "all-districts"; // what a record writes for every district of the first level

// The page names each module with a mark that changes when it does.
const moduleOf = (name) => import(document.querySelector(`link[rel="modulepreload"][href*="${name}"]`)?.href ?? `./${name}`);
const [record, { verdicts, resembling, withoutHidden }] = await Promise.all(["form-record.js", "form-verdicts.js"].map(moduleOf));

const form = document.querySelector("#record-form");
const words = JSON.parse(document.querySelector("#form-words").textContent);
const home = new URL(form.dataset.home, document.baseURI);
const at = (id) => document.querySelector(`#form-${id}`);
const language = document.documentElement.lang || "en";
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const forms = new Intl.PluralRules(language);
const counted = ([one, many], n) => filled(forms.select(n) === "one" ? one : many, { n });

let rules = null;
let names = null;
let newRecords = []; // { kind, id, name }
let proposal = null; // { url, branch } on which the meeting was proposed
let insisted = false; // what is missing is said everywhere, also where nobody has been yet
let numbered = 0; // of ids for elements
let saved = []; // addresses of files that can be saved
const idField = form.querySelector('[data-field="id"]');

// ---- fields and rows

const inputOf = (field) => field.querySelector("[data-input]");
const kindsOf = (field) => (field.dataset.kinds ? field.dataset.kinds.split(" ") : []);
const labelOf = (field) => field.querySelector(".field__label").textContent;
const fieldsIn = (part) => [...part.querySelectorAll(".field[data-field]")].filter((f) => f.closest("[data-of]") === (part.matches("[data-of]") ? part : null));
const rowsOf = (name) => [...form.querySelectorAll(`[data-of="${name}"]`)];
const addedTo = (name) => rowsOf(name).filter((row) => !("offered" in row.dataset));
const ROWS = [...form.querySelectorAll("[data-rows]")].map((rows) => rows.dataset.rows);

function prepare(part) {
  for (const field of part.querySelectorAll(".field[data-field]")) {
    const input = inputOf(field);
    const base = `form-f${(numbered += 1)}`;
    const described = [...field.querySelectorAll(".field__hint, .field__error")];
    for (const [n, element] of described.entries()) element.id = `${base}-${n}`;
    input.id = base;
    input.setAttribute("aria-describedby", described.map((element) => element.id).join(" "));
    input.addEventListener("blur", () => { field.dataset.touched = ""; later(); });
    if (field.dataset.kinds) complete(field);
    if ("many" in field.dataset) choosesMany(field);
  }
}

const newRow = (name) => {
  const row = document.querySelector(`template[data-row="${name}"]`).content.firstElementChild.cloneNode(true);
  row.dataset.of = name;
  return row;
};

function addRow(name) {
  const row = newRow(name);
  if (name === "sources") row.dataset.id = nextSource();
  if (name === "speakers") row.dataset.id = `speech-${Date.now().toString(36)}-${(numbered += 1)}`; // no other has it, in a kept draft neither
  prepare(row);
  row.querySelector("[data-remove]").addEventListener("click", () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    number(name);
    (next ? inputOf(next) : form.querySelector(`[data-add="${name}"]`)).focus();
    later();
  });
  form.querySelector(`[data-rows="${name}"]`).append(row);
  number(name);
  offerSources();
  offerSpeeches();
  return row;
}

function number(name) {
  for (const [n, row] of addedTo(name).entries()) row.querySelector("[data-number]").textContent = n + 1;
}

// ---- which source says so

/** An id that no source has, and that no entry still refers to. */
function nextSource() {
  const used = [...rowsOf("sources").map((row) => row.dataset.id), ...sourceFields().map((field) => inputOf(field).value)];
  return `s${1 + Math.max(0, ...used.map((id) => Number(id.slice(1)) || 0))}`;
}

const sourceFields = () => [...form.querySelectorAll('[data-of] .field[data-field="source"]')];

/** Of one source alone nobody has to say which one it was; a source that is gone stays chosen, and is complained of. */
function offerSources() {
  const told = rowsOf("sources").map((row) => [row.dataset.id, sourceTitle(row)]);
  for (const field of sourceFields()) {
    const select = inputOf(field);
    const chosen = select.value;
    const options = chosen && !told.some(([id]) => id === chosen) ? [...told, [chosen, chosen]] : told;
    const said = JSON.stringify(options);
    if (select.dataset.said !== said) {
      select.dataset.said = said;
      select.replaceChildren(new Option("–", ""), ...options.map(([id, title]) => new Option(title, id)));
      select.value = chosen;
    }
    field.hidden = told.length < 2 && !chosen;
  }
}

function sourceTitle(row) {
  const [title, publisher, url] = ["title", "publisher", "url"].map((name) => inputOf(row.querySelector(`[data-field="${name}"]`)).value.trim());
  return [row.dataset.id, title || publisher || url].filter(Boolean).join(": ");
}

// ---- which speech it came from

/** The speeches that have words: the row of each, its address in the meeting, and who spoke. */
function speechesIn() {
  const counts = new Map();
  return rowsOf("speakers").flatMap((row) => {
    const part = (name) => valueOf(row.querySelector(`.field[data-field="${name}"]`));
    if (!part("text") || !(part("person") || part("group"))) return [];
    const name = spoken({ person: part("person"), group: part("group") });
    const stem = part("person") || record.slug(part("group"), rules.letters);
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
    return [{ row: row.dataset.id, address: `${stem}.${counts.get(stem)}`, name }];
  });
}

function offerSpeeches() {
  const told = rules ? speechesIn() : [];
  for (const field of form.querySelectorAll('[data-of] .field[data-field="speech"]')) {
    const select = inputOf(field);
    const chosen = select.value;
    const said = JSON.stringify(told);
    if (select.dataset.said !== said) {
      select.dataset.said = said;
      select.replaceChildren(new Option("–", ""), ...told.map(({ row, name }, n) => new Option(filled(words.speech, { n: n + 1, name }), row)));
      select.value = told.some(({ row }) => row === chosen) ? chosen : "";
    }
    field.hidden = !told.length;
  }
  const items = new Set([...form.querySelectorAll('[data-of] .field:is([data-field="heading"], [data-field="agenda"])')].map((field) => inputOf(field).value.trim()).filter(Boolean));
  at("items").replaceChildren(...[...items].map((item) => new Option(item, item)));
}

// ---- what the series is to report on

const offeredRows = () => [...form.querySelectorAll("[data-offered]")];
const openOf = (series) => (Object.hasOwn(rules.open, series) ? rules.open[series] : [[], 0]);
let offeredFor = null; // the series whose open conclusions stand there

/** An entry for each open conclusion of the series; what was told of those of another series is kept in rows. */
function offerReports(series) {
  if (series === offeredFor) return;
  offeredFor = series;
  const [open, more] = openOf(series);
  const back = addedTo("follow_ups").filter((row) => open.some(([key]) => key === row.dataset.was));
  const told = [...offeredRows().filter(isTold), ...back].map((row) => [row.dataset.offered ?? row.dataset.was, stateOf(fieldsIn(row))]);
  for (const row of back) row.remove();
  at("offered-list").replaceChildren(...open.map(offeredRow));
  at("offered-more").textContent = more ? counted(words.moreOpen, more) : "";
  at("offered").hidden = !open.length;
  fillReports(told);
  number("follow_ups");
}

/** Fill the entries of open conclusions; of what is not offered, or no longer, a row keeps what was told. */
function fillReports(told) {
  offerSources();
  offerSpeeches();
  for (const [key, values] of told) {
    const offered = offeredRows().find((row) => row.dataset.offered === key);
    const row = offered ?? addRow("follow_ups");
    if (!offered) row.dataset.was = key;
    fillIn(fieldsIn(row), values);
  }
}

function offeredRow([key, text, due]) {
  const row = Object.assign(document.createElement("details"), { className: "row row--offered" });
  Object.assign(row.dataset, { of: "follow_ups", offered: key });
  const summary = element("summary", "");
  summary.append(Object.assign(element("span", text), { className: "row__words" }));
  if (due) summary.append(" ", element("small", filled(words.due, { date: due })));
  summary.append(" ", Object.assign(element("span", words.told), { className: "row__told", hidden: true }));
  const fields = [...newRow("follow_ups").querySelectorAll(".field")];
  const named = fields.find((field) => field.dataset.field === "conclusion");
  named.querySelector(".field__hint").remove();
  Object.assign(inputOf(named), { value: key, readOnly: true });
  const empty = button(words.leaveOut, () => { leaveOut(row); summary.focus(); later(); });
  row.append(summary, ...fields, Object.assign(element("p", ""), { className: "row__end" }));
  row.lastChild.append(empty);
  prepare(row);
  return row;
}

function leaveOut(row) {
  for (const field of fieldsIn(row).filter(canBeTold)) {
    inputOf(field).value = "";
    delete field.dataset.reference;
    delete field.dataset.touched;
  }
  row.open = false;
}

/** Whether something was told of an open conclusion; else its entry is left out. */
const isTold = (row) => fieldsIn(row).some((field) => canBeTold(field) && inputOf(field).value.trim());
const canBeTold = (field) => field.dataset.field !== "conclusion";

// ---- lists of several values

const chosenIn = (field) => [...field.querySelectorAll(".field__chosen > li")].map((li) => li.dataset.value);

function choose(field, value) {
  if (!value || chosenIn(field).includes(value)) return;
  const list = field.querySelector(".field__chosen");
  const item = document.createElement("li");
  const name = shownAs(value, kindsOf(field));
  item.dataset.value = value;
  item.append(name, " ", button("×", () => { item.remove(); list.hidden = !list.children.length; inputOf(field).focus(); later(); }, filled(words.remove, { name })));
  list.append(item);
  list.hidden = false;
}

function shownAs(value, kinds) {
  if (value === ALL) return words.all;
  const [only, ...others] = kinds.length && names ? names.candidates(value, kinds) : [];
  return only && !others.length ? only.name : value;
}

function choosesMany(field) {
  const input = inputOf(field);
  const take = () => {
    const text = input.value.trim();
    if (!text) return;
    choose(field, referenceOf(text, kindsOf(field)));
    input.value = "";
    later();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.defaultPrevented) { event.preventDefault(); take(); }
    if (event.key === "Backspace" && !input.value) { field.querySelector(".field__chosen > li:last-child")?.remove(); later(); }
  });
  input.addEventListener("blur", take);
}

// ---- completion from the registers

function complete(field) {
  const input = inputOf(field);
  const kinds = kindsOf(field);
  const list = document.createElement("ul");
  Object.assign(list, { id: `${input.id}-list`, className: "field__list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", labelOf(field));
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  input.closest("label").after(list);
  let offered = [];
  let marked = -1;
  const close = () => show([]);
  const mark = (n) => {
    marked = n;
    for (const [i, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(i === n));
    if (n < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[n].id);
      list.children[n].scrollIntoView({ block: "nearest" });
    }
  };
  const take = (n) => {
    const value = offered[n].id === ALL ? ALL : names.reference(offered[n], kinds);
    if ("many" in field.dataset) { choose(field, value); input.value = ""; }
    else { input.value = offered[n].name; field.dataset.reference = value; }
    close();
    later();
  };
  const show = (records) => {
    offered = records;
    list.replaceChildren(...records.map((found, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.append(found.name);
      if (noteOf(found)) option.append(" ", element("small", noteOf(found)));
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(n); });
      return option;
    }));
    list.hidden = !records.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };
  input.addEventListener("input", () => {
    delete field.dataset.reference;
    show(names ? [...everyDistrict(input.value, field), ...names.completions(input.value, kinds)] : []);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      mark((marked + 1 + steps[event.key] + offered.length + 1) % (offered.length + 1) - 1);
    } else if (event.key === "Enter" && marked >= 0) {
      event.preventDefault();
      take(marked);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
}

/** All districts of the first level, where somebody types that they are meant. */
function everyDistrict(typed, field) {
  const wanted = record.fold(typed, rules.letters);
  const fits = field.dataset.field === "addressees" && wanted.length > 1 && record.fold(words.all, rules.letters).startsWith(wanted);
  return fits ? [{ kind: "districts", id: ALL, name: words.all }] : [];
}

const noteOf = (found) => words.kinds[found.kind]?.[found.note] ?? found.note ?? "";

/** What to write for a text: the id of the one record that it means, else the text itself. */
function referenceOf(text, kinds) {
  if (kinds.length > 1 && record.keyOf(text) === words.all) return ALL;
  const candidates = names && kinds.length ? names.candidates(text, kinds) : [];
  return candidates.length === 1 ? names.reference(candidates[0], kinds) : text;
}

// ---- from the form to a record

function valueOf(field) {
  if ("papers" in field.dataset) return chosenIn(field).map(record.paperOf);
  if ("many" in field.dataset) return chosenIn(field);
  const text = inputOf(field).value.trim();
  if ("speeches" in inputOf(field).dataset) return speechesIn().find(({ row }) => row === text)?.address ?? "";
  if ("conclusion" in field.dataset) return record.conclusionOf(text);
  return field.dataset.reference ?? (field.dataset.kinds ? referenceOf(text, kindsOf(field)) : text);
}

const isGiven = (value) => (Array.isArray(value) ? value.length > 0 : value !== "");

/** The fields of the record, its body, and which element of the page each path stands for. */
function collect() {
  const places = new Map();
  const note = (path, field) => places.set(path.join("."), field);
  const fields = {};
  for (const field of fieldsIn(form)) {
    note([field.dataset.field], field);
    if (!["opening", "id"].includes(field.dataset.field)) fields[field.dataset.field] = valueOf(field);
  }
  const speeches = [];
  const agenda = [];
  const opening = inputOf(form.querySelector('[data-field="opening"]')).value;
  const told = [[["opening"], opening]];
  for (const name of ROWS) {
    fields[name] = [];
    for (const row of rowsOf(name)) {
      if ("offered" in row.dataset && !isTold(row)) continue;
      const parts = fieldsIn(row).map((field) => [field.dataset.field.split("."), valueOf(field), field]);
      if (!parts.some(([, value]) => isGiven(value))) continue;
      const entry = name === "conclusions" ? { id: `k${fields[name].length + 1}` } : name === "sources" ? { id: row.dataset.id } : {};
      for (const [keys, value, field] of parts) {
        note([name, fields[name].length, ...keys], field);
        if (isGiven(value)) put(entry, keys, value);
      }
      if (["speakers", "agenda"].includes(name)) {
        if (entry.text) told.push([[name, fields[name].length, "text"], entry.text]);
        if (name === "speakers") speeches.push({ label: spoken(entry), agenda: entry.agenda, text: entry.text });
        else agenda.push({ heading: entry.heading, text: entry.text });
        delete entry.text;
      }
      fields[name].push(entry);
    }
  }
  // An item that nothing but a conclusion names is headed as well.
  speeches.push(...fields.conclusions.filter((one) => one.agenda).map((one) => ({ agenda: one.agenda })));
  return { fields: given(fields), body: record.bodyText(opening, speeches, agenda), places, told };
}

/** Set a value in an entry, or in a part of it as `votes.yes` names it; there it is a number. */
function put(entry, [key, inner], value) {
  if (!inner) entry[key] = value;
  else entry[key] = { ...entry[key], [inner]: /^[0-9]{1,9}$/.test(value) ? Number(value) : value };
}

/** The fields as they are written: of an item whose heading stands in the text alone, nothing is. */
function written(fields) {
  const agenda = (fields.agenda ?? []).filter((item) => Object.keys(item).some((key) => key !== "heading"));
  return { ...fields, agenda };
}

const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => isGiven(value)));

/** The name before a speech: the one of the register where only one bears it, else the id. */
function spoken({ person = "", group = "" }) {
  const [only] = names && person ? names.candidates(person, ["people"]) : [];
  if (!only) return person || group;
  return names.candidates(only.name, ["people"]).length === 1 ? only.name : only.id;
}

// ---- what is wrong, beside its field

function placeOf(places, path) {
  for (let end = path.length; end; end -= 1) {
    const found = places.get(path.slice(0, end).join("."));
    if (found) return found;
  }
  return null;
}

function message(problem) {
  const { path, code, text } = problem;
  const last = path.at(-1);
  const seen = words.seen[seenAs(problem)];
  const called = last === "person" ? shownAs(text, ["people"]) : shortened(text);
  if (seen) return filled(seen, { ...problem, text: called, status: words.statuses[problem.status] ?? "" });
  if (code === "missing-field" && path.at(-3) === "documents") return words.paperTitle;
  if (["conclusion", "repeats"].includes(last) && code !== "missing-field") return filled(words.unknownConclusion, { text });
  const own = words.forms[typeof last === "number" ? path.at(-2) : last];
  if (code === "missing-field") return last === "person" ? words.whoIsMissing : words.missing;
  if (code === "bad-date") {
    const dates = record.dateReadings(text);
    const hint = dates.length ? filled(words.writeDate, { dates: dates.join(` ${words.or} `) }) : words.dateForm;
    return `${filled(words.badDate, { text })} ${hint}`;
  }
  const said = {
    "end-before-start": words.endBeforeStart, "bad-address": words.badAddress, "bad-language": words.badLanguage,
    "unknown-reference": words.unknown, "ambiguous-reference": words.ambiguous, "duplicate-id": last === "id" ? words.takenId : words.taken, "bad-id": words.badId,
  }[code];
  return filled(said ?? `${words.wrongValue}${own ? ` ${own}` : ""}`, { text, n: rules.idLength });
}

/** Under which of the words a verdict is told that one value alone does not bring about. */
function seenAs({ code, far, until, heading }) {
  if (code === "future-date" && far) return "far-future";
  if (code === "out-of-time" || code === "former-district") return until ? (code === "out-of-time" ? "ended" : "former-ended") : "begun";
  return code === "wrong-value" && heading ? "title-in-text" : code;
}

const shortened = (text) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** Ways out of a problem, one click each. */
function remedies({ path, code, text, kinds = [], candidates = [] }, field) {
  const set = (value) => () => {
    if ("many" in field.dataset) {
      field.querySelectorAll(".field__chosen > li")[path.at(-1)]?.remove();
      choose(field, value);
    } else {
      inputOf(field).value = shownAs(value, kindsOf(field));
      if (field.dataset.kinds) field.dataset.reference = value;
    }
    inputOf(field).focus();
    renew();
  };
  const found = candidates.map((candidate) => {
    const note = noteOf(candidate);
    return button(note ? `${candidate.name} (${note})` : candidate.name, set(names.reference(candidate, kinds)));
  });
  if (found.length && code === "unknown-reference") found.unshift(element("span", words.didYouMean));
  if (code === "control-character") {
    found.push(button(words.deleteIt, () => {
      for (const value of "many" in field.dataset ? chosenIn(field) : []) {
        field.querySelector(`.field__chosen > li[data-value="${CSS.escape(value)}"]`).remove();
        choose(field, withoutHidden(value, rules));
      }
      set(withoutHidden(inputOf(field).value, rules))();
    }));
  }
  if (code === "bad-language" && rules.oftenWritten[text.toLowerCase()]) {
    const written = rules.oftenWritten[text.toLowerCase()];
    found.push(button(written, set(written)));
  }
  if (code === "bad-date") found.push(...record.dateReadings(text).map((date) => button(date, set(date))));
  for (const kind of code === "unknown-reference" ? kinds : []) {
    found.push(button(filled(words.new[kind], { text }), () => set(names.reference(addRecord(kind, text), kindsOf(field)))()));
  }
  return found;
}

function addRecord(kind, name) {
  const taken = (id) => names.byId.get(id)?.some((other) => other.kind === kind);
  const base = record.slug(name, rules.letters);
  let id = base;
  for (let n = 2; taken(id); n += 1) id = `${base}-${n}`;
  newRecords.push({ kind, id, name });
  const added = { kind, id, names: [name], name, note: "", to: id };
  names.add(added);
  return added;
}

/** Opens what a field lies in, so that what is wrong or was typed before can be seen and reached. */
function reveal(field) {
  for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}

function explain(problems, places) {
  const shown = new Map();
  for (const problem of [...problems].sort((a, b) => isNote(a) - isNote(b))) {
    const field = placeOf(places, problem.path);
    if (field && !shown.has(field)) shown.set(field, problem);
  }
  for (const field of form.querySelectorAll(".field[data-field]")) {
    const problem = shown.get(field);
    const waits = (problem?.code === "missing-field" && !("papers" in field.dataset)) || severityOf(problem) === "info";
    const silent = waits && !insisted && !("touched" in field.dataset);
    const error = field.querySelector(".field__error");
    const said = problem && !silent ? message(problem) : "";
    if (error.dataset.said !== JSON.stringify([said, problem?.path])) {
      error.dataset.said = JSON.stringify([said, problem?.path]);
      error.replaceChildren(...(said ? [element("span", said), ...remedies(problem, field)] : []));
    }
    error.hidden = !said;
    error.classList.toggle("field__error--note", isNote(problem));
    if (said) reveal(field);
    inputOf(field).setAttribute("aria-invalid", String(Boolean(said) && !isNote(problem)));
  }
  return [...shown];
}

const severityOf = (problem) => (problem ? (rules.severities[problem.code] ?? "error") : "");
const isNote = (problem) => Boolean(problem) && (problem.code === "no-source" || severityOf(problem) !== "error");

// ---- the result

function renew() {
  clearTimeout(waiting);
  offerReports(valueOf(form.querySelector('[data-field="series"]')));
  offerSources();
  offerSpeeches();
  const { fields, body, places, told } = collect();
  const derived = record.meetingId(fields.date ?? "", fields.title ?? "", rules);
  const own = inputOf(idField);
  own.placeholder = derived;
  const id = own.value.trim() || derived;
  const problems = [...record.problemsOf(fields, rules, names), ...verdicts({ id, fields, told, today: today() }, rules, names, record)];
  const fault = own.value.trim() || fields.title ? record.idFault(id, rules) : "";
  if (fault) problems.push({ path: [own.value.trim() ? "id" : "title"], code: fault, text: id });
  const found = explain(problems, places);
  const open = found.filter(([, problem]) => !isNote(problem));
  const plain = record.recordText(rules.schema, written(fields), body);
  const text = at("lines").checked ? record.withFollowUpLines(plain, offeredFor, openOf(offeredFor), rules.schema) : plain;
  for (const row of offeredRows()) row.querySelector(".row__told").hidden = !isTold(row);
  const path = record.recordPath("meetings", id, fields.date ?? "");
  at("state").textContent = open.length ? counted(words.open, open.length) : words.complete;
  at("open").replaceChildren(...open.map(leadTo));
  const noSource = fields.sources || !fields.title ? [] : [[null, { path: ["sources"], code: "no-source", text: "" }]];
  const worth = [...noSource, ...found.filter(([, problem]) => isNote(problem))];
  at("worth").hidden = !worth.length;
  at("worth-list").replaceChildren(...worth.map(leadTo));
  at("path").textContent = path;
  at("preview").textContent = text;
  for (const address of saved.splice(0)) URL.revokeObjectURL(address);
  offer(at("propose"), at("save"), path, text, !open.length);
  showRecords();
  keep();
}

const today = () => new Date().toISOString().slice(0, 10);

/** A line of the list of what is wrong, which leads to its field; of a source that is missing, to a new one. */
function leadTo([field, problem]) {
  const item = element("li", "");
  const go = field ? () => { reveal(field); inputOf(field).focus(); } : () => form.querySelector('[data-add="sources"]').click();
  item.append(button(field ? `${titleOf(field)}: ${message(problem)}` : message(problem), go));
  return item;
}

function titleOf(field) {
  const legend = field.closest("[data-of]")?.querySelector("legend, .row__words");
  return legend ? `${shortened(legend.textContent.trim().replace(/\s+/g, " "))}, ${labelOf(field)}` : labelOf(field);
}

/** Fill in where a file is proposed, and what is saved; what belongs to a meeting, on the branch of that. */
function offer(propose, save, path, text, whole, elsewhere = null) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  saved.push(address);
  Object.assign(save, { href: address, download: path.split("/").at(-1), hidden: false });
  propose.hidden = !rules.new;
  if (!rules.new) return;
  const pattern = elsewhere ? rules.newOn.replace("{url}", elsewhere.url).replace("{branch}", encodeURIComponent(elsewhere.branch).replaceAll("%2F", "/")) : rules.new;
  const target = record.newFileAddress(pattern, path, text, LONGEST_ADDRESS);
  const pasted = !target.whole || rules.host === "gitlab"; // GitLab's editor has at times left out the text
  propose.dataset.copy = pasted ? text : "";
  propose.href = whole ? target.address : "#form-result";
  propose.target = whole ? "_blank" : "";
  if (propose === at("propose")) at("hint").textContent = whole ? (target.whole ? (pasted ? words.paste : words.short) : words.long) : "";
}

function showRecords() {
  const used = [...record.references(collect().fields)].map(([, text, kinds]) => [text, kinds]);
  const meant = ({ kind, id, name }) => used.some(([text, kinds]) => kinds.includes(kind) && [id, name, `${kind}/${id}`].includes(text));
  const needed = newRecords.filter(meant);
  at("records").hidden = !needed.length;
  at("records-list").replaceChildren(...needed.map(({ kind, id, name }) => {
    const item = element("li", "");
    const [propose, save] = [at("propose"), at("save")].map((link) => { const copy = link.cloneNode(true); copy.removeAttribute("id"); return copy; });
    const path = record.recordPath(kind, id);
    offer(propose, save, path, record.recordText(rules.person, { name }), true, proposal);
    if (proposal) propose.textContent = words.addToIt;
    propose.classList.add("button--plain");
    item.append(element("strong", name), " ", element("code", path), " ", propose, " ", save);
    const like = kind === "people" ? resembling(name, names, { fold: record.fold, letters: rules.letters }) : null;
    if (like) item.append(Object.assign(element("p", filled(words.seen["resembling-name"], { name: like.name })), { className: "field__error field__error--note" }));
    return item;
  }));
}

/** Where the meeting was proposed, as somebody says it: what belongs to it goes there, too. */
function takeProposal(text) {
  proposal = text.trim() ? record.proposalOf(text, { url: rules.repository }) : null;
  const hint = at("proposal-said");
  hint.dataset.empty ??= hint.textContent;
  hint.textContent = !text.trim() ? hint.dataset.empty : proposal ? filled(words.understood, proposal) : words.notUnderstood;
  showRecords();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice(words.copied);
  } catch {
    notice(words.notCopied);
  }
}

function notice(text) {
  at("hint").textContent = text;
}

// ---- a draft outlives the page

const stateOf = (fields) => Object.fromEntries(fields.map((f) => [f.dataset.field, "many" in f.dataset ? chosenIn(f) : [inputOf(f).value, f.dataset.reference ?? ""]]));

function state() {
  const rows = ROWS.map((name) => [name, addedTo(name).map((row) => ({ ...stateOf(fieldsIn(row)), "": row.dataset.id }))]);
  const reports = offeredRows().filter(isTold).map((row) => [row.dataset.offered, stateOf(fieldsIn(row))]);
  return { meeting: stateOf(fieldsIn(form)), rows: Object.fromEntries(rows), reports, lines: at("lines").checked, newRecords };
}

function keep() {
  try {
    localStorage.setItem(DRAFT, JSON.stringify(state()));
  } catch {
    // Where nothing may be kept, the form works all the same.
  }
}

function forget() {
  try {
    localStorage.removeItem(DRAFT);
  } catch {
    // Nothing is kept there.
  }
}

/** Put values that were typed before into their fields. */
function fillIn(fields, values) {
  for (const field of fields) {
    const value = values[field.dataset.field];
    if (!Array.isArray(value)) continue;
    if ("many" in field.dataset) for (const one of value) choose(field, one);
    else {
      const input = inputOf(field);
      if (value[0] && ["sources", "speeches"].some((offered) => offered in input.dataset)) input.add(new Option(value[0], value[0]));
      input.value = value[0];
      if (value[1]) field.dataset.reference = value[1];
    }
    if (value.length && value[0] && field.closest("details")) reveal(field);
  }
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(DRAFT) ?? "null");
  } catch {
    return false;
  }
  if (!kept?.meeting?.title?.[0] && !kept?.rows?.speakers?.length) return false;
  for (const { kind, name } of kept.newRecords ?? []) if (kind in words.new) addRecord(kind, name);
  fillIn(fieldsIn(form), kept.meeting);
  for (const name of ROWS) {
    for (const values of kept.rows?.[name] ?? []) {
      const row = addRow(name);
      if (values[""]) row.dataset.id = values[""];
      fillIn(fieldsIn(row), values);
    }
  }
  at("lines").checked = kept.lines ?? true;
  offerReports(valueOf(form.querySelector('[data-field="series"]')));
  fillReports(kept.reports ?? []);
  return true;
}

// ---- small things

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function button(text, act, label = "") {
  const made = Object.assign(element("button", text), { type: "button" });
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

let waiting = 0;
function later() {
  clearTimeout(waiting);
  if (rules) waiting = setTimeout(renew, TYPING);
}

// ---- begin

async function open() {
  const answer = await fetch(new URL("contribute/form.json", home), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`form.json: ${answer.status}`);
  rules = await answer.json();
  names = new record.Names(rules.registers, rules.letters);
}

prepare(form);
form.hidden = false;
dispatchEvent(new Event("resize")); // the contents beside the page follow what is seen now
for (const add of form.querySelectorAll("[data-add]")) {
  add.addEventListener("click", () => inputOf(addRow(add.dataset.add)).focus());
}
form.addEventListener("input", later);
at("proposal")?.addEventListener("input", (event) => { if (rules) takeProposal(event.target.value); });
form.addEventListener("submit", (event) => event.preventDefault());
at("copy").addEventListener("click", () => { if (rules) copy(at("preview").textContent); });
at("clear").addEventListener("click", () => {
  forget();
  location.reload();
});
// Whoever types and at once goes on takes the last words along.
form.querySelector(".form__actions").addEventListener("click", () => { if (rules) renew(); }, { capture: true });
form.addEventListener("click", (event) => {
  const propose = event.target.closest("a[target], a[href='#form-result']");
  if (!propose) return;
  if (propose.getAttribute("href") === "#form-result") {
    event.preventDefault();
    insisted = true;
    if (rules) renew();
    form.querySelector("[aria-invalid=true]")?.focus();
  } else if (propose.dataset.copy) copy(propose.dataset.copy);
});
try {
  await open();
  if (restore()) {
    at("notice").textContent = words.kept;
    at("notice").hidden = false;
  }
  renew();
} catch {
  at("notice").textContent = words.failed;
  at("notice").hidden = false;
}
