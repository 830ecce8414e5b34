// Says in the page's language which files are chosen. The input itself lies over the whole box, so
// that keyboard, mouse and dropped files reach it as they would without us.
const sizeOf = (file) =>
  file.size < 1e6
    ? `${Math.max(1, Math.round(file.size / 1000))} kB`
    : `${(file.size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;

function tell(box) {
  const list = box.querySelector("ul");
  const files = [...box.querySelector("input").files];
  const lines = files.map((file) => `${file.name} (${sizeOf(file)})`);
  list.replaceChildren(
    ...(lines.length ? lines : [box.dataset.none]).map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
}

function dress(box) {
  if (box.classList.contains("is-dressed")) return;
  box.classList.add("is-dressed");
  const button = document.createElement("span");
  button.className = "button button-secondary";
  button.setAttribute("aria-hidden", "true");
  button.textContent = box.dataset.choose;
  const list = document.createElement("ul");
  list.setAttribute("aria-live", "polite");
  box.append(button, list);
  tell(box);
}

const dressAll = () => document.querySelectorAll("[data-file-choice]").forEach(dress);

dressAll();
document.addEventListener("htmx:afterSettle", dressAll);
document.addEventListener("change", ({ target }) => {
  const box = target.closest("[data-file-choice]");
  if (box) tell(box);
});
