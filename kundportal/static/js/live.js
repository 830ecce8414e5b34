// What is new in a ticket comes by itself: the open page asks every ten seconds, and is answered with
// nothing as long as there is nothing; live-place.js shows the rest. A page that nobody sees does not
// ask, one that nobody uses asks less, and after an outage all ask at other times.
const [BEAT, SLOW, IDLE, LONGEST] = [10e3, 60e3, 30 * 60e3, 120e3];
const page = () => document.querySelector("[data-live]");
let timer, askedAt, usedAt = Date.now(), failures = 0; // prettier-ignore

function wait() {
  clearTimeout(timer);
  timer = setTimeout(ask, Math.min(BEAT * 2 ** failures, LONGEST) * (0.8 + Math.random() * 0.4));
}

async function ask() {
  const { live, liveVersion } = page()?.dataset ?? {};
  const rests = Date.now() - usedAt > IDLE && Date.now() - askedAt < SLOW;
  if (!live || document.hidden || rests) return wait();
  askedAt = Date.now();
  try {
    const headers = { "If-None-Match": `"${liveVersion}"` };
    const answer = await fetch(live, { headers, redirect: "manual", signal: AbortSignal.timeout(9e3) });
    if (answer.status >= 429) throw new Error(answer.status);
    failures = 0;
    if (answer.type === "opaqueredirect") return document.dispatchEvent(new Event("session-over"));
    if (answer.status >= 400) return (document.querySelector("[data-live-gone]").hidden = false);
    const news = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const detail = news && news.querySelector("[data-live]");
    if (detail && page()?.dataset.live === live) page().dispatchEvent(new CustomEvent("live", { bubbles: true, detail }));
  } catch {
    failures += 1;
  }
  wait();
}

for (const use of ["pointermove", "keydown", "scroll"])
  addEventListener(use, () => (usedAt = Date.now()), { passive: true });
document.addEventListener("visibilitychange", () => document.hidden || ask());
wait();
