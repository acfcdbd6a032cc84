import type { Dialect } from "../../../drizzle/columns.js";
import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import { FRESH_INSTANCE, UNPUBLISHED_DEFINITION } from "../../../drizzle/forms/values.js";
import { createCursorCodec } from "../../../lib/cursor.js";
import { randomId, uuidFromName } from "../../../lib/ids.js";
import type { AuthorizationPort } from "../../../schema/ports.js";
import type { Room } from "../../../schema/room.js";
import type { Scope, ScopeGroup, ScopeInstance, ScopeParty } from "../../../schema/scope.js";
import {
  type FormsConfig,
  type FormsPartsConfig,
  FormsStore,
  openFormsRoom,
  seedForms,
} from "../../../subgraphs/forms/index.js";
import { NOW, partyOf, readTestCall } from "../../kit/ask-room.js";
import { openTestDatabase } from "../../kit/databases.js";
import { testFormsOptions } from "../../kit/forms-options.js";

export const DAY = 86_400_000;

export const serviceOf = (index: number): string => `urn:altinn:resource:app_tst_form-${index}`;

/** A form of five steps, with the two ways out that a service owner has. */
export const DEFINITION: FormDefinitionRow = {
  id: "tst/building-permit",
  version: 1,
  org: "tst",
  serviceResource: serviceOf(0),
  title: {
    nb: "Søknad om byggetillatelse",
    nn: "Søknad om byggjeløyve",
    en: "Application for a building permit",
  },
  tasks: [
    { elementId: "fill", type: "DATA", name: { nb: "Fyll ut", en: "Fill in" } },
    { elementId: "sign", type: "SIGNING", name: { nb: "Signer" } },
    { elementId: "pay", type: "PAYMENT", name: { nb: "Betal" } },
    { elementId: "wait", type: "FEEDBACK", name: { nb: "Til behandling" } },
    { elementId: "mend", type: "DATA", name: { nb: "Rett opp" } },
    { elementId: "pay-more", type: "PAYMENT", name: { nb: "Betal resten" } },
    { elementId: "confirm", type: "CONFIRMATION", name: { nb: "Bekreft" } },
    { elementId: "refused", type: "REJECT", name: { nb: "Avvist" } },
  ],
  dataTypes: [],
  createdAt: NOW - 400 * DAY,
  ...UNPUBLISHED_DEFINITION,
};

export const instanceIdOf = (name: string): string => `urn:altinn:instance-id:510001/${uuidFromName(name)}`;

/** A draft of `DEFINITION` for the first party; what is given replaces what it would have. */
export const anInstance = (name: string, more: Partial<FormInstanceRow> = {}): FormInstanceRow => ({
  id: instanceIdOf(name),
  definitionId: DEFINITION.id,
  definitionVersion: DEFINITION.version,
  org: "tst",
  serviceResource: serviceOf(0),
  party: partyOf(0).urn,
  revision: uuidFromName(`revision of ${name}`),
  createdAt: NOW - 10 * DAY,
  lastChangedAt: NOW - 5 * DAY,
  visibleAfter: null,
  dueBefore: null,
  currentTaskId: "fill",
  currentTaskStartedAt: NOW - 10 * DAY,
  processEndedAt: null,
  archivedAt: null,
  confirmedAt: null,
  softDeletedAt: null,
  substatus: null,
  presentationTexts: {},
  dataElements: [],
  ...FRESH_INSTANCE,
  ...more,
});

/** What an instance has when it was sent for good. */
export const SENT = {
  currentTaskId: null,
  currentTaskStartedAt: null,
  processEndedAt: NOW - 5 * DAY,
  archivedAt: NOW - 5 * DAY,
} as const;

/** A group of parties that may all be read in the same services. @param services required level by service */
export const groupOf = (
  parties: readonly ScopeParty[],
  services: Readonly<Record<string, number>>,
): ScopeGroup => ({
  parties,
  services: Object.entries(services).map(([service, requiredLevel]) => ({ service, requiredLevel })),
});

export const scopeOf = (groups: readonly ScopeGroup[], instances: readonly ScopeInstance[] = []): Scope => ({
  level: 4,
  groups,
  instances,
});

/** The scope that gives the first party's form and no more. */
export const PLAIN_SCOPE = scopeOf([groupOf([partyOf(0)], { [serviceOf(0)]: 3 })]);

export interface FormsKit {
  readonly store: FormsStore;
  /** Every statement since this was last emptied. */
  readonly statements: string[];
  /** @param more what the room needs beside its store; the rest is closed to it */
  roomFor(authorization: AuthorizationPort, more?: Partial<FormsConfig>): Room;
}

const closed = (): never => {
  throw new Error("Nobody was to be asked.");
};

/** The parts of a room that nobody is to use. */
export const CLOSED_PARTS: Pick<FormsConfig, keyof FormsPartsConfig | "parties" | "graph"> = {
  newId: randomId,
  dialogs: { look: closed, write: closed },
  instanceAccess: { setAccess: closed },
  parties: { partiesByUrns: closed },
  services: { servicesByIds: closed, familiesOf: closed, ownerByOrganization: closed },
  ...testFormsOptions("nowhere", { files: { put: closed, open: closed, remove: closed } }),
};

/** A forms room on an empty database that was filled with these. */
export const openForms = async (
  dialect: Dialect,
  instances: readonly FormInstanceRow[],
  definitions: readonly FormDefinitionRow[] = [DEFINITION],
): Promise<FormsKit> => {
  const { database, statements } = await openTestDatabase(dialect, "forms");
  const store = new FormsStore(database);
  await seedForms(store, { definitions, instances });
  statements.length = 0;
  return {
    store,
    statements,
    roomFor: (authorization, more = {}) =>
      openFormsRoom({
        store,
        readCall: readTestCall,
        authorization,
        cursors: createCursorCodec(new Uint8Array(32).fill(7)),
        clock: () => NOW,
        ...CLOSED_PARTS,
        ...more,
      }),
  };
};
