// Search and filters of the report. Without them every case is there all the same.
const count = (shown, all) => (shown === all ? `${all}` : `${shown} of ${all}`);

const openTo = (place) => {
  if (!place?.closest(".report")) return;
  for (let up = place; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  place.scrollIntoView();
};

const equip = (section) => {
  const tools = section.querySelector(".tools");
  const [search, group, outcome] = tools.querySelectorAll("input, select");
  const [clear, unfold] = tools.querySelectorAll("button");
  const cards = [...section.querySelectorAll(".case")];
  const blocks = [...section.querySelectorAll(".half, .kind")];
  const atFirst = new Map(blocks.map((block) => [block, block.open]));
  // what was found is left out: nearly every word stands in one of ten passages
  const words = new Map(cards.map((card) => [card,
    [...card.children].filter((part) => !part.matches(".found"))
      .map((part) => part.textContent).join(" ").toLowerCase()]));
  const fits = (card, asked) =>
    (!group.value || card.dataset.group === group.value) &&
    (!outcome.value || outcome.value.split(" ").includes(card.dataset.outcome)) &&
    asked.every((word) => words.get(card).includes(word));

  const show = () => {
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = asked.length > 0 || group.value !== "" || outcome.value !== "";
    for (const card of cards) card.hidden = !fits(card, asked);
    for (const block of blocks) {
      const all = block.querySelectorAll(".case");
      const shown = [...all].filter((card) => !card.hidden).length;
      block.hidden = shown === 0;
      block.querySelector(".count").textContent = block.matches(".kind")
        ? count(shown, all.length) : narrowed ? `${shown} of ${all.length} shown` : "";
      // the halves stay as they are: what is folded there is not to be read by chance
      if (block.matches(".kind")) block.open = narrowed || atFirst.get(block);
    }
    const seen = cards.filter((card) => !card.hidden);
    const folded = seen.filter((card) => !card.closest(".half").open).length;
    tools.querySelector("output").textContent =
      `${count(seen.length, cards.length)} cases${folded ? `, ${folded} in a folded half` : ""}`;
    clear.disabled = !narrowed;
  };
  search.addEventListener("input", show);
  group.addEventListener("change", show);
  outcome.addEventListener("change", show);
  clear.addEventListener("click", () => {
    search.value = group.value = outcome.value = "";
    show();
    search.focus();
  });
  unfold.addEventListener("click", () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", open);
    for (const card of cards) card.open = open && !card.hidden && card.closest(".half").open;
  });
  for (const half of section.querySelectorAll(".half")) half.addEventListener("toggle", show);
  for (const link of section.querySelectorAll("a[data-group], a[data-outcome]")) {
    link.addEventListener("click", () => {
      [search.value, group.value, outcome.value] =
        ["", link.dataset.group ?? "", link.dataset.outcome ?? ""];
      show();
    });
  }
  tools.hidden = false;
  show();
};

// a page may show a report later, and says so; tools that are hidden serve no section yet
const equipAll = () =>
  document.querySelectorAll(".report > section:has(.tools[hidden])").forEach(equip);
addEventListener("report", equipAll);
equipAll();
// a link may lead to what is folded
const follow = () => openTo(document.querySelector(":target"));
addEventListener("hashchange", follow);
addEventListener("load", follow);
