// A table is read, reconciled in batches and written again in the browser: only its titles leave it.
// Without this module the form sends a pasted column to the page.

const form = document.querySelector("#tableau");
const $ = (id) => document.getElementById(id);
const SHOWN = 100; // rows at once
const AT_ONCE = 2; // batches
const NESTED = ["exact", "folded", "word_order", "gender"]; // each implies the next
const table = { head: [], rows: [], separator: ";" };
let lines = []; // of each row: its title, its candidates, the one that is chosen
let first = 0;
let stop = null;

for (const each of document.querySelectorAll("[data-script]")) each.hidden = false;
for (const each of document.querySelectorAll("[data-plain]")) each.hidden = true;

/** A text of the page, with what it names between braces. */
function said(name, values = {}) {
  return form.dataset[`said${name}`].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Read a table: the separator is that which its first line has most of; quotes as RFC 4180. */
function parse(text) {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const counts = ["\t", ";", ","].map((each) => line.split(each).length);
  const separator = Math.max(...counts) > 1 ? ["\t", ";", ","][counts.indexOf(Math.max(...counts))] : "\n";
  const rows = [];
  let row = [], cell = "", quoted = false;
  const end = () => { row.push(cell); if (row.some((each) => each.trim())) rows.push(row); row = []; cell = ""; };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') { cell += sign; at++; } else quoted = false;
    } else if (sign === '"' && !cell && separator !== "\n") quoted = true;
    else if (sign === "\n" || sign === "\r") end();
    else if (sign === separator) { row.push(cell); cell = ""; } else cell += sign;
  }
  end();
  return { rows, separator };
}

/** The text of a file: UTF-8, else what a French spreadsheet writes. */
async function decoded(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function read() {
  const { rows, separator } = parse($("colonne").value.replace(/^\ufeff/, ""));
  const width = Math.max(0, ...rows.slice(0, 100).map((row) => row.length));
  const isTable = width > 1;
  table.separator = isTable ? separator : ";";
  table.head = isTable ? rows.shift() : [said("Column", { n: 1 })];
  table.rows = rows;
  const most = Number(form.dataset.most);
  tell(rows.length > most ? said("Many", { n: rows.length, most }) : rows.length ? said("Rows", { n: rows.length }) : "");
  table.rows.length = Math.min(rows.length, most);
  for (const each of form.querySelectorAll("[data-table]")) each.hidden = !isTable;
  const options = table.head.map((name, n) => new Option(name || said("Column", { n: n + 1 }), n));
  $("titres").replaceChildren(...options.map((each) => each.cloneNode(true)));
  $("indices").replaceChildren(new Option("–", ""), ...options);
  $("titres").value = String(likeliest());
}

/** The column that looks most like titles: the most different texts with letters. */
function likeliest() {
  const worth = table.head.map((_, n) => new Set(
    table.rows.slice(0, 200).map((row) => row[n] ?? "").filter((each) => /\p{L}{4}/u.test(each)),
  ).size);
  return worth.indexOf(Math.max(...worth));
}

function tell(text) {
  $("dit").textContent = text;
}

/** What is asked of the service for a row. */
function query(row) {
  const title = (row[Number($("titres").value)] ?? "").trim();
  const conditions = [{ matchType: "name", propertyValue: title }];
  const hint = $("indices").value && (row[Number($("indices").value)] ?? "").trim();
  if (hint) conditions.push({ matchType: "property", propertyId: $("propriete").value, propertyValue: hint });
  return { title, asked: { type: $("type").value, limit: 5, conditions } };
}

async function ask(queries, signal) {
  for (;;) {
    const response = await fetch(`${form.dataset.service}/reconcile`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ queries }), signal,
    });
    if (response.ok) return (await response.json()).results;
    const wait = Number(response.headers.get("Retry-After"));
    if (!wait) throw new Error(response.statusText || response.status);
    tell(said("Wait", { n: wait }));
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

