(site, question) => {
  // Put into a page before its own scripts: types a question as soon as there is a box, and notes
  // when. Times are milliseconds since the page was opened.
  const when = {};
  const usable = (box) => !box.disabled && !box.readOnly && box.checkVisibility();
  const ask = (box) => {
    box.focus();
    box.value = question;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const enter = { key: "Enter", code: "Enter", bubbles: true, cancelable: true };
    // a key that was dealt with when it went down is not pressed
    setTimeout(() => ["keydown", "keypress"].every((name) => box.dispatchEvent(new KeyboardEvent(name, enter))));
  };
  const look = () => {
    const box = [...document.querySelectorAll(site.boxes)].find(usable);
    if (box && !when.box) {
      when.box = performance.now();
      setTimeout(() => ask(box));
    }
    const taken = [...document.querySelectorAll(site.taken)].some((node) => node.textContent.includes(question));
    if (taken) when.taken = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  const loaded = () => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const replies = () => [...document.querySelectorAll(site.reply)].map((node) => node.textContent).join();
  let waited;
  window.bench = {
    words: () => performance.getEntriesByName("first-contentful-paint")[0].startTime,
    box: () => when.box,
    taken: () => when.taken,
    requests: () => loaded().length,
    kilobytes: () => loaded().reduce((sum, entry) => sum + entry.transferSize, 0) / 1000,
    waited: () => waited,
    // whether the question was taken and a reply follows it
    answered: () => {
      const last = [...document.querySelectorAll(`${site.taken}, ${site.reply}`)].at(-1);
      return when.taken !== undefined && last.matches(site.reply);
    },

    // From the next key to a change of the replies, painted.
    watch: () => {
      const before = replies();
      let pressed;
      waited = undefined;
      addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { capture: true, once: true });
      const watch = new MutationObserver(() => {
        if (pressed === undefined || replies() === before) return;
        watch.disconnect();
        // a task after the next frame has begun: by then it is painted
        requestAnimationFrame(() => setTimeout(() => { waited = performance.now() - pressed; }));
      });
      watch.observe(document.body, { childList: true, characterData: true, subtree: true });
    },
  };
}
