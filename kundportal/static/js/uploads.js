// Sends each file by itself as soon as a box of files gets it, with its progress, and lets one take
// it away again. The server answers with the line that stands for the file.
const csrf = () => JSON.parse(document.body.dataset.hxHeaders);
const answer = (line, ...detail) => line.dispatchEvent(new CustomEvent("file-answer", { bubbles: true, detail }));
const announce = (box, words, name) => {
  box.querySelector("[data-file-said]").textContent = words.replace("{name}", name);
};

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function fail(box, line, file) {
  line.replaceChildren(element("span", "file-name", file.name), ` ${box.dataset.failed} `);
  line.classList.add("is-refused");
  const again = element("button", "button-quiet", box.dataset.again);
  again.type = "button";
  again.addEventListener("click", () => (line.remove(), take(box, file)));
  line.append(again);
  announce(box, line.textContent, "");
}

function send(box, line, file) {
  const body = new FormData();
  body.append("once", box.closest("form").elements.once.value);
  body.append("field", box.dataset.field);
  body.append("file", file);
  const progress = line.querySelector("progress");
  const request = new XMLHttpRequest();
  request.open("POST", box.dataset.to);
  for (const [name, value] of Object.entries(csrf())) request.setRequestHeader(name, value);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    progress.value = Math.round((100 * loaded) / total);
    progress.nextElementSibling.textContent = `${progress.value} %`;
  });
  return new Promise((done) => {
    request.addEventListener("loadend", () => {
      delete line.dataset.going;
      if ([201, 422, 429].includes(request.status)) answer(line, request.responseText, box.dataset.added);
      else fail(box, line, file);
      done();
    });
    request.send(body);
  });
}

function take(box, file) {
  const line = element("li", "file-line", "");
  line.dataset.going = "yes";
  const progress = element("progress", "", "");
  progress.max = 100;
  progress.setAttribute("aria-label", file.name);
  line.append(element("span", "file-name", file.name), progress, element("span", "quiet", ""));
  box.querySelector("[data-file-list]").append(line);
  box.queue = (box.queue ?? Promise.resolve()).then(() => send(box, line, file)); // in their order
  return box.queue;
}

document.addEventListener("files", async ({ target: box, detail }) => {
  await Promise.all(detail.map((file) => take(box, file)));
});
