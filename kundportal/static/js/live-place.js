// Puts what is new in a ticket into the open page, so that what somebody reads or writes stays where
// it is on the screen (docs/decisions/0021), and says once that it has come.
const one = (name) => document.querySelector(`[data-live-${name}]`);
const head = (details) => details.querySelector("summary")?.textContent;
const at = (element, side = "top") => element.getBoundingClientRect()[side];

// The box that has the focus, or one in sight with something written in it.
function written() {
  const isSeen = (box) => at(box) < innerHeight && at(box, "bottom") > 0;
  const boxes = [...document.querySelectorAll(".reply-form textarea, .note-form textarea")];
  return boxes.find((box) => box.form.contains(document.activeElement) || (box.value && isSeen(box)));
}

function place(fresh, parts) {
  const box = written();
  const isLater = !one("later").hidden || (box && at(one("entries"), "bottom") < innerHeight);
  const all = [...document.querySelectorAll(".entry, textarea, .ticket-side > *")];
  const still = all.find((element) => at(element, "bottom") > 0); // the first that is in sight
  const before = still && at(still);
  document.documentElement.style.overflowAnchor = "none"; // or the browser would make up for it too
  if (fresh.length) Object.assign(one(isLater ? "later" : "entries"), { hidden: false }).append(...fresh);
  const isWhole = parts.map(renew).every(Boolean);
  if (still) scrollBy({ top: at(still) - before, behavior: "instant" });
  setTimeout(() => (document.documentElement.style.overflowAnchor = ""), 100);
  return isWhole;
}

// Puts the new state of a part in its place, unless somebody is busy in the old one.
function renew(part) {
  const old = document.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
  if (!old) return true;
  const { anchorNode, isCollapsed } = getSelection();
  const isBusy = old.contains(document.activeElement) || (!isCollapsed && old.contains(anchorNode));
  if (isBusy || old.dataset.touched) return false;
  for (const open of old.querySelectorAll("details[open]"))
    [...part.querySelectorAll("details")].find((one) => head(one) === head(open))?.replaceWith(open);
  old.replaceWith(part);
  htmx.process(part);
  return true;
}

function tell(words, fresh) {
  const [pill, mark, first] = [one("pill"), fresh.at(-1), fresh[0]];
  one("said").textContent = "";
  setTimeout(() => (one("said").textContent = words), 100);
  Object.assign(pill, { textContent: words, href: `#${first.id}` });
  pill.hidden = at(first) > 0 && at(first) < innerHeight - 48;
  new IntersectionObserver((seen, watch) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    pill.hidden = true;
    htmx.trigger(mark, "seen"); // it has been before the eyes to its end, so it is read
  }).observe(mark);
}

document.addEventListener("live", ({ target: page, detail: news }) => {
  const found = [...news.querySelectorAll("[data-live-entries] > *")];
  const fresh = found.filter(({ id }) => !id || !document.getElementById(id));
  const isWhole = place(fresh, [...news.querySelectorAll("[data-live-part]")]);
  page.dataset.live = news.dataset.live;
  if (isWhole) page.dataset.liveVersion = news.dataset.liveVersion;
  fresh.forEach((entry) => htmx.process(entry));
  document.querySelectorAll("[data-copy][hidden]").forEach((button) => (button.hidden = false));
  const words = news.querySelector("[data-live-words]")?.textContent;
  if (words && fresh.length) tell(words, fresh);
});
for (const use of ["input", "draft-touched"])
  document.addEventListener(use, ({ target }) => target.closest("[data-live-part]")?.setAttribute("data-touched", "yes"));
