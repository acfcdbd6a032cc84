import { parentPort } from "node:worker_threads";
import { searchDocumentOf } from "../../../subgraphs/dialogs/rules/search-document.js";
import { dialogAt } from "./dialogs.js";
import type { MadeWords, WordsAsked } from "./words.js";

parentPort?.on("message", ({ indexes, of }: WordsAsked) => {
  const entries = Array.from(indexes, (index): MadeWords => {
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
