import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { SYSTEM_LABEL_BITS } from "../../../../drizzle/dialogs/values.js";
import type { DialogSeed } from "../../../../subgraphs/dialogs/index.js";
import type {
  OwnerFilter,
  OwnerOrder,
  OwnerPosition,
} from "../../../../subgraphs/dialogs/store/owners-search.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, DAY, type DialogOptions, NOW } from "../dialogs.js";
import { CORRESPONDENCE, OTHER_PARTY, PARTY, PERSON, SERVICE, startApi, type TestApi } from "./api.js";

const mine = (name: string, options: DialogOptions = {}): DialogSeed =>
  aDialog(name, {
    ...options,
    dialog: { org: "tax", serviceResource: SERVICE, party: PARTY.urn, ...options.dialog },
  });

const at = (days: number): string => new Date(NOW + days * DAY).toISOString();

interface PageBody {
  readonly items: readonly { readonly id: string }[];
  readonly hasNextPage: boolean;
  readonly continuationToken?: string;
  readonly orderBy: string;
}

/** The names of the dialogs that a search gives, in its order. */
const namesIn = (dialogs: readonly DialogSeed[], body: unknown): string[] =>
  (body as PageBody).items.map(
    ({ id }) => dialogs.find(({ dialog }) => dialog.id === id)?.dialog.title.nb ?? id,
  );

const DIALOGS: readonly DialogSeed[] = [
  mine("plain", { dialog: { createdAt: NOW - 9 * DAY } }),
  mine("other party", { dialog: { createdAt: NOW - 8 * DAY, party: OTHER_PARTY.urn } }),
  mine("letter", { dialog: { createdAt: NOW - 7 * DAY, serviceResource: CORRESPONDENCE } }),
  mine("described", {
    dialog: {
      createdAt: NOW - 6 * DAY,
      status: "REQUIRES_ATTENTION",
      extendedStatusCode: "tax:waiting",
      externalReference: "case_1",
      process: "urn:agency:process:1",
      dueAt: NOW + DAY,
      updatedAt: NOW - DAY,
      contentUpdatedAt: NOW - 2 * DAY,
      isSeenSinceLastContentUpdate: true,
    },
    body: { serviceOwnerLabels: ["batch-7", "a_b"] },
  }),
  mine("labelled", {
    dialog: {
      createdAt: NOW - 5 * DAY,
      systemLabels: SYSTEM_LABEL_BITS.ARCHIVE | SYSTEM_LABEL_BITS.MARKED_AS_UNOPENED,
    },
    body: { serviceOwnerLabels: ["batch-8", "axb"] },
  }),
  mine("for programs", { dialog: { createdAt: NOW - 4 * DAY, isApiOnly: true } }),
  mine("not visible yet", { dialog: { createdAt: NOW - 3 * DAY, visibleFrom: NOW + 5 * DAY } }),
  mine("expired", { dialog: { createdAt: NOW - 2 * DAY, expiresAt: NOW - DAY } }),
  mine("deleted", { dialog: { createdAt: NOW - DAY, deletedAt: NOW } }),
  aDialog("another agency's", { dialog: { org: "lnd", party: PARTY.urn, serviceResource: SERVICE } }),
];

const EVERYTHING = [
  "expired",
  "not visible yet",
  "for programs",
  "labelled",
  "described",
  "letter",
  "other party",
  "plain",
];

const without = (...names: string[]): string[] => EVERYTHING.filter((name) => !names.includes(name));

const FILTERS: readonly (readonly [query: string, names: readonly string[]])[] = [
  ["", EVERYTHING],
  [`party=${OTHER_PARTY.urn}`, ["other party"]],
  [`party=${OTHER_PARTY.urn.toUpperCase()}&party=${PARTY.urn}`, EVERYTHING],
  [`serviceResource=${CORRESPONDENCE}`, ["letter"]],
  ["status=requiresattention", ["described"]],
  ["status=Completed", []],
  ["extendedStatus=tax:waiting&extendedStatus=tax:other", ["described"]],
  ["externalReference=case_1", ["described"]],
  ["externalReference=case-1", []],
  ["process=urn:agency:process:1", ["described"]],
  ["deleted=Include", ["deleted", ...EVERYTHING]],
  ["deleted=only", ["deleted"]],
  ["systemLabel=Archive", ["labelled"]],
  ["systemLabel=Archive&systemLabel=MarkedAsUnopened", ["labelled"]],
  ["systemLabel=Archive&systemLabel=Bin", []],
  ["excludeApiOnly=true", without("for programs")],
  ["isContentSeen=true", ["described"]],
  ["isContentSeen=false", without("described")],
  ["serviceOwnerLabels=batch-7", ["described"]],
  ["serviceOwnerLabels=BATCH*", ["labelled", "described"]],
  ["serviceOwnerLabels=batch*&serviceOwnerLabels=a_b", ["described"]],
  ["serviceOwnerLabels=a_*", ["described"]],
  ["serviceOwnerLabels=batch", []],
  [`createdAfter=${at(-3)}`, ["expired", "not visible yet"]],
  [`createdAfter=${at(-3)}&createdBefore=${at(-3)}`, ["not visible yet"]],
  [`updatedAfter=${at(-1)}`, ["described"]],
  [`contentUpdatedAfter=${at(-2)}`, ["expired", "described"]],
  [`contentUpdatedBefore=${at(-9)}`, ["plain"]],
  [`dueAfter=${at(0)}&dueBefore=${at(1)}`, ["described"]],
  [`visibleAfter=${at(1)}`, ["not visible yet"]],
  [`visibleBefore=${at(1)}`, []],
];

