// The chat: what can be done with a reply, suggested questions, a question in the address, keys.
let tries = 0; // at suggestions that are not ready yet
const judged = new Map(); // what was said of replies, by the number of their question
for (const begun of ["started", "cleared"]) {
  hear(begun, () => {
    judged.clear();
    tries = 0;
    send("suggest");
  });
}

const rowsOf = (link) => {
  const reply = link.closest(".message-row");
  return [reply.previousElementSibling, reply].filter((row) => row?.matches(".message-row"));
};
const questionOf = (link) => rowsOf(link)[0].querySelector(".question").textContent;

const print = (link) => {
  const rows = rowsOf(link);
  document.body.classList.add("printing-one");
  rows.forEach((row) => row.classList.add("printed"));
  addEventListener("afterprint", () => {
    document.body.classList.remove("printing-one");
    rows.forEach((row) => row.classList.remove("printed"));
  }, { once: true });
  window.print();
};

const share = async (link) => {
  const address = new URL(location.pathname, location.origin);
  address.searchParams.set("q", questionOf(link));
  try {
    await navigator.clipboard.writeText(address.href);
    announce(say("copied"));
  } catch {
    prompt(say("copy"), address.href); // the clipboard is closed to pages without TLS
  }
};

// What was searched for goes into the box, to be changed. It stands alone then: the server reads
// nothing of the conversation into it, unless the box has been emptied meanwhile.
let edited = false;
const edit = (link) => {
  box().value = link.parentElement.querySelector("bdi").textContent;
  box().dispatchEvent(new Event("input", { bubbles: true }));
  edited = true;
  box().focus();
};
const askAlone = (event) => {
  if (!edited) return;
  event.preventDefault();
  event.stopPropagation();
  edited = false;
  send("ask", { question: box().value, alone: true });
};
document.addEventListener("input", ({ target }) => {
  if (target === box() && !target.value.trim()) edited = false;
});
hear("cleared", () => (edited = false));
// before Gradio hears of it, which would ask what is in the box within the conversation
addEventListener("keydown", (event) => {
  if (event.target === box() && event.key === "Enter" && !event.shiftKey && !event.isComposing) askAlone(event);
}, true);
addEventListener("click", (event) => event.target.closest?.("#box .submit-button") && askAlone(event), true);

// A few words on a reply; the dialog is made anew each time and knows nothing of the one before.
const judge = (link, turn, verdict) => {
  const quotes = [...link.closest(".message-row").querySelectorAll("blockquote")];
  const ofQuote = ["helpful", "wrong_quote"].includes(verdict) && quotes.length > 1;
  const dialog = document.createElement("dialog");
  const form = document.createElement("form");
  form.method = "dialog";
  const title = document.createElement("h2");
  title.id = "judging";
  title.textContent = link.textContent;
  dialog.setAttribute("aria-labelledby", title.id);
  const which = document.createElement("select");
  which.setAttribute("aria-label", say("which"));
  which.add(new Option(say("every"), ""));
  quotes.forEach((quote, index) => which.add(new Option(`${index + 1}: ${quote.textContent.slice(0, 60)}…`, index + 1)));
  const label = document.createElement("label");
  label.textContent = say("comment");
  const comment = document.createElement("textarea");
  comment.maxLength = 2000;
  comment.rows = 3;
  label.append(comment);
  const note = document.createElement("p");
  note.textContent = say("stored");
  const [cancel, done] = ["cancel", "send"].map((name) => {
    const button = document.createElement("button");
    button.value = name;
    button.textContent = say(name);
    return button;
  });
  cancel.formNoValidate = true;
  form.append(title, ...(ofQuote ? [which] : []), label, note, done, cancel);
  dialog.append(form);
  document.querySelector(".gradio-container").append(dialog);
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "send") {
      const quote = ofQuote && which.value ? Number(which.value) : null;
      send("judged", { turn, verdict, comment: comment.value, quote });
    }
    dialog.remove();
    link.focus();
  });
  dialog.showModal();
  comment.focus();
};

hear("judged", ({ turn, verdict }) => {
  judged.set(turn, verdict);
  mark();
  announce(say("thanks"));
});
hear("problem", ({ why }) => announce(why));

// what was said of a reply stays marked when Gradio draws the chat anew
const mark = () => {
  for (const link of document.querySelectorAll("#chat a.act")) {
    const [verdict, turn] = link.getAttribute("href").slice(1).split("-");
    link.setAttribute("role", "button");
    if (["link", "print", "edit"].includes(verdict)) continue;
    const chosen = judged.get(Number(turn)) === verdict;
    if (link.getAttribute("aria-pressed") !== String(chosen)) link.setAttribute("aria-pressed", chosen);
  }
};
new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });

document.addEventListener("click", (event) => {
  const suggested = event.target.closest?.("#chips button");
  if (suggested) {
    send("ask", { question: suggested.dataset.question });
    box()?.focus();
  }
  const link = event.target.closest?.("a.act");
  if (!link) return;
  event.preventDefault();
  const [act, turn] = link.getAttribute("href").slice(1).split("-");
  if (act === "print") print(link);
  else if (act === "link") share(link);
  else if (act === "edit") edit(link);
  else judge(link, Number(turn), act);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === box()) {
    event.preventDefault();
    document.querySelector("#box .submit-button")?.click();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && event.target.matches?.("a.act")) {
    event.preventDefault();
    event.target.click();
  }
  if (event.key === "/" && !typing(event.target) && box()?.offsetParent) {
    event.preventDefault();
    box().focus();
  }
});

// the server's suggestions are not always ready when the page is: ask again a few times
hear("suggest", ({ ready }) => {
  if (!ready && tries++ < 8) setTimeout(() => send("suggest"), 1500);
});
