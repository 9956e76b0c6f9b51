// The form of a new meeting: what somebody types becomes a record, and what is wrong stands beside its field.
//
// What it knows of records is in form-record.js, its rules and names in contribute/form.json. All words that a reader
// sees come from the page (#form-words); this file holds none.

const TYPING = 350; // milliseconds
const LONGEST_ADDRESS = 7500; // hosts refuse requests of more than 8 kB
const DRAFT = "archive-draft";

// The page names the module with a mark that changes when it does.
const known = document.querySelector('link[rel="modulepreload"][href*="form-record.js"]');
const record = await import(known ? known.href : "./form-record.js");

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
let insisted = false; // what is missing is said everywhere, also where nobody has been yet
let numbered = 0; // of ids for elements
let saved = []; // addresses of files that can be saved

// ---- fields and rows

const inputOf = (field) => field.querySelector("[data-input]");
const kindsOf = (field) => (field.dataset.kinds ? field.dataset.kinds.split(" ") : []);
const labelOf = (field) => field.querySelector(".field__label").textContent;
const fieldsIn = (part) => [...part.querySelectorAll(".field")].filter((f) => f.closest("[data-of]") === (part.matches("[data-of]") ? part : null));
const rowsOf = (name) => [...form.querySelector(`[data-rows="${name}"]`).children];
const ROWS = [...form.querySelectorAll("[data-rows]")].map((rows) => rows.dataset.rows);

function prepare(part) {
  for (const field of part.querySelectorAll(".field")) {
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

function addRow(name) {
  const row = document.querySelector(`template[data-row="${name}"]`).content.firstElementChild.cloneNode(true);
  row.dataset.of = name;
  if (name === "sources") row.dataset.id = nextSource();
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
  return row;
}

function number(name) {
  for (const [n, row] of rowsOf(name).entries()) row.querySelector("[data-number]").textContent = n + 1;
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
      select.replaceChildren(new Option("", ""), ...options.map(([id, title]) => new Option(title, id)));
      select.value = chosen;
    }
    field.hidden = told.length < 2 && !chosen;
  }
}

function sourceTitle(row) {
  const [title, publisher, url] = ["title", "publisher", "url"].map((name) => inputOf(row.querySelector(`[data-field="${name}"]`)).value.trim());
  return [row.dataset.id, title || publisher || url].filter(Boolean).join(": ");
}

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
  if (value === "all-districts") return words.all;
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
    const value = names.reference(offered[n], kinds);
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
    show(names ? names.completions(input.value, kinds) : []);
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

const noteOf = (found) => words.kinds[found.kind]?.[found.note] ?? found.note ?? "";

/** What to write for a text: the id of the one record that it means, else the text itself. */
function referenceOf(text, kinds) {
  const candidates = names && kinds.length ? names.candidates(text, kinds) : [];
  return candidates.length === 1 ? names.reference(candidates[0], kinds) : text;
}

// ---- from the form to a record

function valueOf(field) {
  if ("many" in field.dataset) return chosenIn(field);
  const text = inputOf(field).value.trim();
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
    if (field.dataset.field !== "opening") fields[field.dataset.field] = valueOf(field);
  }
  const speeches = [];
  for (const name of ROWS) {
    fields[name] = [];
    for (const row of rowsOf(name)) {
      const parts = fieldsIn(row).map((field) => [field.dataset.field, valueOf(field), field]);
      if (!parts.some(([, value]) => isGiven(value))) continue;
      const entry = name === "conclusions" ? { id: `k${fields[name].length + 1}` } : name === "sources" ? { id: row.dataset.id } : {};
      for (const [key, value, field] of parts) {
        note([name, fields[name].length, key], field);
        if (isGiven(value)) entry[key] = value;
      }
      if (name === "speakers") {
        speeches.push({ label: spoken(entry), agenda: entry.agenda, text: entry.text });
        delete entry.text;
      }
      fields[name].push(entry);
    }
  }
  const opening = inputOf(form.querySelector('[data-field="opening"]')).value;
  return { fields: given(fields), body: record.bodyText(opening, speeches), places };
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

function message({ path, code, text }) {
  const last = path.at(-1);
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
    "unknown-reference": words.unknown, "ambiguous-reference": words.ambiguous, "duplicate-id": words.taken,
  }[code];
  return filled(said ?? `${words.wrongValue}${own ? ` ${own}` : ""}`, { text });
}

