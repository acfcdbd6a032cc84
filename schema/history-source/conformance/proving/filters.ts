import { MAX_FIRST } from "../../contract.js";
import { Broken, expectItems, NotProven } from "../probe.js";
import type { Requirement } from "../requirement.js";

const UNKNOWN_IDENTIFIERS = ["urn:tunet:probe:nothing", "tunet-probe-nothing"];
const WORD = /\p{L}{4,}/u;

export const FILTERS: readonly Requirement[] = [
  {
    id: "keeps-to-moments",
    level: "MUST",
    sentence:
      "updatedAfter and updatedBefore MUST take in the moments that they name, and leave all others out.",
    async prove(probe) {
      const { party, page } = await probe.whole();
      const { items } = page;
      const newest = items[Math.floor(items.length / 3)];
      const oldest = items[Math.floor((items.length * 2) / 3)];
      if (newest === undefined || oldest === undefined) throw new NotProven("There are no items.");
      const between = { updatedAfter: oldest.updatedAt, updatedBefore: newest.updatedAt };
      const found = await probe.pageOf(party, { ...between, first: MAX_FIRST });
      const wanted = items.filter(
        ({ updatedAt }) => updatedAt >= between.updatedAfter && updatedAt <= between.updatedBefore,
      );
      // What lies below the large page is not known.
      expectItems(found.page.items.slice(0, wanted.length), wanted, "Between two moments");
      if (!page.hasMore && found.page.items.length > wanted.length)
        throw new Broken("More came than lies between two moments.");
    },
  },
  {
    id: "finds-by-identifiers",
    level: "MUST",
    sentence: "identifiers MUST give the items that have one of them as id or in sameAs, and no others.",
    async prove(probe) {
      const { party, page } = await probe.whole();
      const item = page.items.find(({ sameAs }) => sameAs.length > 0) ?? page.items[0];
      if (item === undefined) throw new NotProven("There are no items.");
      for (const name of [item.id, ...item.sameAs.slice(0, 1)]) {
        const found = await probe.pageOf(party, { identifiers: [name], first: MAX_FIRST });
        if (!found.page.items.some(({ id }) => id === item.id))
          throw new Broken("An item is not found by what it is called.");
      }
    },
  },
  {
    id: "finds-no-unknown-identifier",
    level: "MUST",
    sentence: "identifiers that nothing has MUST give nothing, and no error.",
    async prove(probe) {
      const { party } = await probe.whole();
      const found = await probe.pageOf(party, { identifiers: UNKNOWN_IDENTIFIERS });
      if (found.page.items.length > 0 || found.page.hasMore) throw new Broken("Something came.");
    },
  },
  {
    id: "finds-words",
    level: "SHOULD",
    sentence: "A source that takes search SHOULD find an item by a word of its title.",
    async prove(probe) {
      if (!probe.source.searches) return;
      const { party, page } = await probe.whole();
      for (const { id, title } of page.items) {
        const [word] = WORD.exec(title.nb ?? "") ?? [];
        if (word === undefined) continue;
        const found = await probe.pageOf(party, { search: word, first: MAX_FIRST });
        if (!found.page.hasMore && !found.page.items.some((item) => item.id === id))
          throw new Broken("An item is not found by a word of its title.");
        return;
      }
      throw new NotProven("No title has a word to look for.");
    },
  },
];
