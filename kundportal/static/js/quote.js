// "Quote" at a reply puts it where one writes: what is selected of it, else all of it. Without this
// script, or without an answer, the link leads to the page with the quotation in the box.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-quote]");
  const box = document.querySelector("#reply textarea");
  if (!link || !box || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const chosen = getSelection();
  const text = link.closest(".entry").querySelector(".prose");
  const part = text.contains(chosen.anchorNode) ? chosen.toString().trim() : "";
  try {
    const answer = await fetch(link.dataset.quote, { redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const whole = await answer.text();
    const lines = part.split("\n").map((line) => `> ${line}`.trimEnd());
    const detail = part ? [whole.split("\n")[0], ">", ...lines, "", ""].join("\n") : whole;
    box.dispatchEvent(new CustomEvent("quote", { bubbles: true, detail }));
    box.scrollTop = box.scrollHeight;
  } catch {
    location.assign(link.href);
  }
});

// An article that is copied for the reply is put there as well.
document.addEventListener("click", ({ target }) => {
  const detail = target.closest("#reply-articles [data-copy]")?.dataset.copy;
  if (!detail) return;
  document.querySelector("#reply textarea")?.dispatchEvent(new CustomEvent("quote", { bubbles: true, detail }));
});
