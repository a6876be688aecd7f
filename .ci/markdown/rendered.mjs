// The Markdown of documents as another program renders it, held against our own web page of the same document:
//   node rendered.mjs FILE.md ...   each with FILE.html beside it
// Headings, tables (cells with their kind, spans and text), lists, what is bold, and all text must be the same. Ends with 1 where one is
// not. `--spoil` changes each Markdown first and ends with 1 unless every change is seen.
import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";
import { parse } from "parse5";

const spoils = process.argv.includes("--spoil");
const files = process.argv.slice(2).filter((argument) => argument !== "--spoil");
const renderer = new MarkdownIt({ html: true });

/** What a reader sees of a Markdown text; ids of headings are for links, and no renderer but ours takes them away. */
function other(markdown) {
  const body = markdown.replace(/^---\n[\s\S]*?\n---\n/, "").replace(/^(#+ .*?) \{#[\w-]+\}$/gm, "$1");
  return seen(parse(renderer.render(body)));
}

/** What a reader sees of our web page. */
const own = (html) => seen(find(parse(html), (node) => node.tagName === "main"));

function find(node, fits) {
  if (fits(node)) return node;
  for (const child of node.childNodes ?? []) {
    const found = find(child, fits);
    if (found) return found;
  }
}

const BLOCKS = new Set(["p", "li", "ul", "tr", "td", "th", "br", "table", "div", "section", "h1", "h2", "h3", "h4", "h5", "h6"]);

function text(node) {
  if (node.nodeName === "#text") return node.value;
  // A chart is drawn from the table below it, which is compared.
  if (node.tagName === "svg") return "";
  const inner = (node.childNodes ?? []).map(text).join("");
  return BLOCKS.has(node.tagName) ? ` ${inner} ` : inner;
}

const words = (node) => text(node).replace(/\s+/g, " ").trim();
const attribute = (node, name) => node.attrs?.find((one) => one.name === name)?.value ?? "1";

function seen(root) {
  const found = { headings: [], tables: [], lists: [], bold: [], text: words(root) };
  const walk = (node, table) => {
    if (/^h[1-6]$/.test(node.tagName ?? "")) found.headings.push(`${node.tagName} ${words(node)}`);
    if (node.tagName === "table") found.tables.push((table = []));
    if (node.tagName === "tr") table.push([]);
    if (node.tagName === "td" || node.tagName === "th")
      table.at(-1).push(`${node.tagName} ${attribute(node, "rowspan")} ${attribute(node, "colspan")} ${words(node)}`);
    if (node.tagName === "strong") found.bold.push(words(node));
    if (node.tagName === "li") found.lists.push(words(node));
    for (const child of node.childNodes ?? []) walk(child, table);
  };
  walk(root);
  return found;
}

/** The first thing that differs, if any. */
function difference(ours, theirs) {
  for (const kind of Object.keys(ours)) {
    const [one, two] = [ours[kind], theirs[kind]].map((value) => (kind === "text" ? value.split(" ") : value.map((it) => JSON.stringify(it))));
    const place = one.findIndex((value, nth) => value !== two[nth]);
    if (place >= 0 || one.length !== two.length) return `${kind}: ours ${one[place] ?? one.length}, the other's ${two[place] ?? two.length}`;
  }
}

const SPOILED = [
  (text) => text.replace(/^(#+) (?=.*$)/m, "$1# "),
  (text) => text.replace(/^- (?=.*$)/m, ""),
  (text) => text.replace(/\n\n<\/td>/, "x\n\n</td>"),
  (text) => text.replace(/^\| (?=\w)/gm, (bar, at) => (at > text.indexOf("| ---") ? "| x" : bar)),
  (text) => text.replace(/rowspan="\d+"/, 'rowspan="9"'),
  (text) => text.replace("**Permissions**", "Permissions"),
];

let wrong = 0;
let tables = 0;
for (const file of files) {
  const markdown = readFileSync(file, "utf8");
  const ours = own(readFileSync(file.replace(/\.md$/, ".html"), "utf8"));
  tables += ours.tables.length;
  if (spoils) {
    SPOILED.forEach((spoil, nth) => {
      const spoiled = spoil(markdown);
      if (spoiled !== markdown && !difference(ours, other(spoiled))) {
        console.error(`${file}: change ${nth + 1} was not seen`);
        wrong += 1;
      }
    });
    continue;
  }
  const found = difference(ours, other(markdown));
  if (found) {
    console.error(`${file}: ${found}`);
    wrong += 1;
  }
}
if (!tables) {
  console.error("no table was looked at");
  wrong += 1;
}
process.exit(wrong ? 1 : 0);
