// Shows a part of a form only while the answer that it hangs on is given. What is hidden is
// switched off, so it is not sent; what was typed in it comes back with it. The server decides anew.
const CHOSEN = /^(checkbox|radio)$/;

function given(form, name) {
  return [...form.elements]
    .filter((one) => one.name === name && !one.matches(":disabled"))
    .filter((one) => !CHOSEN.test(one.type) || one.checked)
    .map((one) => one.value);
}

function follow(form, isFirst) {
  const parts = [...form.querySelectorAll("[data-when-of]")];
  let isMore = false;
  let isChanged = parts.length > 0;
  // What hangs on a part that has just been hidden goes with it: again until nothing changes.
  for (let turn = 0; isChanged && turn <= parts.length; turn += 1) {
    isChanged = false;
    for (const part of parts) {
      const values = JSON.parse(part.dataset.whenValues);
      const off = !given(form, part.dataset.whenOf).some((one) => values.includes(one));
      if (part.disabled === off) continue;
      part.disabled = part.hidden = off;
      isChanged = true;
      isMore ||= !off;
    }
  }
  const status = form.querySelector("[data-more-asked]");
  if (status && !isFirst) status.textContent = isMore ? status.dataset.moreAsked : "";
}

const all = () => document.querySelectorAll("form:has([data-when-of])");
all().forEach((form) => follow(form, true));
document.addEventListener("change", ({ target }) => {
  if (target.form) follow(target.form, false);
});
document.addEventListener("htmx:afterSettle", () => all().forEach((form) => follow(form, true)));
