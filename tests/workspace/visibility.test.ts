import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personas } from "../../demo/index.js";
import type { Dialect } from "../../drizzle/columns.js";
import { type Viewer, viewerFromClaims } from "../../schema/viewer.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { type Graph, NOW, startGraph } from "../kit/graph.js";
import { createReference } from "../rooms/authorization/reference.js";

type Dialog = DialogSeed["dialog"];

const PAGE = `query Page($after: Cursor) {
  workspace { history(first: 200, after: $after) {
    edges { node { id } } pageInfo { hasNextPage endCursor } totalCount { value precision }
  } }
}`;

/** Every item of a persona's history, page by page. */
const walk = async (graph: Graph, persona: string): Promise<{ ids: string[]; total: unknown }> => {
  const ids: string[] = [];
  let after: string | null = null;
  for (;;) {
    const answer = await graph.query(persona, PAGE, { after });
    expect(answer.errors).toBeUndefined();
    const { edges, pageInfo, totalCount } = answer.data.workspace.history;
    ids.push(...edges.map((edge: { node: { id: string } }) => edge.node.id));
    if (!pageInfo.hasNextPage) return { ids, total: totalCount };
    after = pageInfo.endCursor;
  }
};

/** Is there anything to see at all, for somebody who may? */
const isShown = (dialog: Dialog, level: number, requiredLevel: number): boolean =>
  dialog.deletedAt === null &&
  !dialog.isApiOnly &&
  (dialog.visibleFrom === null || dialog.visibleFrom <= NOW) &&
  (dialog.expiresAt === null || dialog.expiresAt > NOW) &&
  (requiredLevel <= level || dialog.hasNonSensitiveTitle);

const newestFirst = (a: Dialog, b: Dialog): number =>
  b.contentUpdatedAt - a.contentUpdatedAt || (a.id < b.id ? 1 : -1);

/** The plain rule, over the rows that the world was made of: no SQL, no scope, one dialog at a time. */
const expectedFor = (graph: Graph, viewer: Viewer | null, dialogs: readonly Dialog[]): string[] => {
  const { authorization } = graph.world;
  const reference = createReference(authorization, NOW);
  const viewerParty = authorization.parties.find(({ urn }) => urn === viewer?.party);
  if (viewer === null || viewerParty === undefined) return [];
  const parties = new Map(authorization.parties.map((party) => [party.urn, party]));
  const levels = new Map(authorization.services.map(({ urn, minimumLevel }) => [urn, minimumLevel]));
  const delegated = new Set(authorization.assignmentInstances.map(({ instanceRef }) => instanceRef));
  const remembered = new Map<string, boolean>();

  const mayRead = (dialog: Dialog, instanceRef: string | null): boolean => {
    const key = `${dialog.party} ${dialog.serviceResource} ${instanceRef}`;
    const party = parties.get(dialog.party);
    const answer =
      remembered.get(key) ??
      (party !== undefined &&
        reference(viewerParty, viewer.kind, {
          party,
          service: dialog.serviceResource,
          action: "read",
          instanceRef,
        }));
    remembered.set(key, answer);
    return answer;
  };
  return dialogs
    .filter((dialog) => isShown(dialog, viewer.level, levels.get(dialog.serviceResource) ?? 0))
    .filter(
      (dialog) =>
        mayRead(dialog, null) ||
        [dialog.instanceRef, `urn:altinn:dialog-id:${dialog.id}`].some(
          (ref) => ref !== null && delegated.has(ref) && mayRead(dialog, ref),
        ),
    )
    .sort(newestFirst)
    .map(({ id }) => id);
};

describe.each<[Dialect, number]>([
  ["sqlite", 20_000],
  ["postgres", 4_000],
])("the history of every persona (%s, %i dialogs)", (dialect, dialogs) => {
  let graph: Graph;
  let all: Dialog[];
  beforeAll(async () => {
    graph = await startGraph({ dialect, dialogs });
    all = [...graph.world.dialogs()].map(({ dialog }) => dialog);
  }, 120_000);
  afterAll(() => graph.close());

  it.each(personas.map(({ name }) => name))(
    "%s sees every item that the plain rule gives, once, in order, and no other",
    async (name) => {
      const persona = personas.find((candidate) => candidate.name === name);
      const expected = expectedFor(graph, viewerFromClaims(persona?.claims ?? {}), all);
      const { ids, total } = await walk(graph, name);
      expect(ids).toEqual(expected);
      expect(total).toEqual({ value: expected.length, precision: "EXACT" });
    },
  );

  it("is not empty for those who have something, and never everything", () => {
    const counts = personas.map(({ claims }) => expectedFor(graph, viewerFromClaims(claims), all).length);
    expect(Math.max(...counts)).toBeGreaterThan(dialogs / 20);
    expect(Math.max(...counts)).toBeLessThan(dialogs);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(personas.length / 2);
  });
});
