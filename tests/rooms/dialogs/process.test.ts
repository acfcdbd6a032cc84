import { describe, expect, it } from "vitest";
import { idFromName } from "../../../lib/ids.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { chainOf, statusOfCase } from "../../../subgraphs/dialogs/rules/cases.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, aTransmission, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom } from "./room.js";

const [OURS, THEIRS] = [partyOf(0), partyOf(1)];
const KARI = `${PERSON_PREFIX}17912099997`;
const OLA = `${PERSON_PREFIX}29822799980`;
const OURS_ALONE = Buffer.from(OURS.id).toString("base64url");

const at = (days: number) => new Date(NOW + days * DAY).toISOString();

describe("a case", () => {
  it("is the chain of processes in both directions, also where it goes in a circle", () => {
    const links = [
      { process: "b", precedingProcess: "a" },
      { process: "d", precedingProcess: "c" },
      { process: "c", precedingProcess: "b" },
      { process: "a", precedingProcess: "d" },
      { process: "y", precedingProcess: "x" },
    ];
    expect(chainOf("c", links)).toEqual(["a", "b", "c", "d"]);
    expect(chainOf("x", links)).toEqual(["x", "y"]);
    expect(chainOf("z", links)).toEqual(["z"]);
  });

  it("stands where its most urgent item stands", () => {
    expect(statusOfCase(new Set(["COMPLETED", "AWAITING"]))).toBe("AWAITING");
    expect(statusOfCase(new Set(["IN_PROGRESS", "REQUIRES_ATTENTION"]))).toBe("REQUIRES_ATTENTION");
    expect(statusOfCase(new Set(["COMPLETED", "NOT_APPLICABLE"]))).toBe("COMPLETED");
    expect(statusOfCase(new Set(["NOT_APPLICABLE"]))).toBe("NOT_APPLICABLE");
  });
});

const inCase = (name: string, days: number, options: Parameters<typeof aDialog>[1] = {}) =>
  aDialog(name, {
    ...options,
    dialog: { process: "urn:case:1", createdAt: NOW - days * DAY, ...options.dialog },
  });

const SUMMARY = `id processes title status itemCount { value precision } firstAt lastAt parties { id }
  serviceOwners { code } hiddenByLogin { count { value } requiredLevel } items { edges { node { title } } }`;

const titlesOf = (process: { items: { edges: { node: { title: string } }[] } }) =>
  process.items.edges.map(({ node }) => node.title);

