import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../../subgraphs/dialogs/writing/reading/limits.js";
import { inList } from "../../../../subgraphs/dialogs/writing/rules/paths.js";
import { type TreeNode, treeProblems } from "../../../../subgraphs/dialogs/writing/rules/tree.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aBody, aTransmissionBody, idOf, OWNER, ownerWith } from "./bodies.js";
import { openTestWriter, type TestWriter } from "./room.js";

/** Nodes 0…n-1, each related to one of them, to one that is nowhere, or to none. */
const anyGraph = (max: number): fc.Arbitrary<TreeNode[]> =>
  fc
    .array(fc.option(fc.nat({ max: max * 1.2 }), { nil: null, freq: 4 }), { minLength: 1, maxLength: max })
    .map((parents) =>
      parents.map((parent, index) => ({
        id: `n${index}`,
        relatedTransmissionId: parent === null || parent === index ? null : `n${parent}`,
      })),
    );

/** What is wrong, found step by step from each node upwards. */
const plainly = (
  nodes: readonly TreeNode[],
): { dangling: Set<string>; circular: Set<string>; depths: Map<string, number> } => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const dangling = new Set<string>();
  const circular = new Set<string>();
  const depths = new Map<string, number>();
  for (const node of nodes) {
    const passed = new Set<string>();
    let at: TreeNode | undefined = node;
    while (at !== undefined && !passed.has(at.id)) {
      passed.add(at.id);
      at = at.relatedTransmissionId === null ? undefined : byId.get(at.relatedTransmissionId);
    }
    if (at !== undefined) circular.add(node.id);
    else depths.set(node.id, passed.size);
    if (node.relatedTransmissionId !== null && !byId.has(node.relatedTransmissionId)) dangling.add(node.id);
  }
  return { dangling, circular, depths };
};

describe("transmissions that are related to each other", () => {
  it("are refused where they are related in a circle or to nothing, and nowhere else", () => {
    fc.assert(
      fc.property(anyGraph(30), (nodes) => {
        const problems = treeProblems(nodes, new Map(), inList("t"));
        const found = (words: string) =>
          new Set(
            problems
              .filter(({ message }) => message.includes(words))
              .map(({ path }) => nodes[Number(/\[(\d+)\]/.exec(path)?.[1])]?.id),
          );
        const { dangling, circular } = plainly(nodes);
        expect(found("circle")).toEqual(circular);
        expect(found("has no transmission")).toEqual(dangling);
      }),
      { numRuns: 300 },
    );
  });

  it("may be a hundred deep, in whatever order they come and wherever the tree began before", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(),
        (above, length, turn) => {
          const chain = Array.from({ length }, (_, index) => ({
            id: `n${index}`,
            relatedTransmissionId: index === 0 ? (above === 0 ? null : "top") : `n${index - 1}`,
          }));
          const shuffled = [...chain.slice(turn % length), ...chain.slice(0, turn % length)].reverse();
          const problems = treeProblems(
            shuffled,
            new Map([["top", { depth: above, children: 0 }]]),
            inList("t"),
          );
          expect(problems).toHaveLength(Math.max(0, above + length - LIMITS.tree.depth));
        },
      ),
    );
  });

  it("may be a hundred of one, those counted that are there already", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 110 }), (there, added) => {
        const nodes = Array.from({ length: added }, (_, index) => ({
          id: `n${index}`,
          relatedTransmissionId: "top",
        }));
        const problems = treeProblems(nodes, new Map([["top", { depth: 1, children: there }]]), inList("t"));
        expect(problems.length).toBe(there + added > LIMITS.tree.width ? 1 : 0);
      }),
    );
  });

  it("are looked through in a moment, however many there are in one circle", () => {
    const count = 50_000;
    const circle = Array.from({ length: count }, (_, index) => ({
      id: `n${index}`,
      relatedTransmissionId: `n${(index + 1) % count}`,
    }));
    expect(treeProblems(circle, new Map(), inList("t"))).toHaveLength(count);
  }, 3_000);
});

const dialogWith = async ({ writer }: TestWriter): Promise<string> => {
  const answer = await writer.create(OWNER, aBody());
  if (answer.outcome !== "CREATED") throw new Error(answer.outcome);
  return answer.dialogId;
};

