// The table of conclusions, narrowed by what somebody chooses, all of it at once; without this script it stands there whole.

const form = document.getElementById("ledger-filters");
const table = document.getElementById("ledger");
const years = document.querySelectorAll("#ledger-years a");

/** Letters as they are typed: accents and capitals aside, đ as d. */
const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

const holds = (list = "", one) => list.split(" ").includes(one);

/** Whether a line is among what was chosen; a directive to all districts is addressed to each of its day. */
function fits(row, chosen, among) {
  const { status, silence, due, issues, addressees, everywhere } = row.dataset;
  if (chosen.status && chosen.status !== status) return false;
  if (chosen.silence && !holds(silence, chosen.silence)) return false;
  if (chosen.issue && !holds(issues, chosen.issue)) return false;
  if (chosen.addressee && !holds(addressees, chosen.addressee) && !(everywhere && holds(among, everywhere))) return false;
  if (chosen.from && !(due && due >= chosen.from)) return false;
  if (chosen.due && !(due && due <= chosen.due)) return false;
  return chosen.words.every((word) => (row.words ??= folded(row.textContent)).includes(word));
}

/** Hide what does not fit, and years of which nothing is left. */
function narrow() {
  const entries = [...new FormData(form)].filter(([, value]) => value);
  const given = Object.fromEntries(entries);
  const chosen = { ...given, words: folded(given.words ?? "").split(/\s+/).filter(Boolean) };
  const { among } = form.elements.addressee.selectedOptions[0].dataset;
  let shown = 0;
  for (const body of table.tBodies) {
    const before = shown;
    for (const row of body.querySelectorAll("[data-status]")) {
      row.hidden = !fits(row, chosen, among);
      if (!row.hidden) shown += 1;
    }
    body.hidden = shown === before;
  }
  const output = form.elements.shown;
  output.value = output.dataset.words.replace("{n}", shown);
  keep(new URLSearchParams(entries));
}

/** The address says what was chosen, and so do the ways to the tables of other years. */
function keep(query) {
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  for (const year of years) year.search = query;
}

/** What an address asks for, even where this table has nothing of it: that of another year may. */
function choose(name, value) {
  const field = form.elements[name];
  if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
  field.value = value;
  if (field.value === value || !(field instanceof HTMLSelectElement)) return;
  field.add(new Option(value, value, false, true));
}

if (form && table) {
  for (const [name, value] of new URLSearchParams(location.search)) choose(name, value);
  form.hidden = false;
  form.addEventListener("input", narrow);
  form.addEventListener("reset", () => setTimeout(narrow));
  form.addEventListener("submit", (event) => event.preventDefault());
  narrow();
}