describeOnBothDatabases("a case over agencies", (dialect) => {
  it("gathers what the viewer may see over agencies, parties and processes, oldest first, and nothing else", async () => {
    const scope = scopeOf([OURS, THEIRS], { [serviceOf(0)]: 3, [serviceOf(1)]: 4 }, { level: 3 });
    const later = { process: "urn:case:2", precedingProcess: "urn:case:1" };
    const { ask, statements } = await openTestRoom({
      dialect,
      viewers: {
        kari: { party: KARI, scope },
        ola: { party: OLA, scope: scopeOf([partyOf(2)], { [serviceOf(0)]: 3 }) },
      },
      dialogs: [
        inCase("application", 9, { dialog: { status: "COMPLETED" } }),
        inCase("neighbour's letter", 7, { dialog: { party: THEIRS.urn, org: "other" } }),
        inCase("decision", 1, { dialog: { status: "AWAITING" } }),
        inCase("cover", 3, { dialog: { serviceResource: serviceOf(1), nonSensitiveTitle: { nb: "Brev" } } }),
        inCase("hidden", 2, { dialog: { serviceResource: serviceOf(1) } }),
        inCase("somebody else's", 2, { dialog: { party: partyOf(2).urn, org: "secret" } }),
        inCase("later", 2, { dialog: { visibleFrom: NOW + 1 } }),
        inCase("appeal", 0.5, { dialog: { ...later, org: "court" } }),
        // Only somebody else's item says that these belong together.
        inCase("not linked for us", 0.5, { dialog: { process: "urn:case:3" } }),
        inCase("their link", 0.5, {
          dialog: { party: partyOf(2).urn, process: "urn:case:3", precedingProcess: "urn:case:1" },
        }),
        aDialog("no case"),
      ],
    });
    const query = onWorkspace(`history { edges { node { title process { ${SUMMARY} } } } }`);
    statements.length = 0;
    const { data, errors } = await ask("kari", query);
    expect(errors).toBeUndefined();
    const processes = new Map<string, { items: { edges: { node: { title: string } }[] } } | null>(
      data._entities[0].history.edges.map(({ node }: { node: { title: string; process: object } }) => [
        node.title,
        node.process,
      ]),
    );
    const whole = {
      processes: ["urn:case:1", "urn:case:2"],
      title: "application",
      status: "AWAITING",
      itemCount: { value: 5, precision: "EXACT" },
      firstAt: at(-9),
      lastAt: at(-0.5),
      parties: [{ id: OURS.id }, { id: THEIRS.id }].sort((a, b) => (a.id < b.id ? -1 : 1)),
      serviceOwners: [{ code: "court" }, { code: "other" }, { code: "tst" }],
      hiddenByLogin: { count: { value: 1 }, requiredLevel: 4 },
      items: {
        edges: ["application", "neighbour's letter", "Brev", "decision", "appeal"].map((title) => ({
          node: { title },
        })),
      },
    };
    expect(processes.get("decision")).toEqual({ id: "urn:case:1", ...whole });
    expect(processes.get("appeal")).toEqual({ id: "urn:case:2", ...whole });
    expect(processes.get("not linked for us")).toMatchObject({ processes: ["urn:case:3"] });
    expect(processes.get("no case")).toBeNull();
    // The page; the chains; facts, hidden; the oldest items, and the items.
    expect(statements).toHaveLength(6);

    const ofWorkspace = async (viewer: string, id: string, workspace = "everyone") =>
      (await ask(viewer, onWorkspace(`process(id: "${id}") { ${SUMMARY} }`).replace("everyone", workspace)))
        .data._entities[0].process;
    expect(await ofWorkspace("kari", "urn:case:2")).toEqual({ id: "urn:case:2", ...whole });
    expect(titlesOf(await ofWorkspace("kari", "urn:case:1", OURS_ALONE))).toEqual([
      "application",
      "Brev",
      "decision",
      "appeal",
    ]);
    expect(titlesOf(await ofWorkspace("ola", "urn:case:1"))).toEqual(["somebody else's", "their link"]);
    expect(await ofWorkspace("ola", "urn:case:2")).toBeNull();
    expect(await ofWorkspace("kari", "urn:case:none")).toBeNull();
  });

  it("tells what happened as a timeline, masked as in the dialogs, and nothing of what is redacted", async () => {
    const secret = { serviceResource: serviceOf(1), nonSensitiveTitle: { nb: "Brev" } };
    const given = inCase("given", 4, {
      dialog: { party: partyOf(5).urn },
      transmissions: [
        { ...aTransmission("sent"), createdAt: NOW - 3 * DAY, authorizationAttribute: "urn:x:part" },
      ],
    });
    const scope = scopeOf(
      [OURS],
      { [serviceOf(0)]: 3, [serviceOf(1)]: 4 },
      {
        level: 3,
        instances: [
          {
            party: partyOf(5),
            service: serviceOf(0),
            instanceRef: `urn:altinn:dialog-id:${given.dialog.id}`,
            requiredLevel: 3,
          },
        ],
      },
    );
    const activity = (name: string, days: number) => ({
      id: idFromName(name, NOW - days * DAY),
      createdAt: NOW - days * DAY,
      type: "INFORMATION" as const,
      extendedType: null,
      transmissionId: null,
      performedBy: { actorType: "SERVICE_OWNER" as const, actorId: null, actorName: null },
      description: { nb: name },
    });
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope } },
      dialogs: [
        given,
        inCase("ours", 5, {
          activities: [activity("read", 2), activity("answered", 1)],
          dialog: { dueAt: NOW + DAY },
        }),
        inCase("redacted", 6, { dialog: secret, activities: [activity("diagnosed", 5.5)] }),
        inCase("theirs", 6, { dialog: { party: THEIRS.urn }, activities: [activity("theirs", 5.5)] }),
      ],
    });
    const PAGE = onWorkspace(
      `process(id: "urn:case:1") {
        deadlines { at kind item { title } }
        timeline(first: 3, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node {
            at kind item { title }
            transmission { isAuthorized content { title { value { value } } } }
            activity { description { value } }
          } }
        }
      }`,
      "$after: Cursor",
    );
    const walked: object[] = [];
    let after: string | null = null;
    do {
      const { data, errors } = await ask("kari", PAGE, { after });
      expect(errors).toBeUndefined();
      const { timeline, deadlines } = data._entities[0].process;
      expect(deadlines).toEqual([{ at: at(1), kind: null, item: { title: "ours" } }]);
      walked.push(...timeline.edges.map(({ node }: { node: object }) => node));
      after = timeline.pageInfo.hasNextPage ? timeline.pageInfo.endCursor : null;
    } while (after !== null);
    const entry = (days: number, kind: string, title: string, more: object = {}) => ({
      at: at(-days),
      kind,
      item: { title },
      transmission: null,
      activity: null,
      ...more,
    });
    expect(walked).toEqual([
      entry(6, "ITEM", "Brev"),
      entry(5, "ITEM", "ours"),
      entry(4, "ITEM", "given"),
      entry(3, "TRANSMISSION", "given", {
        transmission: { isAuthorized: false, content: { title: { value: [{ value: "sent" }] } } },
      }),
      entry(2, "ACTIVITY", "ours", { activity: { description: [{ value: "read" }] } }),
      entry(1, "ACTIVITY", "ours", { activity: { description: [{ value: "answered" }] } }),
    ]);
  });

  it("pages its items over several processes, each once, and refuses pages that are too large", async () => {
    const dialogs = Array.from({ length: 23 }, (_, index) =>
      inCase(`item ${index}`, 1, {
        dialog: index % 2 === 0 ? {} : { process: "urn:case:2", precedingProcess: "urn:case:1" },
      }),
    );
    const scope = scopeOf([OURS], { [serviceOf(0)]: 3 });
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope }, ola: { party: OLA, scope } },
      dialogs,
    });
    const PAGE = onWorkspace(
      `process(id: "urn:case:1") { items(first: $first, after: $after) {
        pageInfo { hasNextPage endCursor } edges { node { id } } } }`,
      "$first: Int! $after: Cursor",
    );
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await ask("kari", PAGE, { first: 5, after });
      const { edges, pageInfo } = data._entities[0].process.items;
      ids.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      if (ids.length === 5) {
        const foreign = await ask("ola", PAGE, { first: 5, after });
        expect(foreign.errors?.[0]?.extensions["code"]).toBe("CURSOR_INVALID");
      }
    } while (after !== null);
    expect(ids).toEqual(dialogs.map(({ dialog }) => dialog.id).sort());
    const tooLarge = await ask("kari", PAGE, { first: 201 });
    expect(tooLarge.errors?.[0]?.extensions["code"]).toBe("PAGE_SIZE_OUT_OF_RANGE");
  });
});