describeOnBothDatabases("a dialog's tree of transmissions", (dialect) => {
  it("grows as the plain model says, request by request", async () => {
    const test = await openTestWriter(dialect);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.option(fc.nat({ max: 12 }), { nil: null, freq: 3 }), { minLength: 1, maxLength: 4 }),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        async (requests) => {
          const dialogId = await dialogWith(test);
          const run = runs++;
          const idAt = (index: number): string => idOf(`${dialect} ${run} ${index}`);
          let kept: TreeNode[] = [];
          let next = 0;
          for (const parents of requests) {
            const wanted = parents.map((parent, offset) => ({
              id: idAt(next + offset),
              relatedTransmissionId: parent === null || parent === next + offset ? null : idAt(parent),
            }));
            next += parents.length;
            const { dangling, circular } = plainly([...kept, ...wanted]);
            const bodies = wanted.map(({ id, relatedTransmissionId }) =>
              aTransmissionBody({ id, ...(relatedTransmissionId === null ? {} : { relatedTransmissionId }) }),
            );
            const answer = await test.writer.createTransmissions(OWNER, dialogId, bodies);
            const isFit = dangling.size + circular.size === 0;
            expect(answer.outcome).toBe(isFit ? "WRITTEN" : "DOMAIN_ERROR");
            if (isFit) kept = [...kept, ...wanted];
          }
          const rows = (await test.rows("transmissions")).filter((row) => row.dialogId === dialogId);
          expect(
            new Set(rows.map(({ id, relatedTransmissionId }) => `${id} ${relatedTransmissionId}`)),
          ).toEqual(new Set(kept.map(({ id, relatedTransmissionId }) => `${id} ${relatedTransmissionId}`)));
        },
      ),
      { numRuns: 30 },
    );
  }, 30_000);

  it("goes a hundred deep and a hundred wide over many requests, and says where it would go further", async () => {
    const test = await openTestWriter(dialect);
    const dialogId = await dialogWith(test);
    const link = (index: number) =>
      aTransmissionBody({
        id: idOf(`l${index}`),
        ...(index === 0 ? {} : { relatedTransmissionId: idOf(`l${index - 1}`) }),
      });
    const send = (bodies: object[]) => test.writer.createTransmissions(OWNER, dialogId, bodies);
    const links = Array.from({ length: 100 }, (_, index) => link(index));
    expect((await send(links.slice(0, 60))).outcome).toBe("WRITTEN");
    expect((await send(links.slice(60))).outcome).toBe("WRITTEN");
    expect(await send([link(100)])).toEqual({
      outcome: "DOMAIN_ERROR",
      problems: [
        {
          path: "relatedTransmissionId",
          message: "Transmissions may be related 100 deep; this one would be at 101.",
        },
      ],
    });
    const child = () => aTransmissionBody({ relatedTransmissionId: idOf("l0") });
    expect((await send(Array.from({ length: 99 }, child))).outcome).toBe("WRITTEN");
    expect(await send([child(), child()])).toEqual({
      outcome: "DOMAIN_ERROR",
      problems: [
        {
          path: "[0].relatedTransmissionId",
          message: `At most 100 transmissions may be related to one; ${idOf("l0")} has so many.`,
        },
      ],
    });
  });

  it("stays a tree when a transmission is related to another later on", async () => {
    const test = await openTestWriter(dialect);
    const dialogId = await dialogWith(test);
    const bodies = [
      aTransmissionBody({ id: idOf("a") }),
      aTransmissionBody({ id: idOf("b"), relatedTransmissionId: idOf("a") }),
      aTransmissionBody({ id: idOf("c"), relatedTransmissionId: idOf("b") }),
    ];
    await test.writer.createTransmissions(OWNER, dialogId, bodies);
    const relate = (id: string, relatedTransmissionId: string | null) =>
      test.writer.replaceTransmission(
        ownerWith(["CHANGE_TRANSMISSIONS"]),
        dialogId,
        idOf(id),
        aTransmissionBody({ relatedTransmissionId }),
      );
    expect(await relate("a", idOf("c"))).toEqual({
      outcome: "DOMAIN_ERROR",
      problems: [{ path: "relatedTransmissionId", message: "These transmissions are related in a circle." }],
    });
    expect(await relate("a", idOf("nowhere"))).toMatchObject({ outcome: "DOMAIN_ERROR" });
    expect(await relate("a", idOf("a"))).toMatchObject({ outcome: "INVALID" });
    expect(await relate("c", idOf("a"))).toMatchObject({ outcome: "WRITTEN" });
    expect(await relate("a", null)).toMatchObject({ outcome: "WRITTEN" });
    const rows = new Map(
      (await test.rows("transmissions")).map((row) => [row.id, row.relatedTransmissionId]),
    );
    expect(rows).toEqual(
      new Map([
        [idOf("a"), null],
        [idOf("b"), idOf("a")],
        [idOf("c"), idOf("a")],
      ]),
    );
  });
});
