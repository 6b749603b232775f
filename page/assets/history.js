// The conversations that this browser keeps, in the browser alone: a list beside the chat. What is
// opened again is checked by the server, which trusts nothing that comes from here.
const STORE = "chapter-and-verse.conversations";
const OFF = "chapter-and-verse.off";
const OPEN = "chapter-and-verse.open"; // of this window: what a reload brings back
const MOST = 50; // conversations; the oldest leave first
const LONGEST = 20; // questions that the page holds
const PATIENCE = 10_000; // milliseconds for a conversation to be opened
let busy = 0; // since when one is being opened
let next = null; // the one to open after it
let wish = null; // the format of a file that is wanted once its conversation is open

const side = () => document.querySelector("#history");
const keeping = () => localStorage.getItem(OFF) === null;
const conversations = () => {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => one?.id && Array.isArray(one.turns)) : [];
  } catch {
    return []; // somebody else's, or cut short
  }
};
const write = (all) => {
  try {
    localStorage.setItem(STORE, JSON.stringify(all.slice(0, MOST)));
  } catch {
    announce(say("full"));
  }
  draw();
};
const opened = () => conversations().find((one) => one.id === sessionStorage.getItem(OPEN));
const change = (id, how) => write(conversations().map((one) => (one.id === id ? { ...one, ...how(one) } : one)));
const leave = () => {
  sessionStorage.removeItem(OPEN);
  draw();
};

hear("kept", ({ turn }) => {
  if (!side() || !keeping()) return;
  const now = Date.now();
  if (!opened()) {
    const id = now.toString(36) + Math.random().toString(36).slice(2, 8);
    sessionStorage.setItem(OPEN, id);
    write([{ id, name: turn.question.slice(0, 80), when: now, turns: [] }, ...conversations()]);
  }
  change(opened().id, ({ turns }) => ({ when: now, turns: [...turns, turn] }));
});
hear("cleared", leave);
// the page stands as it was left, and what was asked before it had started can be asked (opening.js)
const settle = () => window.dispatchEvent(new Event("settled"));
hear("started", () => {
  const asked = new URL(location.href).searchParams.get("q");
  draw();
  if (document.querySelector("#chat .question")) return settle(); // somebody was quicker
  if (asked) {
    leave();
    send("ask", { question: asked });
  } else if (side() && opened()) reopen(opened());
  else settle();
});
hear("reopened", () => {
  busy = 0;
  if (next) return reopen(next);
  if (wish) send("export", { format: wish });
  wish = null;
  settle();
});
hear("file", ({ name, type, text }) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
});
// another window of the same browser
window.addEventListener("storage", ({ key }) => key === STORE && draw());

// of several opened in a row the last one counts, and none is sent before the one under way is shown
const reopen = (one) => {
  sessionStorage.setItem(OPEN, one.id);
  draw();
  const waiting = Date.now() - busy < PATIENCE;
  next = waiting ? one : null;
  if (waiting) return;
  busy = Date.now();
  send("reopen", { turns: one.turns.slice(-LONGEST) });
};
const save = (one, format) => {
  if (opened()?.id === one.id) return send("export", { format });
  wish = format;
  reopen(one);
};

const make = (tag, words, click) => {
  const node = document.createElement(tag);
  node.textContent = words;
  if (tag === "button") node.type = "button";
  if (click) node.addEventListener("click", click);
  return node;
};

const rename = (one, line) => {
  const input = document.createElement("input");
  input.value = one.name;
  input.maxLength = 120;
  input.setAttribute("aria-label", say("rename"));
  let done = false;
  const end = (keep) => {
    if (done) return;
    done = true;
    change(one.id, () => ({ name: keep && input.value.trim() ? input.value.trim() : one.name }));
    side()?.querySelector(`[data-id="${one.id}"] .name`)?.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // or the same press would open the name that has the focus now
      end(true);
    }
    if (event.key === "Escape") end(false);
  });
  input.addEventListener("blur", () => end(true));
  line.replaceWith(input);
  input.select();
};

const entry = (one) => {
  const item = document.createElement("li");
  item.dataset.id = one.id;
  const name = make("button", one.name, () => reopen(one));
  name.className = "name";
  name.dir = "auto";
  name.title = new Date(one.when).toLocaleString(language);
  if (opened()?.id === one.id) name.setAttribute("aria-current", "true");
  const menu = document.createElement("details");
  const label = make("summary", "⋯");
  label.setAttribute("aria-label", say("more", { name: one.name }));
  const forget = () => {
    if (opened()?.id === one.id) sessionStorage.removeItem(OPEN);
    write(conversations().filter(({ id }) => id !== one.id));
  };
  menu.append(
    label,
    make("button", say("rename"), () => rename(one, name)),
    ...["markdown", "html", "json"].map((format) => make("button", say(format), () => save(one, format))),
    make("button", say("forget"), forget),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    label.focus();
  });
  item.append(name, menu);
  return item;
};

const draw = () => {
  const place = side();
  if (!place) return;
  const all = conversations();
  const list = document.createElement("ul");
  list.append(...all.map(entry));
  const keep = document.createElement("label");
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.checked = keeping();
  tick.addEventListener("change", () => {
    if (tick.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    draw();
  });
  keep.append(tick, ` ${say("keep")}`);
  const clear = make("button", say("clear"), () => {
    if (!confirm(say("sure"))) return;
    sessionStorage.removeItem(OPEN);
    write([]);
  });
  clear.hidden = all.length === 0;
  const fresh = make("button", say("fresh"), () => send("clear"));
  fresh.className = "fresh";
  const foot = document.createElement("div");
  foot.className = "foot";
  foot.append(keep, clear);
  const inside = document.createElement("details");
  inside.open = place.querySelector(":scope > details")?.open ?? (all.length > 0 && matchMedia("(min-width: 72rem)").matches);
  const title = document.createElement("summary");
  title.title = say("conversations", { count: all.length });
  const sign = make("span", "☰");
  sign.className = "menu";
  sign.setAttribute("aria-hidden", "true");
  const words = make("span", title.title);
  words.className = "words";
  title.append(sign, words);
  inside.className = "kept";
  inside.append(title, fresh, list, foot);
  place.replaceChildren(inside);
};
