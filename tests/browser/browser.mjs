// One Chromium for all tests. Reads a JSON object a line: {journey, options}; runs that journey in
// a window of its own and answers with a line: {given} or {failed}. Whatever a journey looks at, no
// page may write an error to the console, run what somebody wrote, or ask another host.
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import * as journeys from "./journeys.mjs";

const EXPECTED = /Failed to load resource: the server responded with a status of 4\d\d/;
// What a browser says of a page of somebody else's that would do what a sandbox does not allow.
const FORBIDDEN = /sandboxed|violates the following Content Security Policy/;
const PATIENCE = 20_000; // milliseconds

async function run(browser, journey, { at, script = true, stranger, key, ...options }) {
  const context = await browser.newContext({ baseURL: at, javaScriptEnabled: script, locale: "en-GB" });
  const faults = [];
  const asked = new Set(); // what is asked of other hosts
  context.setDefaultTimeout(PATIENCE);
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== at) asked.add(request);
  });
  context.on("requestfailed", (request) => {
    if (stranger && request.failure().errorText === "csp") asked.delete(request); // it never left
  });
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (stranger && FORBIDDEN.test(message.text())) return;
    if (!EXPECTED.test(message.text())) faults.push(`says ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`fails with ${error.error()}`));
  context.on("dialog", (dialog) => {
    faults.push(`shows ${dialog.message()}`);
    dialog.dismiss();
  });
  try {
    const page = await context.newPage();
    if (key) await journeys.signIn(page, key);
    const given = await journeys[journey](page, options);
    faults.push(...[...asked].map((request) => `asks ${request.url()}`));
    if (faults.length) throw new Error(`The page ${[...new Set(faults)].join("; it ")}`);
    return given ?? null;
  } finally {
    await context.close();
  }
}

const browser = await chromium.launch({
  executablePath: process.argv[2],
  // A container's root has no sandbox, and its /dev/shm is small.
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"],
});
console.log(JSON.stringify({ given: browser.version() }));
for await (const line of createInterface({ input: process.stdin })) {
  const { journey, options } = JSON.parse(line);
  let answer;
  try {
    answer = { given: await run(browser, journey, options) };
  } catch (error) {
    answer = { failed: error.stack };
  }
  console.log(JSON.stringify(answer));
}
await browser.close();
