import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { graphql, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../lib/package-root.js";
import { lint } from "../../registry/check/lint.js";
import { checkNamespace } from "../../registry/check/namespace.js";
import { composeSupergraph } from "../../registry/index.js";
import { openPresence } from "../../schema/history-source/presence.js";
import {
  answerOfPage,
  type HistoryArguments,
  presenceOf,
  readHistoryQuestion,
  windowOf,
} from "../../subgraphs/agencies/kit/history-source.js";
import { historySourceSdl } from "../../subgraphs/agencies/kit/history-source-sdl.js";
import { descriptionProblems } from "../kit/descriptions.js";

const PARTY = "urn:altinn:organization:identifier-no:310000026";
const AT = Date.parse("2026-11-20T12:00:00Z");

const OWN = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@composeDirective"])

"""A moment."""
scalar DateTime @specifiedBy(url: "https://scalars.graphql.org/chillicream/date-time.html")

type Workspace @key(fields: "id") {
  id: ID!
  """How many."""
  roads: Int
}
`;
const sdl =
  OWN +
  historySourceSdl("Roads", [
    {
      id: "roads",
      field: "roadsHistory",
      name: { nb: "Vegane", nn: "Vegane", en: 'The "roads"' },
      lastGoodSeconds: 60,
      searches: true,
      presence: "roadsPresence",
      action: "roadsAct",
    },
    {
      id: "roads-old",
      field: "roadsOldHistory",
      name: { nb: "Gamle veger", nn: "Gamle vegar", en: "Old roads" },
      lastGoodSeconds: 0,
      searches: false,
      presence: null,
      action: null,
    },
  ]);
const rooms = readdirSync(join(packageRoot(), "schema", "generated", "subgraphs")).map((file) => ({
  name: basename(file, ".graphql"),
  url: "http://room.invalid/graphql",
  sdl: readFileSync(join(packageRoot(), "schema", "generated", "subgraphs", file), "utf8"),
}));

describe("the kit's live history source", () => {
  const roads = { name: "roads", url: "http://127.0.0.1:4999/graphql", sdl };

  it("keeps to the registry's rules, says by its mark which source it is, and shows clients nothing", () => {
    expect(checkNamespace(roads, rooms)).toEqual([]);
    expect(lint(roads)).toEqual([]);
    expect(descriptionProblems({ roads: sdl }).filter((problem) => !problem.includes("Workspace"))).toEqual(
      [],
    );
    const { supergraphSdl, apiSdl } = composeSupergraph([...rooms, roads]);
    expect(supergraphSdl).toContain(
      String.raw`@historySource(id: "roads", nb: "Vegane", nn: "Vegane", en: "The \"roads\"", lastGoodSeconds: 60, presence: "roadsPresence", action: "roadsAct")`,
    );
    expect(apiSdl).not.toMatch(/Roads(History|Presence|Acted)|historySource/);
  });

  it("answers moments as the contract has them", async () => {
    const page = answerOfPage({
      items: [
        {
          id: "1",
          party: PARTY,
          service: "urn:altinn:resource:x",
          owner: "vgt",
          status: "COMPLETED",
          sourceStatus: null,
          title: { nb: "Veg" },
          summary: null,
          senderName: null,
          createdAt: AT,
          updatedAt: AT,
          dueAt: null,
          isSeen: true,
          isRedacted: false,
          requiredLevel: 3,
          url: null,
          process: null,
          externalReference: null,
          attachmentCount: 0,
          deadlines: [{ kind: "PAY", at: AT, amountOre: 100, metAt: null }],
          sameAs: [],
          actions: [],
        },
      ],
      hasMore: false,
      totalCount: 1,
      asOf: AT,
      coverage: { from: AT, ratio: null, reason: { nb: "Ikke alt" } },
      hiddenByLogin: null,
    });
    const schema = buildSubgraphSchema({
      typeDefs: parse(sdl),
      resolvers: { Query: { roadsHistory: () => page } },
    });
    const source = `{ roadsHistory(parties: ["${PARTY}"], first: 1) {
      items { title { nb en } updatedAt dueAt deadlines { at metAt amountOre } } asOf coverage { from reason { nb } } } }`;
    const moment = "2026-11-20T12:00:00.000Z";
    expect(JSON.parse(JSON.stringify(await graphql({ schema, source })))).toEqual({
      data: {
        roadsHistory: {
          items: [
            {
              title: { nb: "Veg", en: null },
              updatedAt: moment,
              dueAt: null,
              deadlines: [{ at: moment, metAt: null, amountOre: 100 }],
            },
          ],
          asOf: moment,
          coverage: { from: moment, reason: { nb: "Ikke alt" } },
        },
      },
    });
  });

  it("reads what it is asked, and refuses what it can't answer", () => {
    const asked: HistoryArguments = { parties: [PARTY, PARTY], first: 2, search: " " };
    expect(readHistoryQuestion(asked)).toEqual({
      parties: [PARTY],
      first: 2,
      after: null,
      updatedAfter: null,
      updatedBefore: null,
      identifiers: null,
      search: null,
    });
    const after = { ...asked, afterUpdatedAt: "2026-11-20T12:00:00Z", afterId: "7" };
    expect(windowOf(readHistoryQuestion(after))).toMatchObject({
      afterUpdatedAt: AT,
      afterId: "7",
      limit: 3,
    });
    const wrong: Partial<HistoryArguments>[] = [
      { parties: [] },
      { parties: Array.from({ length: 101 }, (_, n) => `${PARTY}${n}`) },
      { first: 0 },
      { first: 201 },
      { afterId: "7" },
      { updatedAfter: "yesterday" },
      { identifiers: Array.from({ length: 201 }, String) },
    ];
    for (const more of wrong) {
      expect(() => readHistoryQuestion({ ...asked, ...more })).toThrowError(
        expect.objectContaining({ extensions: { code: "BAD_USER_INPUT" } }),
      );
    }
  });

  it("tells of every party that it knows, and of few others, without naming any", () => {
    const known = Array.from({ length: 5_000 }, (_, n) => `${PARTY}:${n}`);
    const presence = presenceOf(known, { salt: "pepper", now: AT, validForSeconds: 60 }) as {
      readonly salt: string;
      readonly bits: string;
      readonly hashCount: number;
    };
    const { mayKnow } = openPresence(presence, AT, 60);
    expect(known.every((party) => mayKnow(party))).toBe(true);
    const strangers = Array.from({ length: 5_000 }, (_, n) => `${PARTY}:stranger-${n}`).filter((party) =>
      mayKnow(party),
    );
    expect(strangers.length).toBeLessThan(100);
    expect(Buffer.from(presence.bits, "base64")).toHaveLength(6_000);
  });
});
