import { MAX_FIRST, MAX_PARTIES } from "../../contract.js";
import type { LiveItem, LivePosition } from "../../source.js";
import { Broken, expectItems, NotProven, type Probe, unknownParties } from "../probe.js";
import type { Requirement } from "../requirement.js";

/** Pages of so many, one after the other; some of each are enough. */
const PAGE_SIZE = 7;
const MAX_PAGES = 12;

const positionOf = ({ updatedAt, id }: LiveItem): LivePosition => ({ updatedAt, id });

/** Walks small pages: what came in all, and whether that was the end. */
const walk = async (probe: Probe, party: string) => {
  const items: LiveItem[] = [];
  let after: LivePosition | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { page } = await probe.pageOf(party, { first: PAGE_SIZE, after });
    items.push(...page.items);
    const last = page.items.at(-1);
    if (!page.hasMore || last === undefined) return { items, isWhole: true };
    after = positionOf(last);
  }
  return { items, isWhole: false };
};

export const PAGING: readonly Requirement[] = [
  {
    id: "pages-alike",
    level: "MUST",
    sentence:
      "Small pages, one after the other, MUST give what one large page gives, and hasMore the truth at each.",
    async prove(probe) {
      const { party, page } = await probe.whole();
      const { items, isWhole } = await walk(probe, party);
      if (isWhole && page.hasMore)
        throw new Broken("Small pages came to an end, and the large one said that there is more.");
      const wanted = page.items.slice(0, isWhole ? page.items.length : items.length);
      expectItems(items, wanted, `Pages of ${PAGE_SIZE}`);
    },
  },
  {
    id: "gives-first-only",
    level: "MUST",
    sentence: "A page MUST have no more items than first.",
    async prove(probe) {
      const { party, page } = await probe.whole();
      const one = await probe.pageOf(party, { first: 1 });
      expectItems(one.page.items, page.items.slice(0, 1), "first: 1");
      if (one.page.hasMore !== page.items.length > 1) throw new Broken("hasMore is wrong where first is 1.");
    },
  },
  {
    id: "takes-any-position",
    level: "MUST",
    sentence: "A source MUST take any moment and id as a position, also such that no item of its own has.",
    async prove(probe) {
      const { party, page } = await probe.whole();
      const middle = page.items[Math.floor(page.items.length / 2)];
      if (middle === undefined) throw new NotProven("There are no items.");
      const { updatedAt } = middle;
      const ask = async (after: LivePosition) =>
        (await probe.pageOf(party, { first: MAX_FIRST, after })).page.items.slice(0, PAGE_SIZE);
      // Ids are compared by code unit: ~ comes after all others that an id may have, - before.
      const from = page.items.filter((item) => item.updatedAt <= updatedAt).slice(0, PAGE_SIZE);
      expectItems(await ask({ updatedAt, id: "~".repeat(100) }), from, "After the highest id of a moment");
      const below = page.items.filter((item) => item.updatedAt < updatedAt).slice(0, PAGE_SIZE);
      if (!page.hasMore)
        expectItems(await ask({ updatedAt, id: "-" }), below, "After the lowest id of a moment");
    },
  },
  {
    id: "counts-all",
    level: "SHOULD",
    sentence: "totalCount SHOULD be of everything asked for, the same on every page, or null.",
    async prove(probe) {
      const { party, page } = await probe.whole();
      const { totalCount } = page;
      if (totalCount === null) return;
      if (!page.hasMore && totalCount !== page.items.length)
        throw new Broken(`totalCount is ${totalCount}, and ${page.items.length} item(s) are there.`);
      const [first] = page.items;
      if (first === undefined) return;
      const later = await probe.pageOf(party, { first: PAGE_SIZE, after: positionOf(first) });
      if (later.page.totalCount !== totalCount)
        throw new Broken(`It is ${totalCount} on the first page, and ${later.page.totalCount} on the next.`);
    },
  },
  {
    id: "says-the-same-again",
    level: "MUST",
    sentence: "The same question, asked again, MUST give the same items.",
    async prove(probe) {
      const { party, page } = await probe.whole();
      const again = await probe.pageOf(party, { first: MAX_FIRST });
      expectItems(again.page.items, page.items, "Asked again");
    },
  },
  {
    id: "takes-many-parties",
    level: "MUST",
    sentence: `A source MUST take ${MAX_PARTIES} parties in one question, and tell of those that the caller may act for.`,
    async prove(probe) {
      const { party, page } = await probe.whole();
      const parties = [...unknownParties(MAX_PARTIES - 1), party];
      const many = await probe.page({ parties, first: MAX_FIRST }, { kind: "PARTY", party });
      expectItems(many.page.items, page.items, `With ${MAX_PARTIES} parties`);
    },
  },
];
