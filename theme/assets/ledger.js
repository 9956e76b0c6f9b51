// The table of conclusions, narrowed by what somebody chooses; without this script it stands there whole.

const form = document.getElementById("ledger-filters");
const table = document.getElementById("ledger");

/** Letters as they are typed: accents and capitals aside, đ as d. */
const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

/** Whether a line is among what was chosen; a directive to all districts is addressed to each of them. */
function fits(row, chosen) {
  const { state = "", due = "", issues = "", addressees = "" } = row.dataset;
  if (chosen.state && !state.split(" ").includes(chosen.state)) return false;
  if (chosen.issue && !issues.split(" | ").includes(chosen.issue)) return false;
  if (chosen.addressee && !("all" in row.dataset) && !addressees.split(" | ").includes(chosen.addressee)) return false;
  if (chosen.due && !(due && due <= chosen.due)) return false;
  return !chosen.words || folded(chosen.words).split(/\s+/).every((word) => folded(row.textContent).includes(word));
}

function narrow() {
  const chosen = Object.fromEntries(new FormData(form));
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    row.hidden = !fits(row, chosen);
    if (!row.hidden) shown += 1;
  }
  const output = form.elements.shown;
  output.value = output.dataset.words.replace("{n}", shown);
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
}

if (form && table) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.hidden = false;
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  narrow();
}
