// Keeps what stands in a form[data-draft] at the server, a moment after one stops typing and when
// one leaves it. What the server says is shown under the text; drafts.js keeps a copy in the
// browser until the server has it.
const PAUSE = 1500; // milliseconds
const states = new WeakMap();

function stateOf(form) {
  if (!states.has(form)) states.set(form, { changes: 0, saved: 0, busy: false, stopped: false });
  return states.get(form);
}

function touch(form) {
  const state = stateOf(form);
  state.changes += 1;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), PAUSE);
}

async function save(form, leaving = false) {
  const state = stateOf(form);
  const note = form.querySelector("[data-draft-note]");
  if (!note || state.changes === state.saved || state.stopped || state.sent) return;
  if (!note.dataset.to) return form.dispatchEvent(new Event("draft-unreached", { bubbles: true })); // it stays in the browser
  if (state.busy && !leaving) return;
  clearTimeout(state.timer);
  const upTo = state.changes;
  const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const init = { method: "POST", body: new URLSearchParams(typed), redirect: "manual", keepalive: leaving };
  state.busy = true;
  try {
    const answer = await fetch(note.dataset.to, { ...init, headers: { Accept: "application/json" } });
    if (![200, 409, 410, 413].includes(answer.status)) throw new Error(answer.status);
    const told = await answer.json();
    if (answer.ok) state.saved = upTo;
    else state.stopped = answer.status !== 413;
    hear(form, note, told, answer.status);
  } catch {
    form.dispatchEvent(new Event("draft-unreached", { bubbles: true }));
  }
  state.busy = false;
  if (state.changes > upTo) touch(form);
}

function hear(form, note, { said, revision }, status) {
  const kept = status === 200;
  if (kept) form.elements.revision.value = revision;
  else note.dataset.theirs = revision;
  const line = note.querySelector("[data-draft-said]");
  line.setAttribute("aria-live", kept ? "off" : "polite"); // it would be said at every pause
  line.textContent = said;
  note.querySelector("[data-draft-choice]").hidden = status !== 409 || !revision;
  if (!kept) return;
  if (said && note.dataset.address) history.replaceState(history.state, "", note.dataset.address + form.elements.once.value);
  if (stateOf(form).changes === stateOf(form).saved) form.dispatchEvent(new Event("draft-kept", { bubbles: true }));
}

const forms = () => [...document.querySelectorAll("form[data-draft]")];
const isUnsaved = (form) => stateOf(form).changes > stateOf(form).saved && !stateOf(form).sent;

for (const kind of ["input", "draft-touched"]) {
  document.addEventListener(kind, ({ target }) => {
    const form = target.closest("form[data-draft]");
    if (form && target.type !== "file") touch(form);
  });
}
document.addEventListener("focusout", ({ target }) => target.form?.dataset.draft && save(target.form));
document.addEventListener("submit", ({ target }) => (stateOf(target).sent = !target.dataset.hxPost));
window.addEventListener("pagehide", () => forms().forEach((form) => save(form, true)));
document.addEventListener("visibilitychange", () => document.hidden && forms().forEach((form) => save(form, true)));
window.addEventListener("beforeunload", (event) => forms().some(isUnsaved) && event.preventDefault());
document.addEventListener("click", ({ target }) => {
  if (!target.matches("[data-draft-mine], [data-draft-theirs]")) return;
  const { form } = target;
  if (target.matches("[data-draft-theirs]")) return (stateOf(form).sent = true), location.reload();
  stateOf(form).stopped = false;
  form.elements.revision.value = form.querySelector("[data-draft-note]").dataset.theirs;
  save(form);
});
