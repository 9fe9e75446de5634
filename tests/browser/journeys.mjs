// What is done with the pages: each journey is given a window and what to look at, and throws where
// something is not as it should be.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function settled(page) {
  await page.evaluate(() => document.fonts.ready);
}

// A page at two sizes, in light and dark: what axe finds, and whether anything sticks out.
export async function looks(page, { path, except = [] }) {
  const found = [];
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await settled(page);
      if (path === "/docs") await page.getByText("Find the quotes and figures").waitFor();
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(
        ([values, out]) => {
          const rules = Object.fromEntries(out.map((id) => [id, { enabled: false }]));
          return axe.run(document, { runOnly: { type: "tag", values }, rules });
        },
        [RULES, except],
      );
      for (const { id, nodes } of violations) {
        const why = nodes[0].failureSummary.replace(/\s+/g, " ");
        found.push(`${size} ${colorScheme}: ${id}, ${nodes.length} times, ${nodes[0].html.slice(0, 200)} ${why}`);
      }
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) found.push(`${size}: sticks out by ${over} pixels`);
    }
  }
  return found;
}

// A picture of a page.
export async function picture(page, { path, file, width, height, dark, full, print, marked }) {
  await page.setViewportSize({ width: width ?? 1280, height: height ?? 900 });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light", media: print ? "print" : "screen" });
  await page.goto(path);
  await settled(page);
  if (marked) await page.locator(marked).first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: file, fullPage: Boolean(full) });
}

const SAID = "Port director Ilse Marten said that the ferry would sail in May. It cost €300 million.";

// By keys alone: to the search, to a result, into the article, from mark to mark.
export async function byKeys(page) {
  await page.goto("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(":focus").innerText(), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(":focus").getAttribute("id"), "main");
  await page.keyboard.press("/");
  await page.keyboard.type("roads");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=roads/);
  assert.equal(await page.locator(".item mark").first().innerText(), "roads");
  await page.keyboard.press("j");
  assert.match(await page.locator(":focus").getAttribute("id"), /^q\d+$/);
  for (let press = 0; press < 2; press += 1) await page.keyboard.press("Tab"); // the speaker, the place
  await page.keyboard.press("Enter");
  await page.waitForURL(/articles\/\d+#q\d+/);
  await page.keyboard.press("j");
  const first = await page.locator(":focus").getAttribute("id");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await page.locator(":focus").getAttribute("id"), first);
}

// A facet narrows the list, and is taken away again.
export async function narrow(page) {
  await page.goto("/");
  const all = await page.locator(".item").count();
  const summary = page.getByText("Narrow it down");
  if (await summary.isVisible()) await summary.click();
  await page.getByRole("link", { name: /^Davit Kelaurani \d+$/ }).click();
  await page.waitForURL(/speaker=/);
  const narrowed = await page.locator(".item").count();
  assert.ok(narrowed > 0 && narrowed < all);
  if (await summary.isVisible()) await summary.click();
  await page.getByRole("link", { name: "Davit Kelaurani remove" }).click();
  await page.waitForURL((url) => !url.search.includes("speaker"));
  assert.equal(await page.locator(".item").count(), all);
}

// A text is read, and nothing stored before it is said so; then it is on record.
export async function readAndStore(page) {
  await page.goto("/read");
  await page.getByLabel("The text of an article").fill(SAID);
  await page.getByRole("button", { name: "See what is found" }).click();
  assert.match(await page.locator(".from").first().innerText(), /1 quote.*Not stored/);
  await page.getByLabel("Title").fill("A ferry");
  await page.getByLabel(/^Published/).fill("a day in May");
  await page.getByRole("button", { name: "Store this article" }).click();
  assert.match(await page.getByRole("alert").innerText(), /published_at/);
  await page.getByLabel(/^Published/).fill("2026-03-04");
  await page.getByRole("button", { name: "Store this article" }).click();
  await page.waitForURL(/articles\/\d+$/);
  assert.equal(await page.locator("h1").innerText(), "A ferry");
  await page.locator(".notes").getByRole("link", { name: "Ilse Marten" }).click();
  assert.match(await page.locator(".item").first().innerText(), /the ferry would sail in May/);
}

// What others wrote is words on every page, and nothing that a browser does.
export async function hostile(page, { paths }) {
  for (const path of paths) {
    await page.goto(path);
    await page.mouse.move(200, 300);
    assert.match(await page.locator("main").innerText(), /<script>alert/, path);
    assert.equal(await page.locator("img").count(), 0, path);
    assert.equal(await page.locator("script:not([src^='/assets/'])").count(), 0, path);
  }
}

// Text that runs from right to left stands on that side, its notes beside it.
export async function rightToLeft(page, { path }) {
  await page.goto(path);
  const style = (name) =>
    page.locator(".text").first().evaluate((text, of) => getComputedStyle(text)[of], name);
  assert.equal(await style("direction"), "rtl");
  assert.equal(await page.locator("h1").evaluate((one) => getComputedStyle(one).direction), "rtl");
}

// On paper there are the text and its notes, and nothing to click.
export async function printed(page, { path }) {
  await page.emulateMedia({ media: "print" });
  await page.goto(path);
  assert.equal(await page.locator(".top").isVisible(), false);
  assert.equal(await page.locator(".text").first().isVisible(), true);
}

