// The Evaluation. The server makes all that is shown; here is told what somebody does with it.
const part = (name) => document.querySelector(`#evaluation-${name}`);
const send = (what, detail = {}) =>
  window.dispatchEvent(new CustomEvent("evaluation", { detail: { ...detail, send: what } }));
let begun = false; // here, just now
let cancel = null; // the button that has the focus while a run goes on that was begun here

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#evaluation [data-send]");
  if (button) send(button.dataset.send, { run: button.dataset.run });
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#evaluation form");
  if (!form) return;
  event.preventDefault();
  const [choice, count] = form.querySelectorAll("select, input");
  begun = form.matches(".run");
  if (begun) send("run", { questions: choice.value, count: count.value.trim() });
  else send("compare", { run: form.dataset.run, other: choice.value });
});

// The button that was pressed is closed while a run goes on, and the one to cancel goes with it:
// the focus is handed on, and taken from nobody who went elsewhere.
window.addEventListener("evaluation-status", () => {
  const button = part("status").querySelector("button");
  if (begun && part("status").querySelector(".going")) {
    begun = false;
    cancel = button;
    cancel?.focus();
  } else if (cancel && !cancel.isConnected) {
    const next = button ?? part("begin").querySelector(".run button:enabled");
    if (next && document.activeElement === document.body) next.focus();
    if (next) cancel = null;
  }
});

window.addEventListener("evaluation-report", () => {
  const place = part("report").querySelector(".opening, h2, .trouble");
  if (!place) return;
  window.dispatchEvent(new Event("report")); // to the report's own script
  place.scrollIntoView({ block: "start" });
  place.focus({ preventScroll: true });
});
