// « pourquoi ? » answers in place: the list of its page is shown under the link, or put away again.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.why");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const shown = document.getElementById(link.getAttribute("aria-controls"));
  if (shown) {
    shown.hidden = !shown.hidden;
    link.setAttribute("aria-expanded", String(!shown.hidden));
  } else {
    answer(link);
  }
});

async function answer(link) {
  const reasons = await fetched(link.href);
  if (!reasons) {
    location.assign(link.href);
    return;
  }
  const asked = link.closest("dt, .titled, li, td, p");
  const host = asked.matches("td") ? asked.previousElementSibling : asked;
  const inside = host.matches("li, td");
  const panel = document.createElement(host.matches("dt") ? "dd" : "div");
  panel.className = "reasons";
  panel.id = `raisons-${document.querySelectorAll(".reasons").length + 1}`;
  panel.tabIndex = -1;
  panel.append(...reasons.childNodes);
  if (inside) host.append(panel);
  else host.after(panel);
  link.setAttribute("aria-controls", panel.id);
  link.setAttribute("aria-expanded", "true");
}

async function fetched(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.getElementById("raisons");
  } catch {
    return null;
  }
}