describeOnBothDatabases("a service owner's search", (dialect) => {
  it("goes through an owner's list in pieces, and where the time is over says how far it came", async () => {
    const { store, statements } = await startApi(dialect, { dialogs: DIALOGS });
    const rare: OwnerFilter = { org: "tax", deleted: "Exclude", status: ["REQUIRES_ATTENTION"] };
    const walk = async (filter: OwnerFilter, direction: "asc" | "desc", hasTime: boolean) => {
      const order: OwnerOrder = [{ field: "createdAt", direction }];
      const pages: string[][] = [];
      statements.length = 0;
      for (let after: OwnerPosition | null = null; ; ) {
        const page = { after, take: 3, timeLeft: () => (hasTime ? 1 : 0), pieceSize: 4 };
        const { rows, stoppedAt } = await store.owners.search(filter, order, page);
        pages.push(
          rows.map(({ id }) => DIALOGS.find((seed) => seed.dialog.id === id)?.dialog.title.nb ?? id),
        );
        const last = rows.at(-1);
        if (stoppedAt === null && (rows.length < 3 || last === undefined)) break;
        after = stoppedAt ?? { values: [last?.createdAt ?? null], id: last?.id ?? "" };
      }
      return { pages, statements: statements.length };
    };
    // Of nine dialogs: twice where a piece of four ends, and then that none does; each time what it has; and one's rows.
    expect(await walk(rare, "desc", true)).toEqual({ pages: [["described"]], statements: 7 });
    expect(await walk(rare, "desc", false)).toEqual({ pages: [[], ["described"], []], statements: 7 });
    const all: OwnerFilter = { org: "tax", deleted: "Exclude" };
    for (const hasTime of [true, false]) {
      expect((await walk(all, "desc", hasTime)).pages.flat()).toEqual(EVERYTHING);
      expect((await walk(all, "asc", hasTime)).pages.flat()).toEqual([...EVERYTHING].reverse());
    }
    const since: OwnerFilter = {
      ...all,
      moments: { createdAfter: NOW - 6 * DAY, createdBefore: NOW - 4 * DAY },
    };
    expect((await walk(since, "desc", false)).pages).toEqual([["for programs", "labelled", "described"], []]);
  });

  it("gives what meets every filter, whatever end users see of it", async () => {
    const { ask } = await startApi(dialect, { dialogs: DIALOGS });
    for (const [query, names] of FILTERS) {
      const { status, body } = await ask(`GET /dialogs?${query}`);
      expect({ query, status, names: status === 200 ? namesIn(DIALOGS, body) : body }).toEqual({
        query,
        status: 200,
        names,
      });
    }
  });

  it("finds words on behalf of an end user only, and among what that person has access to", async () => {
    const { ask } = await startApi(dialect, { dialogs: DIALOGS });
    const search = `endUserId=${PERSON}&party=${PARTY.urn}&search=`;
    expect(namesIn(DIALOGS, (await ask(`GET /dialogs?${search}described`)).body)).toEqual(["described"]);
    expect(namesIn(DIALOGS, (await ask(`GET /dialogs?${search}agency`)).body)).toEqual([]);
    expect(namesIn(DIALOGS, (await ask(`GET /dialogs?${search}!!!`)).body)).toEqual([]);
  });

  it("walks every dialog exactly once in every order, page by page, also where moments are alike", async () => {
    const alike = Array.from({ length: 23 }, (_, index) =>
      mine(`alike ${index}`, {
        dialog: {
          createdAt: NOW - (index % 3) * DAY,
          contentUpdatedAt: NOW - (index % 2) * DAY,
          dueAt: index % 4 === 0 ? null : NOW + (index % 4) * DAY,
        },
      }),
    );
    const { ask } = await startApi(dialect, { dialogs: alike });
    const byKey = (order: readonly string[]) => (one: DialogSeed, other: DialogSeed) => {
      for (const part of order) {
        const [key = "", direction] = part.split("_");
        const [a, b] = [one, other].map(({ dialog }) => dialog[key as "dueAt"] as number | string | null);
        if (a === b) continue;
        if (a === null || a === undefined) return 1;
        if (b === null || b === undefined) return -1;
        return (a < b ? -1 : 1) * (direction === "asc" ? 1 : -1);
      }
      return 0;
    };
    for (const order of [
      "createdAt_desc",
      "createdAt_asc",
      "dueAt_asc",
      "dueAt_desc",
      "contentUpdatedAt_desc,dueAt_asc",
      "dueAt_desc,createdAt_asc",
    ]) {
      const ids: string[] = [];
      let token = "";
      do {
        const page = (await ask(`GET /dialogs?limit=5&orderBy=${order}${token}`)).body as PageBody;
        ids.push(...page.items.map(({ id }) => id));
        token = page.hasNextPage ? `&continuationToken=${page.continuationToken}` : "";
        expect(page.continuationToken === undefined).toBe(!page.hasNextPage);
      } while (token !== "");
      const keys = order.split(",");
      const direction = keys.at(-1)?.split("_")[1];
      const expected = [...alike].sort(byKey([...keys, `id_${direction}`])).map(({ dialog }) => dialog.id);
      expect({ order, ids }).toEqual({ order, ids: expected });
    }
  });

  it("takes a fixed number of statements, however many dialogs there are on the page", async () => {
    const { ask, statements } = await startApi(dialect, { dialogs: DIALOGS });
    const count = async (limit: number): Promise<number> => {
      statements.length = 0;
      await ask(`GET /dialogs?limit=${limit}`);
      return statements.length;
    };
    expect([await count(1), await count(8)]).toEqual([6, 6]);
  });

  it("lists labels alone, for parties that are named, newest content first", async () => {
    const { ask } = await startApi(dialect, { dialogs: DIALOGS });
    const all = (await ask(`GET /dialogs/endusercontext?party=${PARTY.urn}`)).body as {
      items: { dialogId: string; systemLabels: string[]; endUserContextRevision: string }[];
      orderBy: string;
    };
    const nameOf = (id: string) => DIALOGS.find(({ dialog }) => dialog.id === id)?.dialog.title.nb;
    expect(all.items.map(({ dialogId }) => nameOf(dialogId))).toEqual([
      "expired",
      "described",
      "not visible yet",
      "for programs",
      "labelled",
      "letter",
      "plain",
    ]);
    expect(all.orderBy).toBe("contentupdatedat_desc,id_desc");
    const labelled = DIALOGS.find(({ dialog }) => dialog.title.nb === "labelled")?.dialog;
    expect((await ask(`GET /dialogs/endusercontext?party=${PARTY.urn}&label=Archive`)).body).toEqual({
      items: [
        {
          dialogId: labelled?.id,
          endUserContextRevision: labelled?.endUserContextRevision,
          systemLabels: ["Archive", "MarkedAsUnopened"],
        },
      ],
      hasNextPage: false,
      orderBy: "contentupdatedat_desc,id_desc",
    });
  });
});

