// The same three journeys with the client that @hey-api/openapi-ts makes.
import { client } from "./generated/hey_api/client.gen";
import * as onrecord from "./generated/hey_api/sdk.gen";

declare const process: { env: Record<string, string | undefined> };

client.setConfig({ baseUrl: process.env["ONRECORD_AT"] ?? "" });
const text = "“The last berth opens in May,” said port director Orla Venn.";

function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

async function walk(): Promise<void> {
  // An article comes back with what is in it, and its quote is in the list.
  const stored = await onrecord.articlesCreate({ body: { text, publisher: "Gull Post" } });
  must(stored.data?.quotes[0]?.speaker?.name === "Orla Venn", "a quote with its speaker");
  must((await onrecord.quotesIndex()).data!.items[0].text.length > 0, "the quote in the list");
  const refused = await onrecord.quotesIndex({ query: { limit: 0 } });
  must(refused.error?.errors?.[0]?.parameter === "limit", "a typed error");

  // What is found and what changed is told apart by its type.
  const search = await onrecord.searchIndex({ query: { q: "berth" } });
  for (const found of search.data!.items) {
    if (found.type === "quote") must(found.quote.text.includes("berth"), "a quote that was found");
    else if (found.type === "figure") must(found.figure.value >= 0, "a figure that was found");
    else must(found.article.revision >= 1, "an article that was found");
  }
  const changes = await onrecord.changesIndex();
  for (const change of changes.data!.items) {
    if (change.type === "quote") must((change.object?.text ?? "x").length > 0, "a quote");
    if (change.type === "entity") must((change.object?.name ?? "x").length > 0, "an entity");
  }
  must(changes.data!.items.length > 0 && changes.data!.next.length > 0, "changes");

  // A person confirms a quote, once.
  const path = { quote_id: stored.data.quotes[0]!.id };
  const read = await onrecord.quotesShow({ path });
  const headers = { "If-Match": read.response?.headers.get("ETag") ?? "" };
  const change = { path, headers, body: { status: "confirmed" } } as const;
  const confirmed = await onrecord.quotesChange(change);
  must(confirmed.data?.status === "confirmed", "a quote that was confirmed");
  const late = await onrecord.quotesChange(change);
  must(late.error?.status === 412, "a change that came too late");
  console.log("done");
}

void walk();
