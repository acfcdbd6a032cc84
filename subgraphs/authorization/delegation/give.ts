import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { PartyUrn, ServiceUrn } from "../../../schema/urns.js";
import {
  administrationRefusal,
  type Change,
  type Found,
  findRecipient,
  found,
  givingOf,
  type HeldParty,
  holdParty,
  record,
  refusedWith,
  roleUrnOf,
  type To,
} from "./change.js";
import { checkPackage, checkRights, type RightCheck } from "./rules/checks.js";
import { instanceRefusal } from "./rules/instances.js";
import { isForPersonsOnly } from "./rules/recipients.js";
import {
  invalid,
  levelTooLow,
  type Outcome,
  type Refusal,
  refused,
  unknownSubject,
} from "./rules/refusal.js";
import { actionsNamed } from "./rules/right-key.js";
import { ensureAssignment, namedRightsOf } from "./store/assignments.js";
import { checkedService, packagesByUrns } from "./store/subjects.js";
import { addPackages, setInstance, setResource } from "./store/writing.js";

/** As many things as one change may be about. */
export const MAX_SUBJECTS = 100;

export interface Parties {
  /** On whose behalf. */
  readonly from: PartyUrn;
  readonly to: To;
}

/** A party that is held by somebody who may administer it, and whom something is given to. */
interface Opened {
  readonly held: HeldParty;
  readonly to: PartyRow;
}

const openGiving = async (change: Change, { from, to }: Parties): Promise<Found<Opened>> => {
  const party = await holdParty(change, from);
  if (party.found === null) return party;
  const { delegator } = party.found;
  const refusal = administrationRefusal(delegator, delegator.mayAdminister);
  if (refusal !== null) return refusedWith(refusal);
  const recipient = await findRecipient(change, to, party.found);
  if (recipient.found === null) return recipient;
  return recipient.found.id === delegator.party.id
    ? refusedWith(invalid("A party has its own rights already; name somebody else to give them to."))
    : found({ held: party.found, to: recipient.found });
};

/** The rightholder's assignment that carries what is given by name. */
const rightholderAssignment = (change: Change, { held, to }: Opened) => {
  const { delegator } = held;
  return ensureAssignment(
    change.tx,
    change.tables,
    { fromId: delegator.party.id, toId: to.id, roleUrn: roleUrnOf(held, "rightholder") },
    { ...givingOf(change, delegator), newId: change.deed.newId(change.deed.at) },
  );
};

const listRefusal = (what: string, list: readonly string[]): Refusal | null =>
  list.length >= 1 && list.length <= MAX_SUBJECTS
    ? null
    : invalid(`Name from 1 to ${MAX_SUBJECTS} ${what}; it was ${list.length}.`);

/** Gives access packages. What was given before stays as it is. */
export const givePackages = async (
  change: Change,
  order: Parties & { readonly packages: readonly string[] },
): Promise<Outcome> => {
  const packages = [...new Set(order.packages.map((urn) => urn.toLowerCase()))];
  const wrongList = listRefusal("access packages", packages);
  if (wrongList !== null) return refused(wrongList);
  const opened = await openGiving(change, order);
  if (opened.found === null) return refused(opened.refusal);
  const { held, to } = opened.found;
  const { delegator } = held;

  const known = new Map(
    (await packagesByUrns(change.tx, change.tables, packages)).map((row) => [row.urn, row]),
  );
  const refusals = packages.flatMap((urn): Refusal[] => {
    const row = known.get(urn);
    if (row === undefined) return [unknownSubject("access package", urn)];
    if (isForPersonsOnly(urn) && to.type !== "PERSON") {
      return [{ kind: "RECIPIENT_NOT_ALLOWED", message: "Main administrators are persons; name a person." }];
    }
    const { isDelegable, reasons } = checkPackage(delegator, row);
    const message = `You may not give the access package ${urn}; the reasons say why.`;
    return isDelegable ? [] : [{ kind: "NOT_DELEGABLE", subject: urn, reasons, message }];
  });
  if (refusals.length > 0) return refused(...refusals);

  const { id } = await rightholderAssignment(change, opened.found);
  const added = await addPackages(change.tx, change.tables, id, packages, givingOf(change, delegator));
  await record(
    change,
    delegator,
    added.map((subject) => ({
      kind: "ACCESS_GRANTED",
      partyId: delegator.party.id,
      counterpartId: to.id,
      subject,
      referenceId: id,
    })),
  );
  return { outcome: "DONE", assignmentId: id, isChanged: added.length > 0 };
};