// A key that is typed into the form.
export async function signIn(page, key) {
  await page.goto("/sign-in");
  await page.getByLabel("Key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

// Where a key is needed, a page leads to the form, and the form back to the page.
export async function throughTheDoor(page, { secret }) {
  await page.goto("/about");
  assert.match(page.url(), /sign-in\?to=/);
  await page.getByLabel("Key").fill("onr_wrong");
  await page.keyboard.press("Enter");
  assert.match(await page.getByRole("alert").innerText(), /unknown/);
  await page.getByLabel("Key").fill(secret);
  await page.keyboard.press("Enter");
  await page.waitForURL(/about$/);
  await page.getByRole("link", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  await page.goto("/about");
  assert.match(page.url(), /sign-in/);
}

const passage = (page) => page.locator("[data-start]");
const decided = (page) => page.getByRole("status");

// By keys: yes, undo, correct, reject, to the next.
export async function reviewByKeys(page) {
  await page.goto("/review");
  const first = await passage(page).innerText();
  await page.keyboard.press("y");
  await decided(page).getByText("Confirmed").waitFor();
  await page.keyboard.press("u");
  await page.waitForURL((url) => !url.search.includes("done"));
  assert.equal(await passage(page).innerText(), first);
  await page.keyboard.press("c");
  assert.equal(await page.locator(":focus").getAttribute("id"), "exact");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await decided(page).getByText("Rejected").waitFor();
  await page.keyboard.press("s");
  await page.waitForURL(/cursor=/);
}

// By mouse: words that are selected are put into the form, and stand where they were selected.
export async function reviewBySelection(page, { article, words, nth }) {
  await page.goto(`/review?article=${article}`);
  await passage(page).evaluate(
    (text, [wanted, which]) => {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      let left = which;
      while (walker.nextNode()) {
        const node = walker.currentNode;
        for (let at = node.data.indexOf(wanted); at >= 0; at = node.data.indexOf(wanted, at + 1)) {
          if (left--) continue;
          getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
          text.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
          return;
        }
      }
    },
    [words, nth],
  );
  assert.equal(await page.locator("#exact").inputValue(), words);
  await page.getByText("Add what was missed here").click();
  await page.getByLabel("Of what").last().fill("Harbour");
  await page.getByRole("button", { name: "Add this figure" }).click();
  await decided(page).getByText("Added").waitFor();
}

// By the form alone, as without JavaScript.
export async function reviewByForm(page, { article }) {
  await page.goto(`/review?article=${article}`);
  await page.getByLabel("Speaker").first().fill("Nils Aker");
  await page.getByLabel("Kind").first().selectOption("mixed");
  await page.getByRole("button", { name: "Save the correction" }).click();
  await decided(page).getByText("Corrected").waitFor();
  assert.match(await page.locator(".nothing").innerText(), /Nothing is left/);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Yes, right as read" }).waitFor();
}

// What each W3C selector of each quote and figure selects in a kept page, as the page shows it.
export async function selected(page, { path, all }) {
  await page.goto(path);
  return page.evaluate((every) => {
    // From a place in an element's text, in code points, to a node and a place in that.
    const point = (element, at) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let left = [...element.textContent].slice(0, at).join("").length;
      let node = walker.nextNode();
      while (left > node.data.length) {
        left -= node.data.length;
        node = walker.nextNode();
      }
      return [node, left];
    };
    const range = (start, end) => {
      const made = document.createRange();
      made.setStart(...start);
      made.setEnd(...end);
      return made.toString();
    };
    const place = ({ value, refinedBy }) => {
      const found = document.evaluate(value, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE);
      return point(found.singleNodeValue, refinedBy.start);
    };
    const { body } = document;
    const how = {
      RangeSelector: (one) => range(place(one.startSelector), place(one.endSelector)),
      TextPositionSelector: ({ start, end }) => range(point(body, start), point(body, end)),
      TextQuoteSelector: ({ exact, prefix, suffix }) =>
        body.textContent.includes(prefix + exact + suffix) ? exact : "",
    };
    return every.map((selectors) => selectors.map((one) => how[one.type](one)));
  }, all);
}

// A page by somebody who would run something, send something or lead elsewhere does none of it.
export async function stranger(page, { path, link }) {
  await page.goto(path);
  await page.getByRole("link", { name: link }).click();
  await page.waitForURL(/\/page$/);
  const there = page.url();
  await page.getByRole("link", { name: "run" }).click();
  await page.getByRole("button", { name: "send" }).click();
  await page.waitForTimeout(1500); // longer than the page would wait before it led elsewhere
  assert.equal(page.url(), there);
  const seen = await page.evaluate(() => ({
    ran: document.documentElement.dataset.ran,
    origin: self.origin,
    pictures: [...document.images].map((image) => image.naturalWidth),
    framed: [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument?.body?.innerText),
  }));
  assert.equal(seen.ran, undefined);
  assert.equal(seen.origin, "null");
  assert.deepEqual(seen.pictures, [0]);
  return seen.framed;
}
