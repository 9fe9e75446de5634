// Three journeys with openapi-typescript and openapi-fetch, as their documentation has it.
import createClient from "openapi-fetch";
import type { paths } from "./generated/schema";

declare const process: { env: Record<string, string | undefined> };

const client = createClient<paths>({ baseUrl: process.env["ONRECORD_AT"] ?? "" });
const text = "“The last berth opens in May,” said port director Orla Venn.";

function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

async function walk(): Promise<void> {
  // An article comes back with what is in it, and its quote is in the list.
  const stored = await client.POST("/v1/articles", { body: { text, publisher: "Gull Post" } });
  must(stored.data?.quotes[0]?.speaker?.name === "Orla Venn", "a quote with its speaker");
  const { data } = await client.GET("/v1/quotes", { params: { query: { publisher: "Gull Post" } } });
  must(data!.items[0].text.length > 0, "the quote in the list");
  const refused = await client.GET("/v1/quotes", { params: { query: { limit: 0 } } });
  must(refused.error?.errors?.[0]?.parameter === "limit", "a typed error");

  // What is found and what changed is told apart by its type.
  const search = await client.GET("/v1/search", { params: { query: { q: "berth" } } });
  for (const found of search.data!.items) {
    if (found.type === "quote") must(found.quote.text.includes("berth"), "a quote that was found");
    else if (found.type === "figure") must(found.figure.value >= 0, "a figure that was found");
    else must(found.article.revision >= 1, "an article that was found");
  }
  const changes = await client.GET("/v1/changes");
  for (const change of changes.data!.items) {
    if (change.type === "quote") must((change.object?.text ?? "x").length > 0, "a quote");
    if (change.type === "entity") must((change.object?.name ?? "x").length > 0, "an entity");
  }
  must(changes.data!.items.length > 0 && changes.data!.next.length > 0, "changes");

  // A person confirms a quote, once.
  const quote_id = stored.data.quotes[0]!.id;
  const read = await client.GET("/v1/quotes/{quote_id}", { params: { path: { quote_id } } });
  const header = { "If-Match": read.response.headers.get("ETag") ?? "" };
  const change = { params: { path: { quote_id }, header }, body: { status: "confirmed" } } as const;
  const confirmed = await client.PATCH("/v1/quotes/{quote_id}", change);
  must(confirmed.data?.status === "confirmed", "a quote that was confirmed");
  const late = await client.PATCH("/v1/quotes/{quote_id}", change);
  must(late.error?.status === 412, "a change that came too late");
  console.log("done");
}

void walk();
