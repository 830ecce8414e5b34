// A second press on a send button while the first is on its way does nothing. The server would
// make one thing of the two anyway; this spares the doubt.
const PATIENCE = 8000; // milliseconds until one may try again, should no answer come

function release(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-disabled][data-sending]")) {
    button.removeAttribute("aria-disabled");
    delete button.dataset.sending;
  }
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sending = "yes";
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      button.dataset.sending = "yes";
    }
    setTimeout(() => release(form), PATIENCE);
  },
  true,
);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});
// A page taken back from the browser's memory must be usable again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
});
