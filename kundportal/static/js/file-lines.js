// The lines of files that wait in a form: each is asked for again until its check for viruses has
// ended, and a button takes it away at once. A form that is sent while files are on their way goes
// when they have come through.
const AGAIN = 3000; // milliseconds
const say = (box, words, name) => (box.querySelector("[data-file-said]").textContent = words.replace("{name}", name));

function dressLine(line) {
  if (line.dataset.fileCheck) setTimeout(look, AGAIN, line);
  const place = line.querySelector("[data-file-remove]");
  if (!place || place.querySelector("button")) return;
  const name = line.dataset.fileLine;
  const box = line.closest("[data-file-box]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-quiet";
  button.textContent = box.dataset.remove;
  button.setAttribute("aria-label", `${box.dataset.remove} ${name}`);
  button.addEventListener("click", () => remove(box, line, place.dataset.fileRemove));
  place.replaceChildren(button);
}

async function remove(box, line, address) {
  if (address) {
    const headers = JSON.parse(document.body.dataset.hxHeaders);
    const answer = await fetch(address, { method: "POST", headers, redirect: "manual" }).catch(() => null);
    if (answer?.status !== 204 && answer?.status !== 404) return;
  }
  line.remove();
  say(box, box.dataset.removed, line.dataset.fileLine);
  box.querySelector("input[type=file]").focus();
}

async function look(line) {
  const answer = await fetch(line.dataset.fileCheck, { redirect: "manual" }).catch(() => null);
  if (answer?.ok && line.isConnected) replace(line, await answer.text(), "");
}

// What the server answers stands for the file from then on.
function replace(line, html, words) {
  line.insertAdjacentHTML("afterend", html);
  const next = line.nextElementSibling;
  const box = line.closest("[data-file-box]");
  const problem = next.querySelector("[data-file-problem]")?.textContent;
  line.remove();
  dressLine(next);
  if (problem) return say(box, `{name}: ${problem}`, next.dataset.fileLine);
  if (!words) return;
  say(box, words, next.dataset.fileLine);
  box.dispatchEvent(new Event("draft-touched", { bubbles: true }));
}

const dressLines = () => document.querySelectorAll("[data-file-line]").forEach(dressLine);

dressLines();
document.addEventListener("htmx:afterSettle", dressLines);
document.addEventListener("file-answer", ({ target, detail }) => replace(target, ...detail));
window.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    const boxes = [...form.querySelectorAll("[data-file-box]")];
    if (!form.querySelector("[data-going]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const box of boxes) say(box, box.dataset.wait, "");
    await Promise.all(boxes.map((box) => box.queue));
    if (!form.querySelector(".file-line.is-refused")) form.requestSubmit(submitter);
  },
  true,
);