/** Ways out of a problem, one click each. */
function remedies({ path, code, text, kinds = [], candidates = [] }, field) {
  const put = (value) => () => {
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
    return button(note ? `${candidate.name} (${note})` : candidate.name, put(names.reference(candidate, kinds)));
  });
  if (found.length && code === "unknown-reference") found.unshift(element("span", words.didYouMean));
  if (code === "bad-date") found.push(...record.dateReadings(text).map((date) => button(date, put(date))));
  for (const kind of code === "unknown-reference" ? kinds : []) {
    found.push(button(filled(words.new[kind], { text }), () => put(names.reference(addRecord(kind, text), kindsOf(field)))()));
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
  for (const problem of problems) {
    const field = placeOf(places, problem.path);
    if (field && !shown.has(field)) shown.set(field, problem);
  }
  for (const field of form.querySelectorAll(".field")) {
    const problem = shown.get(field);
    const silent = problem?.code === "missing-field" && !insisted && !("touched" in field.dataset);
    const error = field.querySelector(".field__error");
    const said = problem && !silent ? message(problem) : "";
    if (error.dataset.said !== JSON.stringify([said, problem?.path])) {
      error.dataset.said = JSON.stringify([said, problem?.path]);
      error.replaceChildren(...(said ? [element("span", said), ...remedies(problem, field)] : []));
    }
    error.hidden = !said;
    if (said) reveal(field);
    inputOf(field).setAttribute("aria-invalid", String(Boolean(said)));
  }
  return [...shown];
}

// ---- the result

function renew() {
  clearTimeout(waiting);
  offerSources();
  const { fields, body, places } = collect();
  const id = record.meetingId(fields.date ?? "", fields.title ?? "", rules);
  const problems = [...record.problemsOf(fields, rules, names)];
  if (rules.meetings.includes(id) && fields.title) problems.push({ path: ["title"], code: "duplicate-id", text: id });
  const open = explain(problems, places);
  const text = record.recordText(rules.schema, fields, body);
  const path = record.recordPath("meetings", id, fields.date ?? "");
  at("state").textContent = open.length ? counted(words.open, open.length) : words.complete;
  at("open").replaceChildren(...open.map(([field, problem]) => {
    const item = element("li", "");
    item.append(button(`${titleOf(field)}: ${message(problem)}`, () => { reveal(field); inputOf(field).focus(); }));
    return item;
  }));
  at("path").textContent = path;
  at("preview").textContent = text;
  for (const address of saved.splice(0)) URL.revokeObjectURL(address);
  offer(at("propose"), at("save"), path, text, !open.length);
  showRecords();
  keep();
}

function titleOf(field) {
  const legend = field.closest("[data-of]")?.querySelector("legend");
  return legend ? `${legend.textContent.trim().replace(/\s+/g, " ")}, ${labelOf(field)}` : labelOf(field);
}

/** Fill in where a file is proposed, and what is saved. */
function offer(propose, save, path, text, whole) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  saved.push(address);
  Object.assign(save, { href: address, download: path.split("/").at(-1) });
  propose.hidden = !rules.new;
  if (!rules.new) return;
  const target = record.newFileAddress(rules.new, path, text, LONGEST_ADDRESS);
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
    offer(propose, save, path, record.recordText(rules.person, { name }), true);
    item.append(element("strong", name), " ", element("code", path), " ", propose, " ", save);
    return item;
  }));
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

function state() {
  const part = (fields) => Object.fromEntries(fields.map((f) => [f.dataset.field, "many" in f.dataset ? chosenIn(f) : [inputOf(f).value, f.dataset.reference ?? ""]]));
  return { meeting: part(fieldsIn(form)), rows: Object.fromEntries(ROWS.map((name) => [name, rowsOf(name).map((row) => ({ ...part(fieldsIn(row)), "": row.dataset.id }))])), newRecords };
}

function keep() {
  try {
    localStorage.setItem(DRAFT, JSON.stringify(state()));
  } catch {
    // Where nothing may be kept, the form works all the same.
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
  const fill = (fields, values) => {
    for (const field of fields) {
      const value = values[field.dataset.field];
      if (!Array.isArray(value)) continue;
      if ("many" in field.dataset) for (const one of value) choose(field, one);
      else {
        const input = inputOf(field);
        if ("sources" in input.dataset && value[0]) input.add(new Option(value[0], value[0]));
        input.value = value[0];
        if (value[1]) field.dataset.reference = value[1];
      }
      if (value.length && value[0] && field.closest("details")) reveal(field);
    }
  };
  for (const { kind, name } of kept.newRecords ?? []) if (kind in words.new) addRecord(kind, name);
  fill(fieldsIn(form), kept.meeting);
  for (const name of ROWS) {
    for (const values of kept.rows?.[name] ?? []) {
      const row = addRow(name);
      if (values[""]) row.dataset.id = values[""];
      fill(fieldsIn(row), values);
    }
  }
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
form.addEventListener("submit", (event) => event.preventDefault());
at("copy").addEventListener("click", () => copy(at("preview").textContent));
at("clear").addEventListener("click", () => {
  localStorage.removeItem(DRAFT);
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
    renew();
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
