import type { AccessPackageRow } from "../../../drizzle/authorization/tables.js";
import type { PartyUrn, ServiceUrn } from "../../../schema/urns.js";
import type { Viewer } from "../../../schema/viewer.js";
import { failClosed } from "../errors.js";
import type { AuthorizationStore } from "../store.js";
import type { Change, Deed } from "./change.js";
import { addAgent, addClientAccess, removeAgent, removeClientAccess } from "./clients.js";
import { giveInstanceRights, givePackages, giveRights } from "./give.js";
import { revokeEverything, revokeInstanceRights, revokePackages, revokeRights } from "./revoke.js";
import { checkPackage, checkRights, type PackageCheck, type RightCheck } from "./rules/checks.js";
import { type Delegator, delegatorOf } from "./rules/delegator.js";
import type { Outcome } from "./rules/refusal.js";
import { delegatorRows } from "./store/delegator.js";
import { partyByUrn } from "./store/parties.js";
import { allPackages, checkedService } from "./store/subjects.js";

/** Everything that changes who has access on whose behalf: each change in one transaction, all or nothing. */
const CHANGES = {
  givePackages,
  giveRights,
  giveInstanceRights,
  revokePackages,
  revokeRights,
  revokeInstanceRights,
  revokeEverything,
  addAgent,
  removeAgent,
  addClientAccess,
  removeClientAccess,
} as const;

type Changes = typeof CHANGES;
export type ChangeName = keyof Changes;
/** What a change is told. */
export type OrderOf<Name extends ChangeName> = Parameters<Changes[Name]>[1];

/** What a check came to, of somebody who may administer the party. */
export interface PackageChecks {
  readonly delegator: Delegator;
  readonly checks: readonly (PackageCheck & { readonly row: AccessPackageRow })[];
}

/** Where access is given, checked and taken back. */
export interface DelegationDesk {
  /** @throws DomainError `AUTHORIZATION_UNAVAILABLE` */
  change<Name extends ChangeName>(name: Name, deed: Deed, order: OrderOf<Name>): Promise<Outcome>;
  /** What the viewer may do with access on the party's behalf; `null` where the register lacks one of them. */
  delegator(viewer: Viewer, party: PartyUrn, at: number): Promise<Delegator | null>;
  /** Which packages they may give. */
  checkPackages(delegator: Delegator): Promise<PackageChecks["checks"]>;
  /** Which rights to a service they may give; `null` where there is no such service. */
  checkService(delegator: Delegator, service: ServiceUrn): Promise<readonly RightCheck[] | null>;
}

export const createDelegationDesk = (store: Pick<AuthorizationStore, "open">): DelegationDesk => {
  const { database, tables } = store.open;
  const { read } = database;
  return {
    change: (name, deed, order) =>
      failClosed(() =>
        database.transaction((tx) => {
          const apply = CHANGES[name] as (change: Change, order: unknown) => Promise<Outcome>;
          return apply({ tx, tables, dialect: database.dialect, deed }, order);
        }),
      ),
    delegator: (viewer, urn, at) =>
      failClosed(async () => {
        const [own, party] = await Promise.all([
          partyByUrn(read, tables, viewer.party),
          partyByUrn(read, tables, urn),
        ]);
        if (own === null || party === null) return null;
        return delegatorOf(await delegatorRows(read, tables, own, party), party, viewer, at);
      }),
    checkPackages: (delegator) =>
      failClosed(async () => {
        const rows = await allPackages(read, tables);
        return rows
          .filter(({ entityType }) => (entityType === "PERSON") === (delegator.party.type !== "ORGANIZATION"))
          .map((row) => ({ ...checkPackage(delegator, row), row }));
      }),
    checkService: (delegator, urn) =>
      failClosed(async () => {
        const service = await checkedService(read, tables, urn.toLowerCase(), delegator.party);
        return service === null ? null : checkRights(delegator, service);
      }),
  };
};
