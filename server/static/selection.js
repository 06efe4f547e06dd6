// A selection that this browser helps to remember: what « Garder » keeps, and a link to it in the
// header. The address of the page is the selection; without this module nothing is lost but that.

const PATH = "/selection";
const STORED = "selection";
const FOLLOWING = "selection-suivie";

const link = document.querySelector("#ma-selection");

/** What is stored, as the parameters of an address: nothing where a browser stores nothing. */
function stored() {
  try {
    return new URLSearchParams(localStorage.getItem(STORED) ?? "");
  } catch {
    return new URLSearchParams();
  }
}

function store(kept) {
  try {
    localStorage.setItem(STORED, String(kept));
  } catch {
    return false;
  }
  showLink(kept);
  return true;
}

/** The storage of this tab, null where a browser has none for us. */
function session() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

function showLink(kept) {
  const count = [...kept].length;
  const address = count ? `${PATH}?${kept}` : PATH;
  for (const each of document.querySelectorAll("#ma-selection, footer a[href^='/selection']")) {
    each.href = address;
  }
  link.querySelector("span").textContent = String(count);
  link.parentElement.hidden = count === 0;
}

/** Show on a button whether its thing is kept. */
function showKept(form, kept) {
  const [name, id] = form.dataset.keep.split("=");
  const button = form.querySelector("button");
  form.dataset.keepText ??= button.textContent;
  const is = kept.getAll(name).includes(id);
  button.textContent = is ? form.dataset.kept : form.dataset.keepText;
  return is;
}

function toggle(form) {
  const [name, id] = form.dataset.keep.split("=");
  const kept = stored();
  const others = [...kept].filter((pair) => pair[0] !== name || pair[1] !== id);
  const metiers = others.filter((pair) => pair[0] === "m");
  const formations = others.filter((pair) => pair[0] !== "m");
  if (others.length === [...kept].length) (name === "m" ? metiers : formations).push([name, id]);
  const changed = new URLSearchParams([...metiers, ...formations]);
  if (!store(changed)) return false;
  const is = showKept(form, changed);
  const said = form.querySelector("[role=status]");
  said.textContent = said.dataset[is ? "added" : "removed"].replace("#", [...changed].length);
  return true;
}

/** On the page of a selection: follow what its reader changes, if it is theirs. */
function follow(page) {
  const shown = new URL(page.dataset.selection, location).searchParams;
  const isMine = () => String(stored()) === String(shown) || String(stored()) === "";
  if (session()?.getItem(FOLLOWING)) store(shown);
  session()?.removeItem(FOLLOWING);
  const offer = page.querySelector(".mine");
  if (offer) {
    offer.hidden = isMine() && String(stored()) !== "";
    offer.querySelector(".quiet").hidden = String(stored()) === "";
    offer.querySelector("button").addEventListener("click", () => {
      offer.hidden = store(shown);
      link.focus();
    });
  }
  page.addEventListener("submit", () => {
    if (isMine()) session()?.setItem(FOLLOWING, "1");
  });
  page.addEventListener("click", (event) => {
    if (event.target.closest(`a[href="${PATH}"]`) && isMine()) store(new URLSearchParams());
  });
}

// The page of nothing is that of what is kept: what is added there is added to it.
const isBare = location.pathname === PATH && !location.search;
if (isBare && [...stored()].length && !session()?.getItem(FOLLOWING)) {
  location.replace(`${PATH}?${stored()}`);
}
showLink(stored());
for (const form of document.querySelectorAll("form[data-keep]")) showKept(form, stored());
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form && toggle(form)) event.preventDefault();
});
const page = document.querySelector("[data-selection]");
if (page) follow(page);
