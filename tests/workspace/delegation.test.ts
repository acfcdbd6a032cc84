import { afterAll, beforeAll, expect, it } from "vitest";
import { businesses, people } from "../../demo/cast.js";
import { PARTY_UUID_PREFIX } from "../../schema/urns.js";
import { describeOnBothDatabases } from "../kit/databases.js";
import { type Graph, startGraph } from "../kit/graph.js";

const HISTORY = `query ($party: PartyUrn!) {
  workspace(parties: [$party]) {
    history(first: 200) {
      totalCount { value }
      edges { node { id serviceResource { id }
        access { reason }
        accessTo(action: "read") { isPermitted decision requiredAuthenticationLevel evidence { viaAccessPackage } }
        sign: accessTo(action: "no-such-action") { isPermitted decision evidence { reason } }
        dialog { id access { isPermitted evidence { reason } } write: accessTo(action: "write") { isPermitted } }
      } }
    }
  }
}`;

const PACKAGES_OF = `query ($first: Int!) { accessPackages(first: $first) { edges { node { urn isAssignable entityType services { id } } } } }`;

const give = (field: string) => `mutation ($input: ${field}Input!) {
  change: ${field[0]?.toLowerCase()}${field.slice(1)}(input: $input) { isChanged errors { __typename message } }
}`;

interface Row {
  readonly serviceResource: { readonly id: string };
  readonly access: { readonly reason: string };
}

const party = businesses.fjordbyggNord.urn;
const ends = { from: party, to: PARTY_UUID_PREFIX + people.siv.id };

describeOnBothDatabases("giving and taking access, in the whole graph", (dialect) => {
  let graph: Graph;

  beforeAll(async () => {
    graph = await startGraph({ dialect, dialogs: 3_000 });
  });

  afterAll(() => graph.close());

  const historyOf = async (persona: string): Promise<readonly Row[]> => {
    const { data, errors } = await graph.query(persona, HISTORY, { party });
    expect(errors).toBeUndefined();
    return data.workspace.history.edges.map(({ node }: { node: Row }) => node);
  };

  const servicesOf = (rows: readonly Row[]) => new Set(rows.map(({ serviceResource }) => serviceResource.id));

  /** A package that opens a service of the subunit's history that the colleague may not see. */
  const missingPackage = async () => {
    const seen = servicesOf(await historyOf("subunit"));
    const hidden = [...servicesOf(await historyOf("daglig-leder"))].filter((id) => !seen.has(id));
    const { data } = await graph.query("daglig-leder", PACKAGES_OF, { first: 100 });
    const packages: { urn: string; isAssignable: boolean; entityType: string; services: { id: string }[] }[] =
      data.accessPackages.edges.map(({ node }: { node: object }) => node);
    const found = packages.find(
      ({ isAssignable, entityType, services }) =>
        isAssignable && entityType === "ORGANIZATION" && services.some(({ id }) => hidden.includes(id)),
    );
    if (found === undefined) throw new Error("The colleague sees everything already.");
    return {
      urn: found.urn,
      services: found.services.map(({ id }) => id).filter((id) => hidden.includes(id)),
    };
  };

  it("adds a package's items to the very next history, with the reason, and takes them out again", async () => {
    const { urn, services } = await missingPackage();
    const before = await historyOf("subunit");
    const input = { ...ends, packages: [urn] };
    const change = async (name: string) => {
      const { data, errors } = await graph.query("daglig-leder", give(name), { input });
      expect(errors).toBeUndefined();
      return data.change;
    };
    expect(await change("GiveAccessPackages")).toEqual({ isChanged: true, errors: [] });
    const after = await historyOf("subunit");
    const added = after.filter(({ serviceResource }) => services.includes(serviceResource.id));
    expect(added.length).toBeGreaterThan(0);
    expect(after.length).toBe(before.length + added.length);
    for (const row of added) {
      expect(row).toMatchObject({
        access: { reason: expect.stringContaining("Fullmakt fra Fjordbygg AS avd. Nordvik") },
        accessTo: { isPermitted: true, decision: "PERMIT", evidence: { viaAccessPackage: true } },
        sign: { isPermitted: false, decision: "NOT_APPLICABLE", evidence: null },
        dialog: { access: { isPermitted: true, evidence: { reason: row.access.reason } } },
      });
    }
    expect(await change("RevokeAccessPackages")).toEqual({ isChanged: true, errors: [] });
    expect(await historyOf("subunit")).toEqual(before);
    expect(await change("RevokeAccessPackages")).toEqual({ isChanged: false, errors: [] });
  });

  it("gives one dialog alone, whatever else is hidden", async () => {
    const seen = servicesOf(await historyOf("subunit"));
    const before = await historyOf("subunit");
    const { data } = await graph.query("daglig-leder", HISTORY, { party });
    const hidden = data.workspace.history.edges
      .map(({ node }: { node: { id: string; serviceResource: { id: string } } }) => node)
      .find(({ serviceResource }: { serviceResource: { id: string } }) => !seen.has(serviceResource.id));
    const instanceRef = `urn:altinn:dialog-id:${hidden.id}`;
    const input = { ...ends, service: hidden.serviceResource.id, instanceRef, rights: ["read"] };
    const given = await graph.query("daglig-leder", give("GiveInstanceRights"), { input });
    expect(given.data.change).toEqual({ isChanged: true, errors: [] });
    const after = await historyOf("subunit");
    expect(after).toHaveLength(before.length + 1);
    expect(after.find((row) => row.serviceResource.id === hidden.serviceResource.id)).toMatchObject({
      access: { reason: "Fullmakt fra Fjordbygg AS avd. Nordvik, til denne ene saken" },
      dialog: { access: { isPermitted: true }, write: { isPermitted: false } },
    });
    const taken = await graph.query("daglig-leder", give("RevokeInstanceRights"), {
      input: { ...ends, instanceRef },
    });
    expect(taken.data.change).toEqual({ isChanged: true, errors: [] });
    expect(await historyOf("subunit")).toEqual(before);
  });
});
