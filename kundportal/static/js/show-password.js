// "Show" beside a password, and its rules ticked off while one types.
const RULES = {
  length: (text) => [...text].length >= 8,
  upper: (text) => /\p{Lu}/u.test(text),
  lower: (text) => /\p{Ll}/u.test(text),
  digit: (text) => /\p{Nd}/u.test(text),
  special: (text) => /[^\p{L}\p{Nd}\s]/u.test(text),
};
const isPhrase = (text) => [...text].length >= 15;

function tick(item, met, words) {
  if (!item || item.hasAttribute("data-ok") === met) return;
  item.toggleAttribute("data-ok", met);
  item.querySelector("[data-said]")?.remove();
  if (met) {
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.dataset.said = "";
    said.textContent = ` (${words})`;
    item.append(said);
  }
}

function follow(input, list) {
  const status = list.querySelector("[data-password-status]");
  input.addEventListener("input", () => {
    const phrase = isPhrase(input.value);
    let all = list.querySelector('[data-rule="length"]') !== null; // else only a phrase will do
    for (const [name, holds] of Object.entries(RULES)) {
      const met = holds(input.value);
      all &&= met;
      tick(list.querySelector(`[data-rule="${name}"]`), met, list.dataset.met);
    }
    tick(list.querySelector('[data-rule="phrase"]'), phrase, list.dataset.met);
    // Said once, when the last rule is met, and taken back silently.
    const words = all || phrase ? list.dataset.allMet : "";
    if (status.textContent !== words) status.textContent = words;
  });
}

for (const field of document.querySelectorAll("[data-password]")) {
  const input = field.querySelector("input");
  const button = field.querySelector("[data-show-password]");
  const label = button.querySelector("[data-label]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    input.autocapitalize = "off";
    input.spellcheck = false;
    label.textContent = shown ? button.dataset.shown : button.dataset.hidden;
  });
  input.form.addEventListener("submit", () => (input.type = "password"));
  const list = field.querySelector("[data-password-rules]");
  if (list) follow(input, list);
}
