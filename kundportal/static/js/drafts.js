// Keeps in this browser what is typed in a form[data-draft] and has not reached the server: the
// session may have ended, or the network. Once the server has it, autosave.js says so and the copy
// is forgotten. Files, passwords and hidden fields are never kept, but for the key of the draft.
const SENDING = "draft-sending";
const prefixOf = (form) => `draft:${document.body.dataset.reader}:${form.dataset.draft}:`;
const nameOf = (form) => prefixOf(form) + form.elements.once.value;
const isOurs = (one) => one.name && !/^(hidden|file|password|submit)$/.test(one.type) && !one.name.endsWith("-remove");
const fields = (form) => [...form.elements].filter(isOurs);
const isChoice = (one) => one.type === "checkbox" || one.type === "radio";
const forget = (form) => localStorage.removeItem(nameOf(form));

function say(form, words, moment) {
  const note = form.querySelector("[data-draft-note]");
  const line = note.querySelector("[data-draft-said]");
  const time = new Date(moment).toLocaleTimeString("sv", { timeStyle: "short" });
  line.setAttribute("aria-live", words === "kept" ? "off" : "polite");
  line.textContent = note.dataset[words].replace("{time}", time);
}

function keep(form) {
  const values = fields(form).map((one) => [one.name, one.value, isChoice(one) ? one.checked : null]);
  const { revision, window: page } = form.elements;
  const copy = { at: Date.now(), revision: revision.value, page: page.value, values };
  try { localStorage.setItem(nameOf(form), JSON.stringify(copy)); } catch {} // this browser keeps nothing
}

// The latest copy of the draft that the page shows; on a page that shows none, of any such form.
function find(form) {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefixOf(form)));
  const copies = names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }));
  const fits = ({ name }) => form.elements.revision.value === "0" || form.dataset.draftAny || name === nameOf(form);
  return copies.filter(fits).sort((one, other) => other.at - one.at).find(({ at }) => Date.now() - at < 14 * 864e5);
}

function restore(form) {
  const copy = find(form);
  if (!copy || form.querySelector("[data-error-summary]")) return;
  if (["0", copy.revision].includes(form.elements.revision.value)) return show(form, copy);
  form.querySelector("[data-draft-choice-local]").hidden = false;
  say(form, "other", copy.at); // the server has something newer: the person chooses
}

function show(form, copy) {
  const { once, revision, window: page } = form.elements;
  if (revision.value === "0" || form.dataset.draftAny) [revision.value, page.value] = [copy.revision, copy.page];
  once.value = copy.name.slice(prefixOf(form).length);
  for (const [name, value, checked] of copy.values) {
    for (const one of fields(form).filter((field) => field.name === name)) {
      if (checked === null) one.value = value;
      else if (one.value === value) one.checked = checked;
    }
  }
  form.querySelector("[data-draft-choice-local]").hidden = true;
  form.querySelector("details")?.setAttribute("open", ""); // what is sent along is seen
  form.dispatchEvent(new Event("draft-touched", { bubbles: true }));
  say(form, "restored", copy.at);
}

// A plain form was accepted when the answer sent us on to this page from the page it stood on.
function wasAccepted({ from }) {
  const [arrival] = performance.getEntriesByType("navigation");
  const isHere = arrival?.type === "navigate" && arrival.redirectCount > 0;
  return isHere && from.includes(document.referrer.split("#")[0]) && !document.querySelector("[data-error-summary]");
}

const sending = JSON.parse(sessionStorage.getItem(SENDING) ?? "null");
if (sending && wasAccepted(sending)) localStorage.removeItem(sending.name);
sessionStorage.removeItem(SENDING);
document.querySelectorAll("form[data-draft]").forEach(restore);
document.addEventListener("input", ({ target }) => target.form?.dataset.draft && isOurs(target) && keep(target.form));
document.addEventListener("draft-kept", ({ target }) => forget(target));
document.addEventListener("draft-unreached", ({ target }) => say(target, "kept", Date.now()));
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("form[data-draft-sent]").forEach(forget));
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("form[data-draft]:not([data-draft-any]):has([data-to=''])").forEach(restore));
document.addEventListener("click", ({ target }) => target.matches("[data-draft-theirs]") && forget(target.form));
document.addEventListener("click", ({ target }) => target.matches("[data-draft-local]") && show(target.form, find(target.form)));
document.addEventListener("submit", ({ target }) => {
  const from = [location.href.split("#")[0], target.action]; // where a question may stand in between
  if (target.dataset.draft) sessionStorage.setItem(SENDING, JSON.stringify({ name: nameOf(target), from }));
});
