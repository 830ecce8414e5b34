// Whoever signs out leaves no drafts behind in a browser that others may use.
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-sign-out]")) return;
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("draft:")) localStorage.removeItem(name);
  }
});
