import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Graph, startGraph } from "../kit/graph.js";
import { everyOperation } from "../rooms/dialogs/contract/operations.js";

const published = createRequire(import.meta.url).resolve(
  "@digdir/dialogporten-schema/schema.verified.graphql",
);
const operations = new Map(
  everyOperation(buildSchema(readFileSync(published, "utf8").replace(/^\uFEFF/, ""))).map(
    ({ name, text }) => [name, text],
  ),
);
const textOf = (name: string): string => {
  const text = operations.get(name);
  if (text === undefined) throw new Error(`Dialogporten has no ${name}.`);
  return text;
};

/** Everything of Dialogporten's schema that can be asked for, through the whole graph, as its clients ask. */
describe("a client of Dialogporten", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ dialect: "sqlite", dialogs: 1_000 });
  }, 60_000);
  afterAll(() => graph.close());

  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape that it asked for
  const ask = async (name: string, variables: object): Promise<any> => {
    const { data, errors } = await graph.query("accountant", textOf(name), { ...variables });
    expect(errors).toBeUndefined();
    return data;
  };
  const firstParty = async (): Promise<string> => {
    const { parties } = await ask("query parties", {});
    return parties.find(
      ({ hasOnlyAccessToSubParties: only }: { hasOnlyAccessToSubParties: boolean }) => !only,
    ).party;
  };
  const firstDialogs = async (count: number) => {
    const { searchDialogs } = await ask("query searchDialogs", {
      input: { serviceResource: await services(), limit: count },
    });
    expect(searchDialogs.errors).toEqual([]);
    return searchDialogs.items;
  };
  const services = async (): Promise<string[]> => {
    const { serviceResources } = await ask("query serviceResources", { includeUnauthorized: false });
    type Item = { serviceResource: { id: string } };
    return serviceResources.items
      .slice(0, 20)
      .map(({ serviceResource }: Item) => `urn:altinn:resource:${serviceResource.id}`);
  };

  it("is told what gives access to each service, and which login it needs", async () => {
    const { serviceResources } = await ask("query serviceResources", { includeUnauthorized: true });
    expect(serviceResources.items.length).toBeGreaterThan(3);
    for (const { serviceResource, roles, accessPackages } of serviceResources.items) {
      expect(serviceResource.minimumAuthenticationLevel).toBeGreaterThanOrEqual(0);
      expect(roles.length + accessPackages.length).toBeGreaterThan(0);
      for (const { urn, name, links } of [...roles, ...accessPackages]) {
        expect({ links, name: name.length > 0 }).toEqual({
          links: { __typename: "ServiceResourceMetadataLinks", metadata: urn },
          name: true,
        });
      }
    }
    const own = await ask("query serviceResources", {
      parties: [await firstParty()],
      includeUnauthorized: false,
    });
    expect(own.serviceResources.items.length).toBeGreaterThan(0);
    expect(own.serviceResources.items.length).toBeLessThanOrEqual(serviceResources.items.length);
  });

  it("searches, opens what was found, looks it up, and changes its labels", async () => {
    const [first, second] = await firstDialogs(2);
    const { dialogById } = await ask("query dialogById", { dialogId: first.id });
    expect(dialogById.errors).toEqual([]);
    expect(dialogById.dialog).toMatchObject({ id: first.id, isContentSeen: true, party: first.party });

    const { dialogLookup } = await ask("query dialogLookup", {
      instanceRef: `urn:altinn:dialog-id:${first.id}`,
    });
    expect(dialogLookup.errors).toEqual([]);
    expect(dialogLookup.lookup.dialogId).toBe(first.id);
    expect(dialogLookup.lookup.authorizationEvidence.evidence.length).toBeGreaterThan(0);

    const input = { addLabels: ["ARCHIVE"], removeLabels: [] };
    const one = await ask("mutation setSystemLabel", { input: { ...input, dialogId: first.id } });
    expect(one.setSystemLabel).toMatchObject({ success: true, errors: [] });
    const many = await ask("mutation bulkSetSystemLabels", {
      input: { ...input, dialogs: [{ dialogId: first.id }, { dialogId: second.id }] },
    });
    expect(many.bulkSetSystemLabels).toMatchObject({ success: true, errors: [] });
    const again = await ask("query dialogById", { dialogId: second.id });
    expect(again.dialogById.dialog.endUserContext.systemLabels).toContain("ARCHIVE");
  });

  it("is told limits", async () => {
    const { limits } = await ask("query limits", {});
    expect(limits.endUserSearch.maxPartyFilterValues).toBe(100);
  });

  it("is told at once that subscriptions are not answered at /graphql", async () => {
    const [first] = await firstDialogs(1);
    const answer = await graph.query("accountant", textOf("subscription dialogEvents"), {
      dialogId: first.id,
    });
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(["SUBSCRIPTIONS_NOT_SUPPORTED"]);
    expect(answer.data ?? null).toBeNull();
  });
});
