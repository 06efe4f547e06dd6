// The picture of a neighbourhood, made livelier: the thread of the node under the pointer or the
// focus is lit, with its row in the table; a neighbour opens in place; arrows go from node to node.
// Without this script a node that opens is a link to the page that shows it open.

const SVG = "http://www.w3.org/2000/svg";
const place = document.querySelector("#voisinage");
const said = document.createElement("p");
said.className = "hidden";
said.setAttribute("role", "status");
place.after(said);

const itemOf = (node) => node.closest?.('[role="listitem"]');
const linksOf = (item) => [...item.children].filter((child) => child.matches("a"));
const isSeen = (node) => node.getClientRects().length > 0;

function unlight() {
  for (const lit of place.querySelectorAll(".picture .lit")) lit.remove();
  for (const row of place.querySelectorAll(".twin .lit")) row.classList.remove("lit");
}

// A group's path ends where its last node is: cut at the height of a node, it is that node's thread.
function light(item) {
  unlight();
  for (let at = item; at; at = itemOf(at.parentNode)) {
    const dot = at.querySelector("circle");
    const thread = at.closest(".group").querySelector(".thread");
    if (!dot || !thread) continue;
    const lit = document.createElementNS(SVG, "path");
    lit.setAttribute("class", "lit");
    lit.setAttribute("d", thread.getAttribute("d").replace(/V[^A-Z]*$/, `V${dot.getAttribute("cy")}`));
    thread.after(lit);
  }
  const name = linksOf(item).at(-1)?.getAttribute("href");
  const cell = [...place.querySelectorAll(".twin a")].find((link) => link.getAttribute("href") === name);
  cell?.closest("tr").classList.add("lit");
}

// Put what an address shows in the place of what is shown, and the focus on the node that it was on.
async function show(address, focused) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...page.querySelector("#voisinage").childNodes);
  hint();
  const same = [...place.querySelectorAll(".picture a")].filter(
    (link) => link.getAttribute("href") === focused && isSeen(link),
  );
  const dot = same[0] && linksOf(itemOf(same[0]))[0];
  dot?.focus();
  said.textContent = dot?.getAttribute("aria-label") ?? "";
}

async function open(dot) {
  const address = new URL(dot.getAttribute("href") || "?", location.href);
  address.hash = "";
  if (!address.search) address.search = ""; // no lone question mark
  const name = linksOf(itemOf(dot)).at(-1)?.getAttribute("href");
  try {
    await show(address, name);
    history.pushState(null, "", address);
  } catch {
    location.href = address;
  }
}

function step(item, by) {
  const items = [...item.closest("svg").querySelectorAll('[role="listitem"]')];
  const next = items[items.indexOf(item) + by];
  linksOf(next ?? item).at(-1)?.focus();
}

function hint() {
  for (const text of place.querySelectorAll(".hint")) text.hidden = false;
}

const opens = (link) => /^\?(ouvert=|$)/.test(link?.getAttribute("href") ?? "");

place.addEventListener("pointerover", ({ target }) => itemOf(target) && light(itemOf(target)));
place.addEventListener("pointerout", ({ target }) => itemOf(target) && unlight());
place.addEventListener("focusin", ({ target }) => itemOf(target) && light(itemOf(target)));
place.addEventListener("focusout", unlight);
place.addEventListener("click", (event) => {
  const dot = event.target.closest(".picture .dot[href]");
  if (!opens(dot) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(dot);
});
place.addEventListener("keydown", (event) => {
  const item = itemOf(event.target);
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const dot = linksOf(item)[0];
  const isOpen = dot?.classList.contains("open");
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) step(item, moves[event.key]);
  else if (event.key === "ArrowRight" && opens(dot) && !isOpen) open(dot);
  else if (event.key === "ArrowLeft" && isOpen) open(dot);
  else return;
  event.preventDefault();
});
addEventListener("popstate", () => show(location.href).catch(() => location.reload()));
hint();