/** How SQLite goes about the statements of a request. */
const planOf = async ({ ask, statements, database }: TestApi, request: string): Promise<string> => {
  statements.length = 0;
  expect((await ask(request)).status).toBe(200);
  const plans = [...statements].map((statement) =>
    database.read.rows<{ detail: string }>(
      sql.raw(`EXPLAIN QUERY PLAN ${statement.replaceAll("?", "NULL")}`),
    ),
  );
  return (await Promise.all(plans))
    .flat()
    .map(({ detail }) => detail)
    .join("\n");
};

it("begins with what there are few of, and never reads all of an owner's dialogs to find one", async () => {
  const api = await startApi("sqlite", { dialogs: DIALOGS });
  const id = DIALOGS[0]?.dialog.id;
  const everything = /dialog_by_owner|dialog_by_idempotent_key|SCAN (x|dialog)\b/;
  expect(await planOf(api, `GET /dialogs/${id}`)).not.toMatch(everything);
  const ofParty = await planOf(api, `GET /dialogs?party=${PARTY.urn}`);
  expect(ofParty).not.toMatch(everything);
  expect(ofParty).toMatch(/SEARCH x USING INDEX dialog_by_party\w* \(party=\?\)/);
  const ofEndUser = await planOf(api, `GET /dialogs?endUserId=${PERSON}&serviceResource=${SERVICE}`);
  expect(ofEndUser).not.toMatch(everything);
  expect(await planOf(api, "GET /dialogs")).toMatch(
    /SEARCH x USING COVERING INDEX dialog_by_owner \(org=\?\)\n(?!USE TEMP)/,
  );
});

