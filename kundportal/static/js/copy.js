// Copies what a button carries, such as the number of a ticket, and says so.
const show = () => document.querySelectorAll("[data-copy]").forEach((one) => (one.hidden = false));
show();
document.addEventListener("htmx:afterSettle", show);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    return; // no right to the clipboard: the number stands beside the button
  }
  const words = button.querySelector("[data-copy-words]") ?? button;
  const before = (words.dataset.before ??= words.textContent);
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 3000);
});
