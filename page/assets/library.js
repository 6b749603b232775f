// The Library. Sorting, filtering and choosing happen here, with the rows that the server has made;
// what changes anything is asked of the server, to which a document is known by its key.
const part = (name) => document.querySelector(`#library-${name}`);
const send = (what, detail = {}) =>
  window.dispatchEvent(new CustomEvent("library", { detail: { ...detail, send: what } }));
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const chosen = new Set(); // keys of the documents that are asked; of none, all are
const filters = new Map(); // what stands in the boxes, by the number of the column
const order = { column: 1, down: false };
let rows = []; // as the server has sent them
let read = ""; // the key of the document that is read
let removing = false;
let sending = false;

// After Gradio has put rows on the page: it uses old elements for new rows, so that what was known
// of them holds no more.
const take = () => {
  const table = part("shelf").querySelector("table");
  if (!table) return;
  name(table);
  rows = [...table.tBodies[0].rows].map((row) => {
    const values = [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent.trim());
    const box = row.querySelector(".one");
    return { row, key: row.dataset.key, box, values, plain: values.map(plain) };
  });
  const there = new Set(rows.filter((one) => one.box).map((one) => one.key));
  for (const key of chosen) if (!there.has(key)) chosen.delete(key);
  for (const box of table.querySelectorAll("[data-filter]")) {
    box.value = filters.get(box.dataset.filter) ?? "";
    if (box.selectedIndex === -1) box.value = ""; // what was filtered by is there no more
  }
  if (read && !there.has(read)) send("read", { key: "" });
  sort();
  sift();
  ask();
};

// What is laid out as blocks is still a table to a screen reader.
const name = (table) => {
  table.role = "table";
  for (const part of [table.tHead, ...table.tBodies]) part.role = "rowgroup";
  for (const row of table.rows) {
    row.role = "row";
    for (const cell of row.cells) {
      const head = cell.scope === "col" ? "columnheader" : "rowheader";
      cell.role = cell.scope ? head : "cell";
    }
  }
};

const sort = () => {
  const table = part("shelf").querySelector("table");
  const collator = new Intl.Collator(table.dataset.language, { numeric: true });
  const { column, down } = order;
  const compare = ({ values: one }, { values: other }) => {
    // what says nothing comes last, either way
    if (!one[column] || !other[column]) return !one[column] - !other[column];
    return collator.compare(one[column], other[column]) * (down ? -1 : 1);
  };
  const sorted = document.createDocumentFragment();
  for (const { row } of rows.toSorted(compare)) sorted.append(row);
  table.tBodies[0].append(sorted);
  for (const button of table.querySelectorAll("[data-sort]")) {
    const here = Number(button.dataset.sort) === column;
    button.closest("th").ariaSort = here ? (down ? "descending" : "ascending") : "none";
  }
};

const sift = () => {
  const table = part("shelf").querySelector("table");
  const tests = [...table.querySelectorAll("[data-filter]")]
    .filter((box) => box.value)
    .map((box) => {
      const [column, wanted] = [box.dataset.filter, plain(box.value)];
      return box.matches("select")
        ? (one) => one.values[column] === box.value
        : (one) => one.plain[column].includes(wanted);
    });
  let shown = 0;
  for (const one of rows) {
    one.row.hidden = !tests.every((test) => test(one));
    shown += !one.row.hidden;
  }
  const tally = part("shelf").querySelector(".tally");
  const say = (number) => number.toLocaleString(table.dataset.language);
  tally.textContent = tests.length
    ? tally.dataset.said.replace("{shown}", say(shown)).replace("{all}", say(rows.length))
    : "";
  part("shelf").querySelector(".none").hidden = shown > 0;
  tick();
};

// Show which documents are chosen, and which one is read.
const tick = () => {
  for (const { row, key, box } of rows) {
    if (box) box.checked = chosen.has(key);
    row.classList.toggle("current", key === read);
  }
  const shown = rows.filter(({ row, box }) => box && !row.hidden);
  const few = shown.filter(({ key }) => chosen.has(key)).length;
  const every = part("shelf").querySelector(".every");
  every.checked = few > 0 && few === shown.length;
  every.indeterminate = few > 0 && few < shown.length;
};

const ask = () => send("choose", { keys: [...chosen].join(" ") });

const choose = (box) => {
  const these = box.matches(".every")
    ? rows.filter((one) => one.box && !one.row.hidden).map((one) => one.key)
    : [box.closest("tr").dataset.key];
  for (const key of these) chosen[box.checked ? "add" : "delete"](key);
  tick();
  ask();
};

const tell = (words, file = "") => {
  const told = part("top").querySelector(".told");
  if (told) told.textContent = words.replace("{file}", file);
};