const repeated = (name: string, count: number, value = (index: number) => `v${index}`): string =>
  Array.from({ length: count }, (_, index) => `${name}=${value(index)}`).join("&");

const errorsOf = async ({ ask }: TestApi, query: string, path = "/dialogs") => {
  const { status, body } = await ask(`GET ${path}?${query}`);
  return { status, errors: (body as { errors?: object }).errors };
};

describe("what a service owner may search for", () => {
  it.each(["serviceResource", "extendedStatus"])("is at most twenty values of %s", async (name) => {
    const api = await startApi("sqlite");
    expect((await errorsOf(api, repeated(name, 20))).status).toBe(200);
    expect(await errorsOf(api, repeated(name, 21))).toEqual({
      status: 400,
      errors: { [name]: ["It has 21 values; at most 20 are allowed."] },
    });
  });

  it("is at most twenty parties, in both lists", async () => {
    const api = await startApi("sqlite");
    for (const path of ["/dialogs", "/dialogs/endusercontext"]) {
      const parties = (count: number) => repeated("party", count, () => PARTY.urn);
      expect((await errorsOf(api, parties(20), path)).status).toBe(200);
      expect(await errorsOf(api, parties(21), path)).toEqual({
        status: 400,
        errors: { party: ["It has 21 values; at most 20 are allowed."] },
      });
    }
  });

  it("is told all that is wrong at once, each by its parameter", async () => {
    const api = await startApi("sqlite");
    const query =
      "party=me&status=Lost&deleted=Maybe&createdAfter=yesterday&isContentSeen=ja&systemLabel=Mine" +
      "&orderBy=title_asc&limit=0&search=ab&process=one&searchLanguageCode=norwegian&continuationToken=x" +
      `&dueAfter=${at(2)}&dueBefore=${at(1)}`;
    expect(await errorsOf(api, query)).toEqual({
      status: 400,
      errors: {
        party: ['"me" is no party: it must be a URN of one.'],
        status: [
          '"Lost" is not one of NotApplicable, InProgress, Draft, Awaiting, RequiresAttention, Completed.',
        ],
        deleted: ['"Maybe" is not one of Exclude, Include, Only.'],
        createdAfter: ['"yesterday" is not a moment, such as 2026-01-31T12:00:00Z.'],
        dueAfter: ["It must not be later than dueBefore."],
        isContentSeen: ['"ja" is not true or false.'],
        systemLabel: ['"Mine" is not one of Default, Bin, Archive, MarkedAsUnopened, Sent.'],
        orderBy: [
          '"title_asc" is no order: name createdAt, updatedAt, contentUpdatedAt, dueAt, each once, with _asc or _desc, separated by commas.',
        ],
        limit: ['"0" is not a whole number from 1 to 1000.'],
        search: [
          "Words can be searched for on behalf of an end user only: give endUserId.",
          "It must have at least 3 characters.",
        ],
        process: ["It must be a URI of at most 1023 characters."],
        searchLanguageCode: ['"norwegian" is no language code, such as nb.'],
        continuationToken: [
          "The cursor is not one that this list gave. Pass it on unchanged, with the same filters and orderBy.",
        ],
      },
    });
  });

  it("needs a party or a service beside an end user, and an end user who is a person", async () => {
    const api = await startApi("sqlite");
    expect(await errorsOf(api, `endUserId=${PERSON}`)).toEqual({
      status: 400,
      errors: { endUserId: ["It needs party or serviceResource beside it."] },
    });
    expect(await errorsOf(api, `endUserId=${PARTY.urn}&party=${PARTY.urn}`)).toEqual({
      status: 400,
      errors: {
        endUserId: [
          `"${PARTY.urn}" is no end user: it must be urn:altinn:person:identifier-no:{person number}.`,
        ],
      },
    });
  });

  it("goes on with its own filters, order and owner only", async () => {
    const api = await startApi("sqlite", { dialogs: DIALOGS });
    const { continuationToken } = (await api.ask("GET /dialogs?limit=1")).body as PageBody;
    const next = `limit=1&continuationToken=${continuationToken}`;
    expect((await errorsOf(api, next)).status).toBe(200);
    for (const other of ["&status=Draft", "&orderBy=updatedAt"]) {
      expect((await errorsOf(api, next + other)).errors).toEqual({
        continuationToken: [
          "The cursor belongs to another order, filter or viewer. Pass it on unchanged, with the same filters and orderBy.",
        ],
      });
    }
    expect((await api.ask(`GET /dialogs?${next}`, { as: "other" })).status).toBe(400);
  });

  it("is a page of a thousand at most", async () => {
    const api = await startApi("sqlite");
    expect((await errorsOf(api, "limit=1000")).status).toBe(200);
    expect((await errorsOf(api, "limit=1001")).status).toBe(400);
  });
});
