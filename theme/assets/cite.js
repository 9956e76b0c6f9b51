// Quoting: a link that finds the quoted words again after the record was corrected, and says when they have changed.
// What the link carries (?v=…) is made of the words alone: a hash of all of them, then hashes of some rows of three
// words (a sketch as by A. Broder, On the resemblance and containment of documents, 1997). By the first the same words
// are known wherever they stand now; by the others nearly the same ones. Every page is whole without this script.

import { decoded } from "./decoded.js";

const WHOLE = 7;
const PART = 4;
const PARTS = 6;
const ROW = 3;
const ALIKE = 0.5;

const QUOTABLE = ".speech, .conclusion[id]";

/** The words of a speech or conclusion: letters and digits, however they are set; nothing that others called out. */
function wordsOf(element) {
  const copy = element.querySelector(".speech__text, .conclusion__text").cloneNode(true);
  for (const other of copy.querySelectorAll(".interjection, sup")) other.remove();
  return copy.textContent.normalize("NFC").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** A hash in so many characters (FNV-1a, 32 bits twice): no secret, only a check. */
function hashOf(text, length) {
  let one = 0x811c9dc5;
  let two = 0x01000193;
  for (const byte of new TextEncoder().encode(text)) {
    one = Math.imul(one ^ byte, 0x01000193) >>> 0;
    two = Math.imul(two ^ byte, 0x5bd1e995) >>> 0;
  }
  const digits = one.toString(36).padStart(7, "0") + two.toString(36).padStart(7, "0");
  return digits.slice(7 - Math.min(length, 6)).slice(0, length);
}

/** The hashes of all rows of words. */
function rowsOf(words) {
  const found = new Set();
  for (let n = 0; n + Math.min(ROW, words.length) <= words.length; n += 1) {
    found.add(hashOf(words.slice(n, n + ROW).join(" "), PART));
  }
  return found;
}

/** What a link carries of the words that it quotes. */
function markOf(words) {
  const rows = [...rowsOf(words)].sort().slice(0, PARTS);
  return hashOf(words.join(" "), WHOLE) + rows.join("");
}

/** The element whose words are those of the mark, else the one with most of its rows; nothing where none is like it. */
function findQuoted(mark, preferred) {
  const all = [...document.querySelectorAll(QUOTABLE)];
  const ordered = preferred ? [preferred, ...all.filter((other) => other !== preferred)] : all;
  const whole = mark.slice(0, WHOLE);
  const known = ordered.map((element) => [element, wordsOf(element)]);
  const same = known.find(([, words]) => hashOf(words.join(" "), WHOLE) === whole);
  if (same) return { element: same[0], changed: false };
  const parts = mark.slice(WHOLE).match(new RegExp(`.{${PART}}`, "g")) ?? [];
  let best = { element: null, share: 0 };
  for (const [element, words] of known) {
    const rows = rowsOf(words);
    const share = parts.filter((part) => rows.has(part)).length / Math.max(parts.length, 1);
    if (share > best.share) best = { element, share };
  }
  return best.share >= ALIKE ? { element: best.element, changed: true } : null;
}

/** The element that an address means, be it the speech itself or another address of a joint speech. */
function elementAt(address) {
  return document.getElementById(address)?.closest(QUOTABLE) ?? null;
}

/** Lead somebody who followed a quoting link to the words, and say what has become of them. */
function followQuote(box) {
  const mark = new URLSearchParams(location.search).get("v");
  if (!mark) return;
  const named = elementAt(decoded(location.hash.slice(1)));
  const found = findQuoted(mark, named);
  const words = box.dataset;
  const element = found?.element ?? named ?? document.querySelector("h1");
  const said = !found ? words.gone : found.changed ? words.changed : element === named ? "" : words.moved;
  element.classList.add("quoted");
  if (said) {
    const note = document.createElement("p");
    note.className = "banner quoted-note";
    note.setAttribute("role", "status");
    note.textContent = found?.changed && element !== named ? `${words.moved} ${said}` : said;
    if (words.history && (!found || found.changed)) {
      const link = document.createElement("a");
      link.href = words.history;
      link.textContent = words.versions;
      note.append(" ", link);
    }
    element.before(note);
    note.scrollIntoView();
  } else {
    element.scrollIntoView();
  }
}

// ---- the box

/** A text without line breaks: no format has room for them. */
const oneLine = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").trim().split(/\s+/u).join(" ");

/** The beginning of a text, cut at a word. */
function beginning(text, length) {
  const letters = [...text];
  if (letters.length <= length) return text;
  const cut = letters.slice(0, length - 1).join("");
  const words = cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : "";
  return `${(words || letters.slice(0, length - 2).join("")).replace(/[,;:–\- ]+$/, "")} …`;
}

/** What is cited, as the page tells it; the same as `generator/exports/citations.py` makes of the record. */
function citationOf(element, box) {
  const speech = element.matches(".speech");
  const { genre = speech ? box.dataset.speech : box.dataset.conclusion, item = "", by = "" } = element.dataset;
  const url = new URL(location.href);
  url.search = `?v=${markOf(wordsOf(element))}`;
  url.hash = element.id;
  const names = [...element.querySelectorAll(".speech__name")].map((name) => oneLine(name.textContent));
  return {
    ...box.dataset,
    key: `${box.dataset.id}:${element.id}`,
    type: speech ? "speech" : "document",
    authors: speech ? names : by ? [by] : [],
    title: oneLine(speech ? (item ? `${genre}: ${item}` : genre) : beginning(textOf(element), 160)),
    genre,
    address: `meetings/${box.dataset.id}/#${element.id}`,
    url: url.href,
  };
}

/** The words of a conclusion as they are set, without what leads elsewhere. */
function textOf(element) {
  const copy = element.querySelector(".conclusion__text");
  return oneLine(copy.textContent);
}

const TEX = {
  "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}", "&": "\\&", "%": "\\%", $: "\\$", "#": "\\#", _: "\\_",
};
/** Between which signs TeX would make another sign of two. */
const LIGATURES = /(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=,)(?=,)/g;
const tex = (text) => oneLine(text).replace(/[\\{}~^&%$#_]/g, (sign) => TEX[sign]).replace(LIGATURES, "{}");

const FORMATS = {
  text: (c) => `${[c.authors.join(" / "), c.title].filter(Boolean).join(": ")}. ${c.meeting}${c.date ? `, ${c.date}` : ""}. ${c.archive}. ${c.url}`,
  bibtex: (c) => {
    const fields = [
      ["author", c.authors.map((name) => `{${tex(name)}}`).join(" and ")], ["title", `{${tex(c.title)}}`],
      ["booktitle", `{${tex(c.meeting)}}`], ["date", c.date], ["year", c.year], ["venue", tex(c.place)],
      ["publisher", tex(c.archive)], ["type", tex(c.genre)], ["url", c.url], ["langid", c.langid],
    ];
    const lines = fields.filter(([, value]) => value).map(([name, value]) => `,\n  ${name} = {${value}}`);
    return `@inproceedings{${c.key}${lines.join("")}\n}\n`;
  },
  ris: (c) => {
    const fields = [
      ["TY", "CPAPER"], ["ID", c.key], ...c.authors.map((name) => ["AU", name]), ["TI", c.title], ["T2", c.meeting],
      ["PY", c.year], ["DA", c.day], ["CY", c.place], ["PB", c.archive], ["M3", c.genre], ["LA", c.language],
      ["AN", c.address], ["UR", c.url],
    ];
    return `${fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}\r\n`).join("")}ER  - \r\n`;
  },
  csl: (c) => {
    const texts = {
      title: c.title, "event-title": c.meeting, "event-place": c.place, "container-title": c.meeting, genre: c.genre,
      publisher: c.archive, archive: c.archive, archive_location: c.address, URL: c.url, language: c.language,
    };
    const item = { id: c.key, type: c.type };
    if (c.authors.length) item.author = c.authors.map((literal) => ({ literal }));
    for (const [name, value] of Object.entries(texts)) if (value) item[name] = value;
    return JSON.stringify([{ ...item, issued: JSON.parse(c.issued) }], null, 2);
  },
};

/** Open the box at a speech or conclusion: the link, and the citation in the format that is chosen. */
function openBox(box, element) {
  const citation = citationOf(element, box);
  const field = box.querySelector("textarea");
  const link = box.querySelector("input");
  const choice = box.querySelector("select");
  const show = () => { field.value = FORMATS[choice.value](citation); };
  link.value = citation.url;
  choice.onchange = show;
  show();
  box.showModal();
  link.select();
}

const box = document.getElementById("_cite");
if (box) {
  document.querySelector("main").addEventListener("click", (event) => {
    const element = event.target.closest("a.cite")?.closest(QUOTABLE);
    if (!element || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openBox(box, element);
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.copy) navigator.clipboard?.writeText(box.querySelector(button.dataset.copy).value);
    else if (button || event.target === box) box.close();
  });
  followQuote(box);
}
