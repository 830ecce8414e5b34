// Lets the rows of an ol[data-order] be dragged by their grips. Each row has buttons that do the
// same, with and without this script; a drop sends their form with the new place.
let row = null;
let start = 0;
let next = null;
const listOf = (one) => one.closest("ol[data-order]");
const placeOf = (one) => [...listOf(one).children].indexOf(one);

function prepare(root) {
  for (const grip of root.querySelectorAll("[data-grip]")) {
    grip.hidden = false;
    grip.draggable = true;
  }
}

document.addEventListener("dragstart", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip) return;
  row = grip.closest("li");
  [start, next] = [placeOf(row), row.nextElementSibling];
  row.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(row, 16, 16);
});
document.addEventListener("dragover", (event) => {
  const over = row && event.target.closest?.("li");
  if (!over || listOf(over) !== listOf(row)) return;
  event.preventDefault();
  const { top, height } = over.getBoundingClientRect();
  if (over !== row) over[event.clientY > top + height / 2 ? "after" : "before"](row);
});
document.addEventListener("drop", (event) => row && event.preventDefault());
document.addEventListener("dragend", (event) => {
  if (!row) return;
  row.classList.remove("is-dragged");
  if (event.dataTransfer.dropEffect === "none") listOf(row).insertBefore(row, next); // given up
  const place = placeOf(row);
  if (place !== start) {
    const to = Object.assign(document.createElement("input"), { type: "hidden", name: "to" });
    to.value = place;
    row.querySelector("form").append(to);
    to.form.requestSubmit();
  }
  row = null;
});
document.addEventListener("htmx:afterSettle", () => {
  prepare(document);
  const said = document.activeElement?.dataset.said;
  if (said) document.querySelector("[data-order-status]").textContent = said;
});
prepare(document);
