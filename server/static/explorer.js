// A choice shows at once what it leaves, without a page to load. The page is the server's, asked for
// at the address that the form would go to: its parts take the place of those that stand.

const PARTS = ["#choix", "#resultats", "footer.site"];
const form = () => document.querySelector("#choix");
let last = 0;

/** The address that the form would go to. */
function address() {
  const asked = new URLSearchParams(new FormData(form())).toString();
  return asked ? `${form().action}?${asked}` : form().action;
}

/** Put the parts of a page in place of these; folds stay as they are, and the focus where it is. */
function replace(page) {
  const { name, value } = document.activeElement;
  const folds = [...document.querySelectorAll("[data-panel]")].map((fold) => [fold.dataset.panel, fold.open]);
  for (const part of PARTS) document.querySelector(part).replaceWith(page.querySelector(part));
  for (const [panel, open] of folds) {
    const fold = document.querySelector(`[data-panel="${CSS.escape(panel)}"]`);
    if (fold) fold.open = open;
  }
  if (name) form().querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.focus({ preventScroll: true });
  document.querySelector("#trouves [role]").textContent = page.querySelector("#trouves").textContent;
}

async function show(url) {
  const mine = ++last;
  document.querySelector("#resultats").ariaBusy = "true";
  try {
    const response = await fetch(url, { headers: { Accept: "text/html" } });
    const text = await response.text();
    if (mine !== last) return;
    if (!response.ok) throw new Error(response.statusText);
    replace(new DOMParser().parseFromString(text, "text/html"));
    history.pushState(null, "", url);
  } catch {
    location.assign(url);
  }
}

document.addEventListener("change", (event) => {
  if (event.target.form === form()) show(address());
});
addEventListener("popstate", () => location.reload());
