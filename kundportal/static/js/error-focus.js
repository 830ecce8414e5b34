// Moves focus to the error summary: when the page loads, and when htmx has swapped one in.
function focusSummary(root) {
  root.querySelector("[data-error-summary]")?.focus();
}

focusSummary(document);
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
