// The number of a citation shows the words it stands for in their document, and from there one
// gets to the other quotations and back to the reply. The documents of one reply are in the page;
// those of an earlier one are asked for.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const FAR = 2; // windows; over more than these a smooth scroll is a long blur
let wanted = ""; // the anchor of a source that was asked for and is not there yet
let at = ""; // the anchor of the source that is looked at

const go = (target, block = "center") => {
  const box = target.getBoundingClientRect();
  const near = Math.abs(box.top - innerHeight / 2) < FAR * innerHeight;
  target.scrollIntoView({ behavior: near && !calm.matches ? "smooth" : "auto", block });
};
const current = (nodes, is) => nodes.forEach((node) => node.classList.toggle("current", is(node)));

// Bring a source to the fore; gives the elements that hold its words, the first first.
const show = (anchor) => {
  const turn = document.querySelector("#panel .turn");
  const words = [...turn.querySelectorAll(`[data-at~="${anchor}"]`)];
  const source = words[0].closest(".source");
  current(turn.querySelectorAll("[data-at]"), (node) => words.includes(node));
  current(turn.querySelectorAll(".source"), (node) => node === source);
  current(turn.querySelectorAll(".about"), (node) => node.id === anchor);
  turn.querySelector(".count").textContent = document.getElementById(anchor).dataset.count;
  at = anchor;
  return words;
};

// Show a source and scroll to it, the page too where that is what scrolls.
const open = (anchor, focus = true) => {
  const words = show(anchor);
  const head = document.querySelector("#panel .head");
  words[0].style.scrollMarginTop = `${head.offsetHeight + 16}px`; // it lies over the document
  if (focus) words[0].focus({ preventScroll: true });
  const [top, end] = [words[0], words.at(-1)].map((node) => node.getBoundingClientRect());
  go(words[0], end.bottom - top.top > innerHeight / 3 ? "start" : "center");
};

// Of a new reply its first source is shown; whoever reads the reply is not moved.
const settle = (turn) => {
  const first = turn.querySelector(".about");
  if (!first) return;
  const [words] = show(first.id);
  const panel = document.querySelector("#panel");
  const below = words.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  if (getComputedStyle(panel).overflowY === "auto") panel.scrollTop += below - panel.clientHeight / 2;
};

// The sources cannot be shown, and the panel says why.
const complain = (turn) => {
  at = wanted;
  turn.focus({ preventScroll: true });
  go(turn, "start");
};

const back = (anchor) => {
  const citation = document.querySelector(`#chat a.cite[href="#${anchor}"]`);
  citation?.focus({ preventScroll: true });
  if (citation) go(citation);
};

const step = (by, focus) => {
  const anchors = [...document.querySelectorAll("#panel .about")].map((node) => node.id);
  if (anchors.length < 2) return;
  open(anchors.at((anchors.indexOf(at) + by) % anchors.length), focus);
};

const cite = (anchor) => {
  if (document.getElementById(anchor)) return open(anchor);
  wanted = anchor;
  const turn = Number(anchor.slice(1).split("-")[0]);
  send("sources", { turn });
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#panel .walk button");
  if (button?.dataset.step) step(Number(button.dataset.step), false);
  else if (button) back(at);
  const link = event.target.closest?.('a.cite[href^="#s"]');
  if (!link) return;
  event.preventDefault();
  const anchor = link.getAttribute("href").slice(1);
  if (link.closest("#panel")) back(anchor);
  else cite(anchor);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === " " && event.target.matches?.("a.cite")) {
    event.preventDefault(); // a link opens with Enter alone, a button with both
    event.target.click();
  }
  if (typing(event.target) || !document.querySelector("#panel .turn")?.offsetParent) return;
  const [on, off] = [() => step(1, true), () => step(-1, true)];
  const keys = { n: on, j: on, p: off, k: off };
  if (event.target.closest?.("#panel .turn")) keys.Escape = () => back(at);
  keys[event.key]?.();
});

// Gradio labels a message with its HTML, which a screen reader would read out; and a reply is
// read from its question on.
let seen = "";
let shown;
new MutationObserver(() => {
  for (const message of document.querySelectorAll('#chat [aria-label*="message: <"]')) {
    message.removeAttribute("aria-label");
  }
  const turn = document.querySelector("#panel .turn");
  const number = turn?.dataset.turn;
  // not the element, which Gradio uses again, nor the number, which another conversation has too
  const named = turn && `${number} ${turn.querySelector(".asked")?.textContent}`;
  if (named !== shown && turn) {
    const asked = wanted.startsWith(`s${number}-`);
    if (asked && document.getElementById(wanted)) open(wanted);
    else if (asked) complain(turn);
    else settle(turn);
    wanted = "";
  }
  shown = named;
  const asked = [...document.querySelectorAll("#chat .user-row")];
  const replies = document.querySelectorAll("#chat :is(.answer, .refusal, .problem)");
  const now = `${asked.length} asked, ${replies.length} answered`;
  if (asked.length && now !== seen) go(asked.at(-1), "start");
  seen = now;
}).observe(document.body, {
  childList: true,
  subtree: true,
  attributeFilter: ["aria-label", "data-turn"],
});
