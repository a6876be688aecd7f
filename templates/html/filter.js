
// Shows what fits the choices: rows of tables and items of lists, with the sections that hold any. Without this script
// the page shows everything.
(() => {
  "use strict";
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const main = document.getElementById("text");
  const lists = ["systems", "roles", "severities"];
  // Documents have blanks in names at which no line breaks.
  const plain = (text) => text.replace(/\s+/gu, " ").trim();
  const folded = (text) => plain(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // The words of a list that stand in a text by themselves; of two that begin alike, the longer one.
  const finder = (name) => {
    const words = [...form.elements[name].options].map((option) => plain(option.value)).filter(Boolean);
    words.sort((one, other) => other.length - one.length);
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "gu");
    return (text) => new Set(words.length ? text.match(pattern) : []);
  };
  const finders = lists.map(finder);

  // Whoever has a role, by the id that stands behind each name.
  const roles = new Map();
  for (const option of form.elements.roles.options) {
    for (const id of (option.dataset.people ?? "").split("\n").filter(Boolean)) {
      roles.set(plain(id), [...(roles.get(plain(id)) ?? []), plain(option.value)]);
    }
  }
  const holders = (text) => [...text.matchAll(/\(([^(),]+)[,)]/g)].flatMap(([, id]) => roles.get(id) ?? []);

  // An entry is what its headings and its own words say.
  const above = (element) => {
    const texts = [];
    for (let at = element.closest("section"); at; at = at.parentElement.closest("section")) {
      texts.push(at.firstElementChild.textContent);
    }
    return texts.join(" / ");
  };
  const found = main.querySelectorAll("tbody > tr, section > ul > li");
  const entries = [...found].map((element) => {
    const own = [...element.querySelectorAll("p")].map((paragraph) => paragraph.textContent);
    const text = plain([above(element), ...own].join(" / "));
    const named = finders.map((find) => find(text));
    holders(text).forEach((role) => named[lists.indexOf("roles")].add(role));
    return { element, words: folded(text), named };
  });
  const groups = [...main.querySelectorAll("section, figure, table, section > ul")];
  // A drawing shows everything, so that it would mislead beside rows that were chosen.
  const drawings = [...main.querySelectorAll("figure > svg")];

  const apply = () => {
    const chosen = lists.map((name) => plain(form.elements[name].value));
    const words = folded(form.elements.words.value).split(/\s+/).filter(Boolean);
    const isNarrowed = words.length > 0 || chosen.some(Boolean);
    const fits = (entry) =>
      chosen.every((word, place) => !word || entry.named[place].has(word)) &&
      words.every((word) => entry.words.includes(word));
    const kept = new Set();
    for (const entry of entries) {
      entry.element.hidden = !fits(entry);
      if (!entry.element.hidden) {
        kept.add(entry.element);
      }
    }
    for (const group of groups) {
      group.hidden = isNarrowed && ![...group.querySelectorAll("tr, li")].some((one) => kept.has(one));
    }
    for (const drawing of drawings) {
      drawing.toggleAttribute("hidden", isNarrowed);
    }
    const say = isNarrowed ? (kept.size > 0 ? shown.dataset.some : shown.dataset.none) : shown.dataset.all;
    shown.textContent = say.replace("{shown}", kept.size).replace("{all}", entries.length);
    shown.className = isNarrowed ? "narrowed" : "";
  };

  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
