// The page at /sparql once its scripts run: an editor for the text area, and answers that come
// without another page. What they show is what the server's own page of the same address shows.

import { completions } from "./completion.js";
import { Editor } from "./editor.js";
import { linkTo, LONGEST } from "./link.js";
import { declaringAll } from "./names.js";
import { Vocabulary } from "./vocabulary.js";

const form = document.getElementById("requete");
const area = form.elements.query;
const button = form.querySelector("button");
const status = form.querySelector("[role=status]");
const share = form.querySelector(".share");
const examples = document.querySelector("details.examples");
const words = JSON.parse(form.dataset.words);
const judged = form.querySelector(".judged");
const language = document.documentElement.lang;
/** Milliseconds without a change before the server is asked what it thinks of a query. */
const PAUSE = 500;
let running = null;
let pausing = null;

const vocabulary = new Vocabulary(form.dataset);
const editor = mount();
let example = exampleOf(form);
form.addEventListener("submit", submitted);
document.getElementById("contenu").addEventListener("submit", viewed);
document.getElementById("contenu").addEventListener("click", followed);
form.elements.lien.addEventListener("click", copy);
form.elements.prefixes.addEventListener("click", declare);
addEventListener("popstate", () =>
  load(new URL(location.href).searchParams, { write: true, push: false }),
);
markFault();
tell(JSON.parse(form.dataset.judged));

function mount() {
  const label = form.querySelector("label");
  const host = document.createElement("div");
  host.className = "editor";
  area.before(host);
  area.hidden = true;
  label.removeAttribute("for");
  form.querySelector(".keys").hidden = false;
  form.elements.lien.hidden = false;
  form.elements.prefixes.hidden = false;
  const mounted = new Editor(host, {
    text: area.defaultValue, // to the letter: the other has line ends of its own
    label: label.textContent,
    source: completions(vocabulary, words, language),
    run: () => (form.requestSubmit(), true),
    changed: () => {
      clearTimeout(pausing);
      pausing = setTimeout(judge, PAUSE);
    },
    phrases: { Completions: words.completions },
  });
  label.addEventListener("click", () => mounted.focus());
  return mounted;
}

function submitted(event) {
  event.preventDefault();
  event.stopPropagation();
  if (running && event.submitter === button) {
    running.abort();
    return;
  }
  const parameters = new URLSearchParams(asked());
  const view = currentView();
  if (view) parameters.set("vue", view);
  load(parameters, {});
}

/** Return what names the query that is written: an example that is left as it was, or its text. */
function asked() {
  return example && example.text === editor.text
    ? { exemple: example.name }
    : { query: editor.text };
}

function currentView() {
  const view = document.querySelector("#resultat [name=vue][aria-current]")?.value;
  return view === "tableau" ? "" : view;
}

/** Another view of the same answer, or its next rows; files are left to the browser. */
function viewed(event) {
  const { submitter } = event;
  if (!["vue", "apres"].includes(submitter?.name)) return;
  event.preventDefault();
  load(new URLSearchParams(new FormData(event.target, submitter)), { from: submitter });
}

function followed(event) {
  const link = event.target.closest(".examples a, .notice a[href^='/sparql']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  load(new URL(link.href).searchParams, { write: true });
}

async function load(parameters, { write = false, push = true, from = null }) {
  running?.abort();
  const turn = (running = new AbortController());
  begin();
  try {
    const address = linkTo(parameters);
    const page = await fetchPage(address, parameters, turn.signal);
    if (turn.signal.aborted) return;
    if (push && address !== location.pathname + location.search) {
      history.pushState(null, "", address.length <= LONGEST ? address : form.action);
    }
    show(page, { write, from });
  } catch (error) {
    if (turn === running)
      status.textContent = error.name === "AbortError" ? words.stopped : words.failed;
  } finally {
    if (turn === running) end();
  }
}

async function fetchPage(address, parameters, signal) {
  const headers = { Accept: "text/html" };
  const response = await (address.length <= LONGEST
    ? fetch(address, { headers, signal })
    : fetch(form.action, { method: "POST", body: parameters, headers, signal }));
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function begin() {
  status.textContent = words.running;
  share.hidden = true;
  button.dataset.label ??= button.textContent;
  button.textContent = words.stop;
  document.getElementById("resultat").setAttribute("aria-busy", "true");
}

function end() {
  running = null;
  button.textContent = button.dataset.label;
  document.getElementById("resultat").removeAttribute("aria-busy");
}

function show(page, { write, from }) {
  const section = page.getElementById("resultat");
  if (!section) throw new Error("no results in this page");
  document.getElementById("resultat").replaceWith(section);
  if (write) {
    editor.text = page.getElementById("query").defaultValue;
    example = exampleOf(page.getElementById("requete"));
  }
  examples.open = !("asked" in section.dataset);
  status.textContent = section.querySelector(".count, .answer")?.textContent.trim() ?? "";
  markFault();
  if (from) again(section, from).focus();
  else bringIntoView(section.querySelector("h2"));
}

/** Return what stands for a button of the results that were replaced. */
function again(section, { name, value }) {
  const heading = section.querySelector("h2");
  heading.tabIndex = -1;
  return (name === "vue" && section.querySelector(`button[name=vue][value="${value}"]`)) || heading;
}

function bringIntoView(heading) {
  if (heading && heading.getBoundingClientRect().bottom > innerHeight - 120) {
    heading.scrollIntoView({ block: "center" });
  }
}

function markFault() {
  const notice = document.querySelector("#resultat [data-line]");
  if (notice) {
    const message = notice.querySelector("p").textContent;
    editor.mark(Number(notice.dataset.line), Number(notice.dataset.column), message);
  }
}

/** Say what the server thinks of the query that is written, before it is run. */
async function judge() {
  const query = editor.text;
  const said = await vocabulary.judge(query);
  if (query === editor.text) tell(said);
}

function tell(said) {
  judged.textContent = said?.refusal || said?.cost || "";
  const unknown = (said?.unknown ?? []).map(({ written, replacement, sentence }) => ({
    written,
    replacement,
    message: sentence,
    action: words.replace.replace("*", replacement),
  }));
  editor.tell(unknown);
}

/** Declare all prefixes that the query uses. */
async function declare() {
  const { prefixes } = await vocabulary.terms();
  const change = declaringAll(editor.text, prefixes);
  if (change) editor.insert(change);
  status.textContent = change ? `${words.added} ${change.names.join(", ")}` : words.declared;
}

/** Return the example that a form holds, null if what it holds is none. */
function exampleOf({ dataset }) {
  return dataset.exemple ? { name: dataset.exemple, text: editor.text } : null;
}

async function copy() {
  const view = currentView();
  const address = linkTo(new URLSearchParams({ ...asked(), ...(view ? { vue: view } : {}) }));
  if (address.length > LONGEST) {
    status.textContent = words.long;
    return;
  }
  share.value = new URL(address, location.href).href;
  share.hidden = false;
  share.select();
  try {
    await navigator.clipboard.writeText(share.value);
    status.textContent = words.copied;
  } catch {
    status.textContent = words.copy;
  }
}