/** The actions that rights stand for, where the delegator may give all of them. */
const checkedActions = async (
  change: Change,
  { delegator }: HeldParty,
  service: ServiceUrn,
  rights: readonly string[],
): Promise<{ readonly actions: readonly string[]; readonly refusals: readonly Refusal[] }> => {
  const known = await checkedService(change.tx, change.tables, service, delegator.party);
  if (known === null) return { actions: [], refusals: [unknownSubject("service", service)] };
  const checks = new Map(checkRights(delegator, known).map((check) => [check.action, check]));
  const actions = actionsNamed(service, rights, [...checks.keys()]);
  const refusals = actions.flatMap((action, index): Refusal[] => {
    const check = action === null ? undefined : checks.get(action);
    if (check === undefined) return [unknownSubject(`right to ${service}`, rights[index] ?? "")];
    return check.isDelegable
      ? []
      : [rightRefusal(delegator.level, known.service.minimumLevel, service, check)];
  });
  return { actions: [...new Set(actions.filter((action) => action !== null))], refusals };
};

const rightRefusal = (level: number, requiredLevel: number, service: string, check: RightCheck): Refusal => {
  const codes = check.reasons.map(({ code }) => code);
  if (codes.includes("INSUFFICIENT_AUTHENTICATION_LEVEL")) return levelTooLow(requiredLevel, level);
  return {
    kind: "NOT_DELEGABLE",
    subject: check.key,
    reasons: check.reasons,
    message: `You may not give the right to ${check.action} in ${service}; the reasons say why.`,
  };
};

const union = (before: readonly string[], added: readonly string[]): string[] =>
  [...new Set([...before, ...added])].sort();

/** Gives rights to a service, by their keys or the names of actions. Rights that were given before stay. */
export const giveRights = async (
  change: Change,
  order: Parties & { readonly service: ServiceUrn; readonly rights: readonly string[] },
): Promise<Outcome> => {
  const service = order.service.toLowerCase();
  const wrongList = listRefusal("rights", order.rights);
  if (wrongList !== null) return refused(wrongList);
  const opened = await openGiving(change, order);
  if (opened.found === null) return refused(opened.refusal);
  const { held, to } = opened.found;
  const { actions, refusals } = await checkedActions(change, held, service, order.rights);
  if (refusals.length > 0) return refused(...refusals);

  const { id } = await rightholderAssignment(change, opened.found);
  const { resources } = await namedRightsOf(change.tx, change.tables, [id]);
  const before = resources.find((row) => row.service === service)?.actions ?? [];
  const added = actions.filter((action) => !before.includes(action));
  if (added.length > 0) {
    const giving = givingOf(change, held.delegator);
    await setResource(change.tx, change.tables, { assignmentId: id, service }, union(before, added), giving);
  }
  await recordRights(change, held, to, { id, subject: service, actions: added });
  return { outcome: "DONE", assignmentId: id, isChanged: added.length > 0 };
};

/** Gives rights to one thing, whatever else the receiver may see of the party. */
export const giveInstanceRights = async (
  change: Change,
  order: Parties & {
    readonly service: ServiceUrn;
    readonly instanceRef: string;
    readonly rights: readonly string[];
  },
): Promise<Outcome> => {
  const [service, instanceRef] = [order.service.toLowerCase(), order.instanceRef.toLowerCase()];
  const wrongList = listRefusal("rights", order.rights);
  if (wrongList !== null) return refused(wrongList);
  const opened = await openGiving(change, order);
  if (opened.found === null) return refused(opened.refusal);
  const { held, to } = opened.found;
  const wrongInstance = instanceRefusal(instanceRef, held.delegator.party);
  if (wrongInstance !== null) return refused(wrongInstance);
  const { actions, refusals } = await checkedActions(change, held, service, order.rights);
  if (refusals.length > 0) return refused(...refusals);

  const { id } = await rightholderAssignment(change, opened.found);
  const { instances } = await namedRightsOf(change.tx, change.tables, [id]);
  const known = instances.find((row) => row.instanceRef === instanceRef);
  if (known !== undefined && known.service !== service) {
    return refused(invalid(`${instanceRef} is a thing of the service ${known.service}; name that one.`));
  }
  const before = known?.actions ?? [];
  const added = actions.filter((action) => !before.includes(action));
  if (added.length > 0) {
    const giving = givingOf(change, held.delegator);
    const key = { assignmentId: id, service, instanceRef };
    await setInstance(change.tx, change.tables, key, union(before, added), giving);
  }
  await recordRights(change, held, to, { id, subject: instanceRef, actions: added });
  return { outcome: "DONE", assignmentId: id, isChanged: added.length > 0 };
};

const recordRights = (
  change: Change,
  { delegator }: HeldParty,
  to: PartyRow,
  given: { readonly id: string; readonly subject: string; readonly actions: readonly string[] },
): Promise<void> =>
  record(
    change,
    delegator,
    given.actions.map((action) => ({
      kind: "ACCESS_GRANTED",
      partyId: delegator.party.id,
      counterpartId: to.id,
      subject: given.subject,
      action,
      referenceId: given.id,
    })),
  );
