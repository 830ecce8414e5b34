// Keeps what is typed in a form[data-draft="key"] in this browser until it has been sent, and says
// so under the text. Files, passwords and hidden fields are never kept.
const reader = document.body.dataset.reader ?? "";
const PREFIX = "draft:";
const SENDING = "draft-sending";
const TWO_WEEKS = 14 * 24 * 3600 * 1000;

const nameOf = (form) => `${PREFIX}${reader}:${form.dataset.draft}`;
const kept = (form) => JSON.parse(localStorage.getItem(nameOf(form)) ?? "null");
const fields = (form) =>
  [...form.elements].filter((one) => one.name && !/^(hidden|file|password|submit)$/.test(one.type));
const isChoice = (one) => one.type === "checkbox" || one.type === "radio";
const isTouched = (one) =>
  isChoice(one) ? one.checked !== one.defaultChecked : one.value.trim() !== "";

function say(form, words, moment, politely) {
  const note = form.querySelector("[data-draft-note]");
  if (!note) return;
  const time = new Date(moment).toLocaleTimeString("sv", { hour: "2-digit", minute: "2-digit" });
  note.setAttribute("aria-live", politely ? "polite" : "off");
  note.textContent = words ? note.dataset[words].replace("{time}", time) : "";
}

function keep(form) {
  const touched = fields(form).filter(isTouched);
  if (!touched.length) return forget(form);
  const values = touched.map((one) => [one.name, one.value, isChoice(one) ? one.checked : null]);
  try {
    localStorage.setItem(nameOf(form), JSON.stringify({ at: Date.now(), values }));
    say(form, "kept", Date.now(), false);
  } catch {
    say(form, "", 0, false); // the browser keeps nothing; then we do not say that it does
  }
}

function forget(form) {
  localStorage.removeItem(nameOf(form));
  say(form, "", 0, false);
}

function restore(form) {
  const draft = kept(form);
  if (!draft || form.querySelector("[data-error-summary]")) return;
  if (Date.now() - draft.at > TWO_WEEKS) return forget(form);
  for (const [name, value, checked] of draft.values) {
    for (const one of fields(form).filter((field) => field.name === name)) {
      if (checked === null) one.value = value;
      else if (one.value === value) one.checked = checked;
    }
  }
  say(form, "restored", draft.at, true);
}

// A plain form was accepted when the answer sent us on to this page from the page it stood on.
function wasAccepted(sending) {
  const [arrival] = performance.getEntriesByType("navigation");
  const from = document.referrer.split("#")[0];
  const refused = document.querySelector("[data-error-summary]");
  return arrival?.type === "navigate" && arrival.redirectCount > 0 && from === sending.page && !refused;
}

const sending = JSON.parse(sessionStorage.getItem(SENDING) ?? "null");
if (sending && wasAccepted(sending)) localStorage.removeItem(sending.name);
sessionStorage.removeItem(SENDING);
document.querySelectorAll("form[data-draft]").forEach(restore);

document.addEventListener("input", ({ target }) => {
  if (target.form?.matches("[data-draft]")) keep(target.form);
});
document.addEventListener("submit", ({ target }) => {
  const page = location.href.split("#")[0];
  const sent = { name: nameOf(target), page };
  if (target.matches("[data-draft]")) sessionStorage.setItem(SENDING, JSON.stringify(sent));
});
document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("form[data-draft-sent]").forEach(forget);
});