// Files go to the server one by one, and are added together when all are there.
const bring = async (files) => {
  const zone = part("top").querySelector(".drop");
  if (!zone || sending || !files.length) return;
  const { most, largest, ...words } = zone.dataset;
  if (part("status").querySelector(".going")) return tell(words.busy);
  if (files.length > Number(most)) return tell(words.too_many_files);
  const numbers = crypto.getRandomValues(new Uint8Array(16));
  const upload = [...numbers].map((number) => number.toString(16).padStart(2, "0")).join("");
  sending = true;
  let wrong = "";
  for (const file of files) {
    tell(words.sending, file.name);
    const query = new URLSearchParams({ upload, name: file.name, size: file.size });
    const body = file.size > Number(largest) ? "" : file; // too large: only to be told so
    const answer = await fetch(`library/files?${query}`, { method: "PUT", body }).catch(() => null);
    if (answer?.ok) continue;
    const why = await answer?.json().catch(() => null);
    wrong = why?.why ?? words.unsent.replace("{file}", file.name);
    break;
  }
  sending = false;
  tell(wrong);
  if (!wrong) send("bring", { upload });
};

// The server fetches a page by its address; until then nothing else is told.
const web = () => {
  const [box, button] = part("top").querySelectorAll(".web :is(input, button)");
  if (!box.value.trim()) return box.focus();
  if (part("status").querySelector(".going")) return tell(part("top").querySelector(".drop").dataset.busy);
  tell(button.dataset.fetching);
  send("web", { url: box.value });
};

const dropped = (transfer) => {
  const folder = [...transfer.items].find((item) => item.webkitGetAsEntry?.()?.isDirectory);
  if (folder) tell(part("top").querySelector(".drop").dataset.folder, folder.webkitGetAsEntry().name);
  else bring([...transfer.files]);
};

const close = () => {
  const row = rows.find(({ key }) => key === read)?.row;
  send("read", { key: "" });
  row?.querySelector(".open")?.focus();
};

const pressed = (button) => {
  const { sort: column, send: what, part: number } = button.dataset;
  const row = button.closest("tr");
  if (column) {
    order.down = order.column === Number(column) && !order.down;
    order.column = Number(column);
    sort();
  } else if (what) {
    const words = part("top").querySelector(".drop")?.dataset;
    if (what !== "cancel" && part("status").querySelector(".going")) return tell(words?.busy ?? "");
    removing = what === "remove";
    send(what, { key: row?.dataset.key, number: button.dataset.number });
  } else if (number) send("read", { key: read, part: number });
  else if (button.matches(".open")) {
    if (row.dataset.key === read) part("book").querySelector(".book").focus();
    else send("read", { key: row.dataset.key });
  } else if (button.matches(".web button")) web();
  else if (button.matches(".close")) close();
  else if (button.matches(".dismiss")) button.closest(".work").remove();
  else if (button.matches(".ask")) document.querySelector("#tabs [role=tab]").click();
  else if (button.matches(".clear")) {
    chosen.clear();
    tick();
    ask();
    part("shelf").querySelector(".every").focus();
  } else if (button.matches(".sift")) {
    const shown = part("list").classList.toggle("sifting");
    button.setAttribute("aria-expanded", shown);
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#library button");
  if (button) pressed(button);
});

document.addEventListener("input", ({ target }) => {
  if (!target.closest?.("#library")) return;
  if (target.matches("[data-filter]")) {
    filters.set(target.dataset.filter, target.value);
    sift();
  } else if (target.matches(".one, .every")) choose(target);
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("#library-top input[type=file]")) return;
  bring([...target.files]);
  target.value = "";
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.("#library-book")) close();
  if (event.key === "Enter" && event.target.matches?.("#library .web input")) web();
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = part("top")?.querySelector(".drop");
    if (!zone?.checkVisibility() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // or the browser would leave the page for the file
    zone.classList.toggle("over", kind === "dragover");
    if (kind === "drop") dropped(event.dataTransfer);
  });
}

window.addEventListener("library-shelf", take);

window.addEventListener("library-status", () => {
  const fetching = part("top").querySelector(".web button")?.dataset.fetching;
  if (fetching && part("top").querySelector(".told").textContent === fetching) tell("");
  const undo = part("status").querySelector(".undo button");
  if (undo && removing) undo.focus(); // the button that was pressed has gone with its row
  if (undo) removing = false;
});

window.addEventListener("library-book", () => {
  const book = part("book").querySelector(".book");
  read = book?.dataset.key ?? "";
  tick();
  if (!book) return;
  part("book").scrollTop = 0;
  book.focus({ preventScroll: true });
  book.scrollIntoView({ block: "nearest" });
});
