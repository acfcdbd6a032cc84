import { expect, it } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import type { ServiceRecord, ServicesPort } from "../../../schema/services-port.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom } from "./room.js";
import { servicesInMemory } from "./services.js";

const [NEW, OLD, SECRET, OTHER] = [serviceOf(0), serviceOf(1), serviceOf(2), serviceOf(3)];

/** The new service was the old one before, and the secret one before that. */
const servicesPort: ServicesPort = {
  ...servicesInMemory([]),
  familiesOf: async (_call, ids) => new Map(ids.map((id) => [id, id === OTHER ? [id] : [SECRET, OLD, NEW]])),
};

/** What the other service is called. */
const BUILDING: ServiceRecord = {
  service: OTHER,
  owner: { code: "tst", organization: partyOf(100).urn, name: { nb: "Testetaten" } },
  name: { nb: "Byggesøknad" },
  resourceType: "GENERIC_ACCESS_RESOURCE",
  status: "ACTIVE",
  isDelegable: true,
};

/** May read all but the secret one. */
const VIEWER = {
  party: `${PERSON_PREFIX}17912099997`,
  scope: scopeOf([partyOf(0)], { [NEW]: 3, [OLD]: 3, [OTHER]: 3 }),
};

describeOnBothDatabases("the history of a service that moved", (dialect) => {
  const open = async (port: ServicesPort) => {
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: VIEWER },
      servicesPort: port,
      dialogs: [NEW, OLD, SECRET, OTHER].map((serviceResource) =>
        aDialog(serviceResource, { dialog: { serviceResource } }),
      ),
    });
    return {
      ask: (query: string) => ask("kari", query),
      async filtered(service: string) {
        const answer = await ask(
          "kari",
          onWorkspace(`history(filter: { service: ["${service}"] }) {
            totalCount { value } edges { node { serviceResource { id } } } }`),
        );
        if (answer.errors !== undefined) return answer.errors.map(({ extensions }) => extensions["code"]);
        const { totalCount, edges } = answer.data["_entities"][0].history;
        expect(totalCount.value).toBe(edges.length);
        return edges
          .map(({ node }: { node: { serviceResource: { id: string } } }) => node.serviceResource.id)
          .sort();
      },
    };
  };

  it("is one by any of its names, within what may be read by the rights of each", async () => {
    const { filtered } = await open(servicesPort);
    expect(await filtered(NEW)).toEqual([NEW, OLD]);
    expect(await filtered(OLD)).toEqual([NEW, OLD]);
    expect(await filtered(SECRET)).toEqual([NEW, OLD]);
    expect(await filtered(OTHER)).toEqual([OTHER]);
  });

  it("is counted as one by saved searches, which find services by what they are called as well", async () => {
    const named = { ...servicesInMemory([BUILDING]), familiesOf: servicesPort.familiesOf };
    const { ask } = await open(named);
    const saved = async (search: string | null, filter: string): Promise<unknown> => {
      const { data, errors } = await ask(`{ _entities(representations: [{
        __typename: "SavedSearch", id: "1", search: ${JSON.stringify(search)}, filter: ${filter}, partyIds: null,
        newSince: "2000-01-01T00:00:00.000Z"
      }]) { ... on SavedSearch { newItemCount { value precision } } } }`);
      expect(errors).toBeUndefined();
      return data["_entities"][0].newItemCount;
    };
    expect(await saved(null, `{ service: ["${OLD}"] }`)).toEqual({ value: 2, precision: "EXACT" });
    expect(await saved("byggesøknad", "{}")).toEqual({ value: 1, precision: "EXACT" });
  });

  it("is counted as one under its latest name, by as many as are found by that", async () => {
    const counted = async (port: ServicesPort) => {
      const { ask } = await open(port);
      const { data } = await ask(
        onWorkspace(
          "history { facets(by: [SERVICE]) { valueCount values { key count { value } unreadCount { value } } } }",
        ),
      );
      return data["_entities"][0].history.facets[0];
    };
    const value = (key: string, count: number) => ({
      key,
      count: { value: count },
      unreadCount: { value: count },
    });
    expect(await counted(servicesPort)).toEqual({ valueCount: 2, values: [value(NEW, 2), value(OTHER, 1)] });
    // What a service was split into has a history of its own.
    const split: Record<string, string[]> = {
      [NEW]: [OLD, NEW],
      [OLD]: [OLD, NEW, OTHER],
      [OTHER]: [OLD, OTHER],
    };
    const parts = { ...servicesPort, familiesOf: async () => new Map(Object.entries(split)) };
    const apart = { valueCount: 3, values: [NEW, OLD, OTHER].map((name) => value(name, 1)) };
    expect(await counted(parts)).toEqual(apart);
    const away = () => Promise.reject(new DomainError("CATALOGUE_UNAVAILABLE", "Try again in a moment."));
    expect(await counted({ ...servicesPort, familiesOf: away })).toEqual(apart);
  });

  it("is not shown in part where it can't be found out what the service was", async () => {
    const away = () => Promise.reject(new DomainError("CATALOGUE_UNAVAILABLE", "Try again in a moment."));
    const { filtered } = await open({ ...servicesPort, familiesOf: away });
    expect(await filtered(NEW)).toEqual(["CATALOGUE_UNAVAILABLE"]);
  });
});
