import type { AuthorizationTables, PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";
import type { Clock } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { Call } from "../../../schema/call.js";
import type { InstanceAccess, InstanceAccessPort } from "../../../schema/instance-access-port.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import { noServices } from "../access-lists/no-services.js";
import { actorOf, auditEntry } from "../audit/entry.js";
import { appendAudit } from "../audit/store.js";
import { setNamedInstance } from "../delegation/index.js";
import { authorizationError, failClosed } from "../errors.js";
import { ROLE_CODES } from "../rules/roles.js";
import { checkServiceOwner } from "../service-owner.js";
import type { AuthorizationStore } from "../store.js";

interface Work {
  readonly tx: Queries;
  readonly tables: AuthorizationTables;
  readonly dialect: Dialect;
}

const refuse = (message: string) => authorizationError("INSTANCE_ACCESS_REFUSED", message);

const organizationOf = ({ viewer }: Call): string => viewer.organization ?? viewer.party;

/**
 * Lets persons in to one thing on a form's behalf, by the role that stands for that alone (`appstyrt-rettighetshaver`):
 * what people gave each other has another one, and stays.
 */
export const createInstanceAccessPort = (options: {
  readonly store: Pick<AuthorizationStore, "open" | "partiesByUrns">;
  /** Whose service is whose: nobody is heard who does not own it. Omitted: nobody is. */
  readonly services?: ServicesPort;
  readonly clock: Clock;
  readonly newId: NewId;
}): InstanceAccessPort => {
  const { store, services = noServices, clock, newId } = options;
  const { database, tables } = store.open;

  const partiesOf = async (call: Call, { from, to }: InstanceAccess) => {
    const known = new Map(
      (await store.partiesByUrns([from, to, organizationOf(call)])).map((row) => [row.urn, row]),
    );
    const [giver, receiver] = [known.get(from), known.get(to)];
    if (giver === undefined || receiver === undefined || giver.id === receiver.id) {
      throw refuse("The register lacks the party, or the person who was to be let in, or they are one.");
    }
    return { giver, receiver, owner: known.get(organizationOf(call)) ?? null };
  };

  const set = async (
    { tx, dialect }: Work,
    call: Call,
    { service, instanceRef, actions }: InstanceAccess,
    { giver, receiver, owner }: { giver: PartyRow; receiver: PartyRow; owner: PartyRow | null },
  ): Promise<void> => {
    const at = clock();
    const changed = await setNamedInstance(
      { tx, tables, dialect },
      { from: giver, to: receiver, roleCode: ROLE_CODES.appRightholder },
      { service, instanceRef, actions },
      { givenAt: at, givenById: owner?.id ?? null, newId: newId(at) },
    );
    if ("refusal" in changed) throw refuse(changed.refusal);
    const actor = actorOf(call, owner?.id ?? null);
    const line = (kind: "ACCESS_GRANTED" | "ACCESS_REVOKED") => (action: string) =>
      auditEntry(actor, {
        id: newId(at),
        at,
        kind,
        partyId: giver.id,
        counterpartId: receiver.id,
        subject: instanceRef,
        action,
        referenceId: changed.assignmentId,
      });
    const lines = [
      ...changed.added.map(line("ACCESS_GRANTED")),
      ...changed.removed.map(line("ACCESS_REVOKED")),
    ];
    if (lines.length > 0) await appendAudit(tx, ...lines);
  };

  return {
    setAccess: (call, asked) =>
      failClosed(async () => {
        const wanted = {
          ...asked,
          service: asked.service.toLowerCase(),
          instanceRef: asked.instanceRef.toLowerCase(),
          actions: [...new Set(asked.actions)].sort(),
        };
        await checkServiceOwner(services, call, wanted.service);
        const parties = await partiesOf(call, wanted);
        const work = { tables, dialect: database.dialect };
        await database.transaction((tx) => set({ tx, ...work }, call, wanted, parties));
      }),
  };
};
