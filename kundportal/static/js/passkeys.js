// Makes and shows passkeys in a form[data-passkey="create" or "get"]: asks the server what to ask the
// browser, and sends on what the browser answers. Without a browser that can, the button stays away.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function forTheBrowser(asked) {
  const named = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  return {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: asked.user && { ...asked.user, id: toBytes(asked.user.id) },
    excludeCredentials: named(asked.excludeCredentials),
    allowCredentials: named(asked.allowCredentials),
  };
}

function forTheServer(answer) {
  const there = PARTS.filter((name) => answer.response[name]);
  const response = Object.fromEntries(there.map((name) => [name, toText(answer.response[name])]));
  const id = toText(answer.rawId);
  return JSON.stringify({ id, rawId: id, type: answer.type, response });
}

function reasonOf(error, isLate) {
  if (error.name === "InvalidStateError") return "known";
  if (error.name === "SecurityError") return "elsewhere";
  if (error.name === "NotAllowedError" || error.name === "AbortError")
    return isLate ? "late" : "cancelled";
  return "failed";
}

function say(form, what) {
  const said = form.querySelector("[data-passkey-said]");
  said.textContent = what ? form.dataset[what] : "";
  said.classList.toggle("field-error", Boolean(what) && what !== "asking");
}

async function ask(form) {
  const began = Date.now();
  let longest = Infinity;
  say(form, "asking");
  try {
    const token = form.elements.csrfmiddlewaretoken.value;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token });
    const answer = await fetch(form.dataset.question, { method: "POST", body });
    if (answer.redirected) return location.reload(); // to sign in, or to show the password again
    if (!answer.ok) return say(form, answer.status === 429 ? "wait" : "failed");
    const asked = (await answer.json()).publicKey;
    longest = asked.timeout;
    const publicKey = forTheBrowser(asked);
    form.elements.credential.value = forTheServer(
      await navigator.credentials[form.dataset.passkey]({ publicKey }),
    );
    say(form, "");
    form.requestSubmit();
  } catch (error) {
    say(form, reasonOf(error, Date.now() - began >= longest));
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.querySelector("[data-passkey-needs]")?.remove();
  const button = form.querySelector("[data-passkey-ask]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    await ask(form);
    delete form.dataset.busy;
  });
}
