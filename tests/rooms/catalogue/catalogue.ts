import type { NewServiceOwner, NewServiceResource } from "../../../drizzle/catalogue/tables.js";
import type { Dialect } from "../../../drizzle/columns.js";
import { createCursorCodec } from "../../../lib/cursor.js";
import type { AuthorizationPort } from "../../../schema/ports.js";
import type { Room } from "../../../schema/room.js";
import type { Scope } from "../../../schema/scope.js";
import {
  type CatalogueConfig,
  CatalogueStore,
  openCatalogueRoom,
  seedCatalogue,
} from "../../../subgraphs/catalogue/index.js";
import { NOW, partyOf, readTestCall } from "../../kit/ask-room.js";
import { openTestDatabase } from "../../kit/databases.js";
import { policiesInMemory } from "./policies.js";

export const OWNER: NewServiceOwner = {
  code: "tst",
  organizationNumber: "313000028",
  name: { nb: "Testetaten", en: "The Test Agency" },
  homepage: "https://tst.example.com",
};

export const urnOf = (name: string): string => `urn:altinn:resource:${name}`;

/** A plain, visible service; what is given replaces what it would have. */
export const aService = (name: string, more: Partial<NewServiceResource> = {}): NewServiceResource => ({
  id: urnOf(name),
  ownerCode: OWNER.code,
  title: { nb: `Tjenesten ${name}` },
  description: {},
  rightDescription: null,
  resourceType: "GENERIC_ACCESS_RESOURCE",
  status: "ACTIVE",
  isDelegable: true,
  isVisible: true,
  availableForType: [],
  keywords: [],
  thematicAreas: [],
  contactPoints: [],
  references: [],
  homepage: null,
  replacesId: null,
  updatedAt: NOW,
  ...more,
});

/** A scope in which each of these parties, by number, may be read in these services. */
export const scopeOf = (services: Readonly<Record<number, readonly string[]>>): Scope => ({
  level: 3,
  groups: Object.entries(services).map(([party, names]) => ({
    parties: [partyOf(Number(party))],
    services: names.map((name) => ({ service: urnOf(name), requiredLevel: 3 })),
  })),
  instances: [],
});

export interface CatalogueKit {
  readonly store: CatalogueStore;
  /** Every statement since this was last emptied. */
  readonly statements: string[];
  roomFor(authorization: AuthorizationPort, more?: Partial<CatalogueConfig>): Room;
}

/** A catalogue on an empty database that was filled with these. */
export const openCatalogue = async (
  dialect: Dialect,
  serviceResources: readonly NewServiceResource[],
): Promise<CatalogueKit> => {
  const { database, statements } = await openTestDatabase(dialect, "catalogue");
  const store = new CatalogueStore(database);
  await seedCatalogue(store, { serviceOwners: [OWNER], serviceResources });
  statements.length = 0;
  return {
    store,
    statements,
    roomFor: (authorization, more = {}) =>
      openCatalogueRoom({
        policies: policiesInMemory().policies,
        clock: () => NOW,
        store,
        readCall: readTestCall,
        authorization,
        cursors: createCursorCodec(new Uint8Array(32).fill(7)),
        ...more,
      }),
  };
};
