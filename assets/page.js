() => {
  // The number of a citation shows the words it stands for; the number of a source leads back.
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const go = (target, block = "center") =>
    target.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block });

  const show = (source) => {
    for (const turn of document.querySelectorAll("#panel .turn")) {
      turn.classList.toggle("current", turn.contains(source));
    }
    source.focus({ preventScroll: true });
    source.classList.remove("flash");
    void source.offsetWidth; // a class that returns at once would not start its animation again
    source.classList.add("flash");
    const words = source.querySelector("mark");
    if (words && source.offsetHeight > innerHeight / 2) go(words);
    else go(source, "nearest");
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a.cite[href^="#s"]');
    if (!link) return;
    event.preventDefault();
    const anchor = link.getAttribute("href");
    if (link.closest("#panel")) {
      const citation = document.querySelector(`#chat a.cite[href="${anchor}"]`);
      citation?.focus({ preventScroll: true });
      if (citation) go(citation);
    } else {
      const source = document.getElementById(anchor.slice(1));
      if (source) show(source);
    }
  });

  // Gradio labels a message with its HTML, which a screen reader would read out; and a reply is
  // read from its question on.
  let seen = "";
  new MutationObserver(() => {
    for (const message of document.querySelectorAll('#chat [aria-label*="message: <"]')) {
      message.removeAttribute("aria-label");
    }
    const asked = [...document.querySelectorAll("#chat .user-row")];
    const replies = document.querySelectorAll("#chat :is(.answer, .refusal, .problem)");
    const now = `${asked.length} asked, ${replies.length} answered`;
    if (asked.length && now !== seen) go(asked.at(-1), "start");
    seen = now;
  }).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ["aria-label"],
  });
};
