// The tree of the ROME as an ARIA tree: one stop of the tabulation, arrows, Début and Fin, first
// letters. A branch is fetched when it is first opened. Without this script each branch is a link
// to the page that shows it open.

const PAUSE = 700;
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

const itemsIn = (root) => [...root.querySelectorAll(":scope > li > .node")];
const groupOf = (item) => item.parentNode.querySelector(":scope > ul");
const parentOf = (item) => item.closest("ul:not(.tree)")?.parentNode.querySelector(":scope > .node");
const isOpen = (item) => item.getAttribute("aria-expanded") === "true";

// Make tree items of the links of a list, and of those below that are already there.
function dress(list, level) {
  for (const line of list.children) {
    const first = line.firstElementChild;
    const toggle = first.className === "toggle" ? first : null;
    const item = toggle ? toggle.nextElementSibling : first;
    line.setAttribute("role", "none");
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-level", level);
    item.tabIndex = -1;
    if (!toggle) continue;
    toggle.tabIndex = -1;
    toggle.setAttribute("aria-hidden", "true");
    item.setAttribute("aria-expanded", String("open" in toggle.dataset));
    const group = item.nextElementSibling;
    if (group) hang(item, group);
  }
}

function hang(item, group) {
  group.setAttribute("role", "group");
  group.id = `${item.parentNode.id}-dessous`;
  item.setAttribute("aria-owns", group.id);
  dress(group, Number(item.getAttribute("aria-level")) + 1);
}

async function fetchBelow(item, toggle) {
  item.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`/rome/arbre/${toggle.dataset.branch}?forme=branche`);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (groupOf(item)) return;
    const group = document.adoptNode(page.querySelector("ul"));
    hang(item, group);
    item.after(group);
  } finally {
    item.removeAttribute("aria-busy");
  }
}

async function turn(item, open) {
  const toggle = item.parentNode.querySelector(":scope > .toggle");
  if (!toggle || isOpen(item) === open) return;
  if (open && !groupOf(item)) {
    try {
      await fetchBelow(item, toggle);
    } catch {
      location.href = toggle.href;
      return;
    }
  }
  groupOf(item).hidden = !open;
  item.setAttribute("aria-expanded", String(open));
  toggle.toggleAttribute("data-open", open);
}

const isSeen = (item) => !item.closest("ul[hidden]");
const seen = (tree) => [...tree.querySelectorAll(".node")].filter(isSeen);

function go(tree, item) {
  if (!item) return;
  for (const other of tree.querySelectorAll('.node[tabindex="0"]')) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

function listen(tree) {
  let typed = "";
  let last = 0;

  const spell = (item, letter, now) => {
    typed = (now - last > PAUSE ? "" : typed) + folded(letter);
    last = now;
    const items = seen(tree);
    const from = items.indexOf(item) + (typed.length > 1 ? 0 : 1);
    const after = [...items.slice(from), ...items.slice(0, from)];
    go(tree, after.find((other) => folded(other.textContent).startsWith(typed)));
  };
  const moves = {
    ArrowDown: (item) => seen(tree)[seen(tree).indexOf(item) + 1],
    ArrowUp: (item) => seen(tree)[seen(tree).indexOf(item) - 1],
    Home: () => seen(tree)[0],
    End: () => seen(tree).at(-1),
    ArrowRight: (item) => {
      if (isOpen(item)) return itemsIn(groupOf(item))[0];
      turn(item, true);
    },
    ArrowLeft: (item) => {
      if (!isOpen(item)) return parentOf(item);
      turn(item, false);
    },
  };

  tree.addEventListener("keydown", (event) => {
    const item = event.target.closest(".node");
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    if (Object.hasOwn(moves, event.key)) go(tree, moves[event.key](item));
    else if (event.key.length === 1 && /[\p{L}\p{N}]/u.test(event.key)) spell(item, event.key, event.timeStamp);
    else return;
    event.preventDefault();
  });
  tree.addEventListener("click", (event) => {
    const toggle = event.target.closest(".toggle");
    if (!toggle || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = toggle.parentNode.querySelector(":scope > .node");
    turn(item, !isOpen(item));
    go(tree, item);
  });
}

for (const tree of document.querySelectorAll(".tree")) {
  tree.setAttribute("role", "tree");
  dress(tree, 1);
  const target = document.getElementById(location.hash.slice(1))?.querySelector(".node");
  (tree.contains(target) ? target : tree.querySelector(".node")).tabIndex = 0;
  listen(tree);
}
for (const text of document.querySelectorAll(".hint")) text.hidden = false;
