// Where a result was opened: marks the words that were looked for, in its speech or conclusion, and scrolls to the first.
//
// The words come in the address (`?mark=…`, once for each); it is cleaned of them, so that what is copied stays short.

const LONGEST = 60; // letters of a word
const MOST = 400; // marks

const given = new URLSearchParams(location.search);
const wanted = new Set(given.getAll("mark").map((word) => word.slice(0, LONGEST).toLowerCase().normalize("NFC")).filter(Boolean));
const place = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? document.querySelector("main");
if (wanted.size && place) {
  const first = mark(place);
  if (first) first.scrollIntoView({ block: "center" });
}
given.delete("mark");
const left = given.toString();
history.replaceState(history.state, "", location.pathname + (left ? `?${left}` : "") + location.hash);

function mark(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.parentElement.closest("script, style, .cite")) found.push(...placesIn(node));
    if (found.length > MOST) break;
  }
  // From the last on: what is split leaves the places before it as they are.
  return found.reverse().map(marked).at(-1);
}

function placesIn(node) {
  const text = node.data.toLowerCase();
  if (text.length !== node.data.length) return [];
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].filter(([word]) => wanted.has(word.normalize("NFC")))
    .map(({ index, 0: word }) => ({ node, start: index, end: index + word.length }));
}

function marked({ node, start, end }) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  const made = document.createElement("mark");
  range.surroundContents(made);
  return made;
}
