// Takes the files that are chosen, dropped anywhere on a form, or pasted into it, and hands them to
// the form's box of files. The input itself lies over the whole box, so that keyboard and mouse
// reach it as they would without us.
function dress(box) {
  const choice = box.querySelector("[data-file-choice]");
  if (choice.classList.contains("is-dressed")) return;
  choice.classList.add("is-dressed");
  const button = document.createElement("span");
  button.className = "button button-secondary";
  button.setAttribute("aria-hidden", "true");
  button.textContent = choice.dataset.choose;
  choice.append(button, choice.dataset.or);
}

const dressAll = () => document.querySelectorAll("[data-file-box]").forEach(dress);
const hand = (box, files) => box.dispatchEvent(new CustomEvent("files", { bubbles: true, detail: files }));
const boxOf = (target) => target.closest?.("form")?.querySelector("[data-file-box]");

// Browsers call every pasted picture "image.png"; support meets many of those.
function named(file, box) {
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString();
  const stamp = now.slice(0, 16).replace("T", "-").replace(":", "");
  const ending = file.type.split("/")[1]?.replace("jpeg", "jpg");
  if (!/^image\.\w+$/.test(file.name)) return file;
  return new File([file], `${box.dataset.pasted}-${stamp}.${ending}`, { type: file.type });
}

dressAll();
document.addEventListener("htmx:afterSettle", dressAll);
document.addEventListener("change", ({ target }) => {
  const box = target.type === "file" && target.closest("[data-file-box]");
  if (!box) return;
  hand(box, [...target.files]);
  target.value = ""; // it has gone up by itself
});
document.addEventListener("paste", (event) => {
  const { files, types } = event.clipboardData;
  const box = boxOf(event.target);
  // A piece of a document comes as text and as a picture of it; then the text is meant.
  if (!box || !files.length || types.includes("text/plain")) return;
  event.preventDefault();
  hand(box, [...files].map((file) => named(file, box)));
});
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    const box = boxOf(event.target);
    if (!box || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    box.classList.toggle("is-over", kind === "dragover");
    if (kind === "drop") hand(box, [...event.dataTransfer.files]);
  });
}
document.addEventListener("dragleave", ({ target }) => boxOf(target)?.classList.remove("is-over"));
