{
  // What is typed before the page has started goes into its box; if Enter was pressed, it is asked
  // as soon as the page stands as it was left.
  const GIVEN_UP = 30000; // milliseconds
  const opening = document.getElementById("opening");
  const [form, own, status] = ["form", "textarea", "[role=status]"].map((name) => opening.querySelector(name));
  let asked = false;
  let composing = false;

  document.documentElement.lang = opening.lang;
  const theme = new URLSearchParams(location.search).get("__theme"); // as Gradio will have it
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.body.classList.toggle("dark", dark);

  const say = (words) => { status.textContent = words; };
  const late = setTimeout(() => say(status.dataset.failed), GIVEN_UP);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asked = own.readOnly = own.value.trim() !== "";
    if (asked) say(status.dataset.wait);
  });
  own.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  own.addEventListener("compositionstart", () => { composing = true; });
  own.addEventListener("compositionend", () => { composing = false; handOver(); });

  const handOver = () => {
    const box = document.querySelector("#box textarea");
    if (!box || composing || !opening.isConnected) return;
    if (own.value) {
      box.value = own.value;
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    if (document.activeElement === own) {
      box.focus();
      box.setSelectionRange(own.selectionStart, own.selectionEnd);
    }
    opening.remove();
    watch.disconnect();
    clearTimeout(late);
  };
  const watch = new MutationObserver(handOver);
  watch.observe(document.body, { childList: true, subtree: true });

  // a conversation that is opened again comes first (history.js)
  const ask = () => { if (asked) document.querySelector("#box .submit-button").click(); };
  window.addEventListener("settled", ask, { once: true });
  own.focus();
}
