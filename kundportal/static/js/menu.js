// Opens the bar's panel on narrow screens; closes menus with Escape or a click elsewhere.
const toggle = document.querySelector("[data-toggle]");

function setPanel(open) {
  const panel = document.getElementById(toggle.getAttribute("aria-controls"));
  panel.toggleAttribute("data-open", open);
  toggle.setAttribute("aria-expanded", String(open));
}

toggle?.addEventListener("click", () => {
  setPanel(toggle.getAttribute("aria-expanded") !== "true");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (toggle?.getAttribute("aria-expanded") === "true") {
    setPanel(false);
    toggle.focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
