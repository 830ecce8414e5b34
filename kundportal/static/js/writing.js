// Tools over a box for Markdown: buttons, Ctrl+B and Ctrl+I. Ctrl+Z takes back what they did.
const AROUND = { bold: "**", italic: "_", code: "`" };
const BEFORE = { list: () => "- ", numbers: (at) => `${at + 1}. `, quote: () => "> " };
const KEYS = { b: "bold", i: "italic" };

// Replaces a piece of the text as if it had been typed, and selects a part of the new piece.
function put(box, from, to, text, start = text.length, end = start) {
  box.focus();
  box.setSelectionRange(from, to);
  if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
    box.setRangeText(text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.setSelectionRange(from + start, from + end);
}

function surround(box, mark, from, to, text) {
  const [long, { value }] = [mark.length, box];
  if (mark === "`" && text.includes("\n")) return put(box, from, to, `\`\`\`\n${text}\n\`\`\`\n`);
  if (value.slice(0, from).endsWith(mark) && value.startsWith(mark, to))
    return put(box, from - long, to + long, text, 0, text.length);
  put(box, from, to, mark + text + mark, long, long + text.length);
}

function begin(box, mark, start, end) {
  const from = box.value.lastIndexOf("\n", start - 1) + 1;
  const to = end + box.value.slice(end).split("\n")[0].length;
  const lines = box.value.slice(from, to).split("\n");
  const isOn = lines.every((line, at) => line.startsWith(mark(at)));
  const turned = lines.map((line, at) => (isOn ? line.slice(mark(at).length) : mark(at) + line));
  put(box, from, to, turned.join("\n"));
}

function use(kind, box) {
  const { selectionStart: from, selectionEnd: to, value } = box;
  const text = value.slice(from, to);
  if (kind in BEFORE) begin(box, BEFORE[kind], from, to);
  else if (kind in AROUND) surround(box, AROUND[kind], from, to, text);
  else if (/^https?:\/\/\S+$/.test(text)) put(box, from, to, `[](${text})`, 1);
  else put(box, from, to, `[${text}](https://)`, text.length + 3, text.length + 11);
}

const dress = () => document.querySelectorAll("[data-tools]").forEach((bar) => (bar.hidden = false));
dress();
document.addEventListener("htmx:afterSettle", dress);
document.addEventListener("click", ({ target }) => {
  const tool = target.closest("[data-tool]");
  if (tool) use(tool.dataset.tool, tool.closest(".field").querySelector("textarea"));
});
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const kind = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[key.toLowerCase()];
  const isBox = kind && target.matches("textarea") && target.closest(".field")?.querySelector("[data-tools]");
  // One stop for Tab among the tools; the arrows lead from one to the next.
  const all = [...(target.closest("[data-tools]")?.children ?? [])];
  const here = all.indexOf(target);
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[key];
  if (!isBox && (here < 0 || next === undefined)) return;
  event.preventDefault();
  if (isBox) return use(kind, target);
  target.tabIndex = -1;
  Object.assign(all.at(next % all.length), { tabIndex: 0 }).focus();
});
document.addEventListener("input", ({ target }) => {
  if (!target.matches("textarea")) return;
  target.closest(".field")?.querySelector("[data-preview]")?.replaceChildren(); // it shows what was
  if (!CSS.supports("field-sizing", "content")) target.style.height = `${target.scrollHeight + 2}px`;
});
document.addEventListener("quote", ({ target: box, detail }) => {
  const { length } = box.value.trimEnd();
  put(box, length, box.value.length, (length ? "\n\n" : "") + detail);
});
