// Warns five minutes before the session ends, says when it has ended, and lets one stay. Other windows
// may have used the session meanwhile, so the server is asked before anything is said.
const box = document.querySelector("[data-staying]");
const WARN = 300; // seconds before the end
const AGAIN = 30; // how often one window looks for what another has done, while it warns

const stay = box?.querySelector("[data-staying-stay]");
const again = box?.querySelector("[data-staying-again]");
const title = document.title;
let timer;
let endsAt; // if the session is not used
let endsAtLast; // however much it is used

function show(words, heading, state) {
  const said = box.querySelector("[data-staying-words]");
  if (said.textContent !== words) said.textContent = words; // said once, not at every look
  document.title = heading ? `${heading} – ${title}` : title;
  box.dataset.state = state;
  if (state) box.setAttribute("aria-label", box.dataset.name);
  else box.removeAttribute("aria-label");
  stay.hidden = state !== "soon";
  again.hidden = state !== "over";
  again.search = new URLSearchParams({ next: location.pathname + location.search }); // of now
}

function tell(left, longest) {
  endsAt = Date.now() + left * 1000;
  endsAtLast = Date.now() + longest * 1000;
  if (left <= 0) return show(box.dataset.over, box.dataset.overTitle, "over");
  if (left > WARN) {
    show("", "", "");
    return wait(left - WARN);
  }
  const minutes = Math.ceil(left / 60);
  const isLast = longest <= left + 1; // no use prolongs it
  const words = (isLast ? box.dataset.atLast : box.dataset.unused).replace("{minutes}", minutes);
  show(words, box.dataset.title.replace("{minutes}", minutes), isLast ? "last" : "soon");
  wait(Math.min(AGAIN, left));
}

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, (seconds + 0.5) * 1000);
}

async function look(init = {}) {
  try {
    const answer = await fetch(box.dataset.staying, { redirect: "manual", ...init });
    if (answer.type === "opaqueredirect") return tell(0, 0); // to sign in: it is over
    if (!answer.ok) throw new Error(answer.status);
    const { left, longest } = await answer.json();
    tell(left, longest);
  } catch {
    // Without an answer our own clock must do.
    const now = Date.now();
    tell(Math.round((endsAt - now) / 1000), Math.round((endsAtLast - now) / 1000));
  }
}

if (box) {
  tell(Number(box.dataset.left), Number(box.dataset.longest));
  stay.addEventListener("click", async () => {
    const headers = JSON.parse(document.body.dataset.hxHeaders);
    await look({ method: "POST", headers });
    if (!stay.hidden) return;
    document.querySelector("#main").focus({ preventScroll: true }); // the button is gone
  });
  document.addEventListener("session-over", () => look()); // another script was not let in
  // A computer that has slept has not counted.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() > endsAt - WARN * 1000) look();
  });
}
