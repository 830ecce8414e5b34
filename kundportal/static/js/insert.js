// Puts a file of an article into its text where the cursor stands, with its words selected.
const dress = () => document.querySelectorAll("[data-insert]").forEach((one) => (one.hidden = false));

function insert(button) {
  const box = button.closest("form").elements.text;
  const { selectionStart: at, value } = box;
  const gap = button.dataset.insert.startsWith("!") && at && !value.slice(0, at).endsWith("\n\n") ? "\n\n" : "";
  box.focus();
  if (!document.execCommand("insertText", false, gap + button.dataset.insert)) box.setRangeText(gap + button.dataset.insert);
  const from = box.value.indexOf("[", at) + 1;
  box.setSelectionRange(from, box.value.indexOf("]", from));
}

dress();
new MutationObserver(dress).observe(document.querySelector("[data-file-list]"), { childList: true });
document.addEventListener("click", ({ target }) => target.closest("[data-insert]") && insert(target.closest("[data-insert]")));
