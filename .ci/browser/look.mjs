// Web pages in a real browser: node look.mjs SCREENSHOTS FOLDER ... where each folder is an audit that `report` wrote.
// Every page is shown as an auditor sees it: with and without its script, on paper, filtered. Ends with 1 at the first
// thing that is wrong. Needs Debian's chromium and the packages of package.json.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [screenshots, ...folders] = process.argv.slice(2).map((path) => resolve(path));
mkdirSync(screenshots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});

/** Opens a page and notes whatever it asks for and whatever the browser complains of. */
async function open(file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, ...options });
  const page = await context.newPage();
  const asked = [], told = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => told.push(message.text()));
  page.on("pageerror", (error) => told.push(String(error)));
  const address = pathToFileURL(file).href;
  await page.goto(address);
  assert.deepEqual(asked, [address], `${file} asks for more than itself`);
  assert.deepEqual(told, [], `${file} makes the browser complain`);
  return { page, told, close: () => context.close() };
}

/** What a person sees of the entries that can be filtered. */
const visible = (page, selector) =>
  page.locator(selector).evaluateAll((found) => found.filter((one) => one.checkVisibility()).map((one) => one.textContent));

/** Cells of a table as csv, without line breaks in cells. */
const rows = (file) => {
  const [header, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n").map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) => (cell[1] ?? cell[2]).replaceAll('""', '"')));
  return lines.map((line) => Object.fromEntries(header.map((name, place) => [name, line[place]])));
};

/** Rules of WCAG 2.1 A and AA and good practice; a page is isolated, so that the checker is brought from outside. */
async function accessible(file) {
  const { page, close } = await open(file, { bypassCSP: true });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const told = violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 80)).slice(0, 3).join(" | ")}`);
  assert.deepEqual(told, [], `${file} is not accessible`);
  await close();
}

/** The page itself never scrolls sideways, on a screen or on a telephone, and no cell is narrower than a word. */
async function fits(file) {
  for (const width of [1280, 420]) {
    const { page, close } = await open(file, { viewport: { width, height: 900 } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${file} is ${wide} wide on a screen of ${width}`);
    const broken = await page.locator("main td, main th").evaluateAll((cells) =>
      cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent.slice(0, 60)));
    assert.deepEqual(broken, [], `${file}: words run out of their cells on a screen of ${width}`);
    await page.screenshot({ path: join(screenshots, `${basename(resolve(file, "../.."))}-${basename(file, ".html")}-${width}.png`) });
    await close();
  }
}

/** What the page's policy forbids is not done. */
async function isolated(file) {
  const { page, told, close } = await open(file);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'changed'";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "https://example.com/x.png";
    document.body.append(image);
  });
  await page.waitForTimeout(50);
  assert.notEqual(await page.title(), "changed", `${file} runs a script of somebody else`);
  assert.equal(told.length, 2, `${file} lets a foreign script or picture pass: ${told}`);
  await close();
}

async function filtered(file, findings) {
  const { page, close } = await open(file);
  const all = await visible(page, "main tbody tr, main section > ul > li");
  const drawings = await page.locator("figure").count();
  assert.equal((await visible(page, "figure > svg")).length, drawings, `${file}: a chart is not drawn`);
  const status = () => page.textContent("#shown");
  assert.ok((await status()).includes(String(all.length)), `${file}: ${await status()} of ${all.length}`);
  const heading = page.locator("section:has(> h2#findings)");
  const sentences = (locator) => locator.locator("section > ul > li").evaluateAll((found) => found.filter((one) => one.checkVisibility()).length);
  assert.equal(await sentences(heading), findings.length, `${file}: findings shown`);
  for (const severity of ["High", "Medium", "Low"]) {
    await page.selectOption("select[name=severities]", severity);
    const expected = findings.filter((finding) => finding.severity === severity.toLowerCase()).length;
    assert.equal(await sentences(heading), expected, `${file}: findings of severity ${severity}`);
    const shown = await visible(page, "main tbody tr, main section > ul > li");
    assert.ok((await status()).includes(`${shown.length} of ${all.length}`) || shown.length === 0, await status());
  }
  await page.click("button[type=reset]");
  await page.waitForFunction(() => !document.getElementById("shown").className);
  assert.equal((await visible(page, "main tbody tr, main section > ul > li")).length, all.length, `${file}: everything again`);
  assert.equal((await visible(page, "figure > svg")).length, drawings, `${file}: every chart again`);
  // A finding about somebody is one about their role, whether the sentence names the role or not.
  for (const role of await page.locator("select[name=roles] option[data-people]").all()) {
    const [title, people] = [await role.textContent(), (await role.getAttribute("data-people")).split("\n").filter(Boolean)];
    await page.selectOption("select[name=roles]", title);
    const about = findings.filter((finding) => people.includes(finding.person)).length;
    const shown = await sentences(heading);
    assert.ok(shown >= about, `${file}: ${title} shows ${shown} findings, and ${about} are about people of that role`);
  }
  await page.selectOption("select[name=roles]", "");
  for (const list of ["systems", "roles"]) {
    const names = await page.locator(`select[name=${list}] option`).allTextContents();
    assert.ok(names.length > 1, `${file} offers no ${list}`);
    await page.selectOption(`select[name=${list}]`, names[1]);
    const shown = await visible(page, "main tbody tr, main section > ul > li");
    assert.ok(shown.length > 0 && shown.length < all.length, `${file}: ${names[1]} shows ${shown.length}`);
    assert.deepEqual(await visible(page, "figure > svg"), [], `${file}: a chart of everything stands beside a choice`);
    await page.selectOption(`select[name=${list}]`, "");
  }
  await page.fill("input[name=words]", "no such word anywhere");
  assert.deepEqual(await visible(page, "main tbody tr, main section > ul > li"), []);
  await page.fill("input[name=words]", "SUMMARY");
  await page.screenshot({ path: join(screenshots, `${basename(resolve(file, "../.."))}-filtered.png`) });
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.isVisible("#shown"), `${file}: a filtered print does not say so`);
  await close();
}

for (const folder of folders) {
  const pages = ["public", "internal"].flatMap((part) =>
    readdirSync(join(folder, part)).filter((name) => name.endsWith(".html")).map((name) => join(folder, part, name)));
  assert.ok(pages.length >= 2, `${folder} has ${pages.length} pages`);
  for (const file of pages) {
    await accessible(file);
    await isolated(file);
    await fits(file);
    const plain = await open(file, { javaScriptEnabled: false });
    assert.equal(await plain.page.locator("form:visible").count(), 0, `${file} offers filters that cannot work`);
    await plain.close();
    const { page, close } = await open(file);
    await page.screenshot({ path: join(screenshots, `${basename(folder)}-${basename(file, ".html")}.png`) });
    await close();
  }
  await filtered(join(folder, "internal/internal.html"), rows(join(folder, "internal/findings.csv")));
}
await browser.close();
console.log(`${folders.length} audits looked at`);
