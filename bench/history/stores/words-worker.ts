import { parentPort } from "node:worker_threads";
import { searchDocumentOf } from "../../../subgraphs/dialogs/rules/search-document.js";
import type { SearchEntry } from "../../../subgraphs/dialogs/store/search/search-index.js";
import { dialogAt } from "./dialogs.js";
import type { WordsAsked } from "./words.js";

parentPort?.on("message", ({ indexes, of }: WordsAsked) => {
  const entries = Array.from(indexes, (index): SearchEntry => {
    const seed = dialogAt(index, of);
    const { party, org, serviceResource, contentUpdatedAt } = seed.dialog;
    return {
      seq: index + 1,
      party,
      org,
      serviceResource,
      contentUpdatedAt,
      document: searchDocumentOf(seed),
    };
  });
  parentPort?.postMessage(entries);
});