/** Ask for each different row once, so many batches at a time, and show how far it is. */
async function reconcile() {
  const known = new Map();
  lines = table.rows.map((row) => {
    const { title, asked } = query(row);
    const key = JSON.stringify(asked);
    if (!known.has(key)) known.set(key, { asked, candidates: title ? null : [] });
    return { title, answer: known.get(key), chosen: 0 };
  });
  if (!lines.length) return tell(said("Empty"));
  const waiting = [...known.values()].filter((each) => !each.candidates);
  const all = waiting.length;
  let done = 0;
  stop = new AbortController();
  busy(true);
  const work = async () => {
    while (waiting.length) {
      const batch = waiting.splice(0, Number(form.dataset.batch));
      const results = await ask(batch.map((each) => each.asked), stop.signal);
      batch.forEach((each, n) => { each.candidates = results[n].candidates; });
      done += batch.length;
      $("avancement").firstElementChild.value = done / all;
      tell(said("Progress", { done, all }));
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } catch (error) {
    if (error.name !== "AbortError") tell(said("Failed", { reason: error.message }));
    stop.abort();
  }
  busy(false);
  for (const line of lines) line.chosen = line.answer.candidates?.length ? 0 : -1;
  first = 0;
  show();
  if (stop.signal.aborted) return;
  summary();
  $("dit").scrollIntoView();
}

function busy(is) {
  $("avancement").hidden = !is;
  $("arreter").hidden = !is;
  form.querySelector("button").disabled = is;
}

const isSure = (line) => Boolean(line.answer.candidates?.[line.chosen]?.match || line.decided);

function summary() {
  const none = lines.filter((line) => line.chosen < 0).length;
  const sure = lines.filter((line) => line.chosen >= 0 && isSure(line)).length;
  tell(said("Done", { sure, none, unsure: lines.length - sure - none, all: lines.length }));
}

/** Why a candidate is one, in a few words. */
function reasons({ features, matched, name: own }) {
  const held = new Map(features.map((each) => [each.id, each]));
  const nested = NESTED.find((name) => held.get(name)?.value);
  const found = matched && matched !== own ? [said("Matched", { name: matched })] : [];
  if (nested) found.push(held.get(nested).name);
  else if (held.has("edit_distance")) found.push(said("Letters", { n: held.get("edit_distance").value }));
  for (const { id, name, value } of features) {
    if (id === "code" && value === true) found.push(name);
    else if (!NESTED.includes(id) && !["edit_distance", "code"].includes(id)) found.push(said(value ? "Agrees" : "Differs", { name }));
  }
  return found.join(", ");
}

function shown() {
  return $("a-regarder").checked ? lines.filter((line) => !isSure(line)) : lines;
}

function show() {
  const kept = shown();
  first = Math.min(first, Math.max(0, Math.floor((kept.length - 1) / SHOWN) * SHOWN));
  const part = kept.slice(first, first + SHOWN);
  $("resultats").querySelector("tbody").replaceChildren(...part.map(row));
  $("resultats").hidden = !lines.length;
  const last = Math.min(first + SHOWN, kept.length);
  $("page").textContent = kept.length ? said("Page", { first: first + 1, last, all: kept.length }) : "";
  $("avant").hidden = first === 0;
  $("apres").hidden = last >= kept.length;
}

function row(line) {
  const tr = document.createElement("tr");
  const [title, choice, score, why] = ["td", "td", "td", "td"].map((name) => tr.appendChild(document.createElement(name)));
  title.textContent = line.title;
  title.lang = "fr";
  score.className = "number";
  const candidates = line.answer.candidates ?? [];
  const select = choice.appendChild(document.createElement("select"));
  select.ariaLabel = said("Choose", { text: line.title });
  candidates.forEach((each, n) => select.add(new Option(`${each.name} (${Math.round(each.score)})`, n)));
  select.add(new Option(said("None"), -1));
  const fill = () => {
    const chosen = candidates[line.chosen];
    select.value = String(line.chosen);
    score.textContent = chosen ? Math.round(chosen.score) : "";
    if (chosen && isSure(line)) {
      const sure = Object.assign(document.createElement("span"), { className: "sure", textContent: said("Sure") });
      score.prepend(sure, " ");
    }
    why.textContent = chosen ? reasons(chosen) : "";
  };
  select.addEventListener("change", () => {
    line.chosen = Number(select.value);
    line.decided = true;
    fill();
    summary();
  });
  fill();
  return tr;
}

/** The table with four columns more, as it was written, in UTF-8 with the mark that spreadsheets need. */
function written() {
  const quote = (cell) => (/["\r\n]/.test(cell) || cell.includes(table.separator) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const head = [...table.head, "iri", "nom", "score", "sur"];
  const rows = table.rows.map((cells, n) => {
    const chosen = lines[n].answer.candidates?.[lines[n].chosen];
    const added = chosen ? [chosen.id, chosen.name, String(chosen.score), isSure(lines[n]) ? "1" : "0"] : ["", "", "", ""];
    return [...table.head.map((_, at) => cells[at] ?? ""), ...added];
  });
  return `\ufeff${[head, ...rows].map((cells) => cells.map(quote).join(table.separator)).join("\r\n")}\r\n`;
}

function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([written()], { type: "text/csv" }));
  link.download = "rapproche.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}

async function take(file) {
  if (!file) return;
  $("colonne").value = await decoded(file);
  read();
}

form.addEventListener("submit", (event) => { event.preventDefault(); if (!table.rows.length) read(); reconcile(); });
$("colonne").addEventListener("input", read);
$("fichier").addEventListener("change", (event) => take(event.target.files[0]));
for (const [name, is] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  form.addEventListener(name, (event) => { event.preventDefault(); form.classList.toggle("over", is); });
}
form.addEventListener("drop", (event) => take(event.dataTransfer.files[0]));
$("arreter").addEventListener("click", () => stop.abort());
$("telecharger").addEventListener("click", download);
$("a-regarder").addEventListener("change", () => { first = 0; show(); });
$("avant").addEventListener("click", () => { first -= SHOWN; show(); });
$("apres").addEventListener("click", () => { first += SHOWN; show(); });
if ($("colonne").value) read();
