// Suggestions under a search field, as the combobox of the ARIA Authoring Practices: the field
// keeps the focus, the arrows move a mark in the list. Without this module the form still searches.

const SOON = 120; // ms of rest before asking
const FEWEST = 2; // letters

for (const form of document.querySelectorAll("form.find[data-suggestions]")) {
  suggestTo(form, form.querySelector("input[name=q]"));
}

function suggestTo(form, field) {
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.name);
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  field.parentElement.append(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id,
    "aria-expanded": "false",
  })) field.setAttribute(name, value);

  const known = new Map();
  let asking = null;
  let timer = 0;
  let marked = -1;

  const isOpen = () => !list.hidden;

  function rest() {
    clearTimeout(timer);
    asking?.abort();
  }

  function close() {
    rest();
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(place) {
    list.children[marked]?.setAttribute("aria-selected", "false");
    marked = place;
    const option = list.children[place];
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  function show({ options, count }) {
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    field.setAttribute("aria-expanded", String(isOpen()));
    mark(-1);
    said.textContent = count;
  }

  async function ask() {
    const text = field.value.trim();
    asking?.abort();
    if (text.length < FEWEST) {
      close();
      said.textContent = "";
      return;
    }
    asking = new AbortController();
    const { signal } = asking;
    try {
      if (!known.has(text)) known.set(text, await fetched(text, signal));
      if (!signal.aborted && field === document.activeElement) show(known.get(text));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  async function fetched(text, signal) {
    const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
    const answer = await fetch(address, { signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const options = [...page.querySelectorAll("li")].map(optionOf);
    return { options, count: page.querySelector("p")?.textContent ?? "" };
  }

  function optionOf(told, place) {
    const option = document.createElement("li");
    option.id = `${list.id}-${place}`;
    option.dataset.href = told.dataset.href;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    for (const part of told.children) {
      const span = document.createElement("span");
      span.className = part.className;
      span.lang = part.lang;
      span.textContent = part.textContent; // text only, whatever was answered
      option.append(span, " ");
    }
    return option;
  }

  function go(option) {
    close();
    location.assign(option.dataset.href);
  }

  function step(by) {
    if (!isOpen()) {
      ask();
      return;
    }
    rest(); // what comes now would take the mark away
    const places = list.children.length + 1; // the field itself is one of the places
    mark(((marked + 1 + by + places) % places) - 1);
  }

  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Escape: () => (isOpen() ? close() : (field.value = "")),
    Enter: () => (isOpen() && marked >= 0 ? go(list.children[marked]) : false),
  };

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in keys && keys[event.key]() !== false) event.preventDefault();
    else if (event.key === "Tab") close();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, SOON);
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
}
