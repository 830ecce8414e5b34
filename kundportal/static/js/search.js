// What is found while one types: a list under the box that the arrow keys walk and Escape closes.
for (const box of document.querySelectorAll("[role=search][data-hx-get] [role=combobox]")) {
  const list = document.getElementById(box.getAttribute("aria-controls"));
  const chosen = () => list.querySelector("[aria-selected]");
  const choose = (option) => {
    chosen()?.removeAttribute("aria-selected");
    option?.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option?.id ?? "");
  };
  const open = (isOpen) => {
    list.hidden = !isOpen || box.value.trim().length < 2 || !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    choose(null);
  };
  box.form.addEventListener("htmx:beforeRequest", (event) => box.value.trim().length < 2 && event.preventDefault());
  box.addEventListener("input", () => box.value.trim().length < 2 && open(false));
  list.addEventListener("htmx:afterSwap", () => open(document.activeElement === box));
  box.form.addEventListener("focusout", (event) => box.form.contains(event.relatedTarget) || open(false));
  box.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[role=option]")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) open(true);
    if (step && options.length) choose(options.at(Math.max(options.indexOf(chosen()) + step, -1) % options.length));
    else if (event.key === "Enter" && chosen()) chosen().click();
    else if (event.key === "Escape" && !list.hidden) open(false);
    else return;
    event.preventDefault();
  });
}
