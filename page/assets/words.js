// What the scripts of all parts share: the page's words, and the line to the server and back.
const catalogues = JSON.parse(document.getElementById("words").textContent);
const language = navigator.languages.map((name) => name.slice(0, 2)).find((name) => name in catalogues) ?? "en";
const say = (key, values = {}) => catalogues[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
document.documentElement.lang = language;

// page/ask.py forwards what is sent; before it listens, it waits here
const unsent = [];
const send = (what, detail = {}) => {
  if (window.wired) window.dispatchEvent(new CustomEvent("send", { detail: { what, ...detail } }));
  else unsent.push([what, detail]);
};
window.addEventListener("wired", () => unsent.splice(0).forEach(([what, detail]) => send(what, detail)));
// what the server tells the scripts, by its name
const hear = (what, listener) =>
  window.addEventListener("told", ({ detail }) => detail?.what === what && listener(detail));

const typing = (node) => Boolean(node?.closest?.("input, textarea, select, [contenteditable], dialog"));
const box = () => document.querySelector("#box textarea");
// said by a screen reader, and shown for a moment
const announce = (words) => {
  let line = document.getElementById("said");
  if (!line) {
    line = document.createElement("p");
    line.id = "said";
    line.setAttribute("role", "status");
    document.querySelector(".gradio-container").append(line);
  }
  line.textContent = words;
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => (line.textContent = ""), 4000);
};
