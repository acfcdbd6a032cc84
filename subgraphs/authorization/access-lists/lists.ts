import type { AccessListRow } from "../../../drizzle/authorization/tables-policies.js";
import type { Queries } from "../../../drizzle/database.js";
import type { PartyUrn } from "../../../schema/urns.js";
import { type AuditKind, actorOf, auditEntry } from "../audit/entry.js";
import { appendAudit } from "../audit/store.js";
import type { AuthorizationContext } from "../context.js";
import { partyByUrn } from "../delegation/store/parties.js";
import { done, notDone, problem, type Result } from "../requests/problems.js";
import {
  addMembers,
  connectService,
  disconnectService,
  listOf,
  memberIdsOf,
  organizationsByUrns,
  removeList,
  removeMembers,
  saveList,
  setRestricted,
} from "./store.js";

const WRITE_SCOPE = "altinn:resourceregistry/resource.write";
const READ_SCOPE = "altinn:resourceregistry/resource.read";
const IDENTIFIER = /^[a-z0-9][a-z0-9_-]{1,60}$/;
const MAX_MEMBERS_AT_ONCE = 1_000;
const MAX_ACTIONS = 50;

export type ListTools = Pick<AuthorizationContext, "call" | "services" | "store" | "clock" | "newId">;

const mayNot = (scope: string) =>
  problem(
    "NOT_AUTHORISED",
    `Access lists are for service owners: sign in as one by Maskinporten, with the scope ${scope}.`,
  );

const noList = problem(
  "NOT_FOUND",
  "You have no access list of that name. Make it first, or check its spelling.",
);

/**
 * The code of the service owner that asks; `null` where it is none, or may not.
 * @throws DomainError `CATALOGUE_UNAVAILABLE`
 */
export const ownerOf = async (
  { call, services }: Pick<ListTools, "call" | "services">,
  scopes: readonly string[] = [READ_SCOPE, WRITE_SCOPE],
): Promise<string | null> => {
  const { kind, organization, scopes: held } = call.viewer;
  if (kind !== "ORGANIZATION" || organization === null) return null;
  if (!scopes.some((scope) => held.includes(scope))) return null;
  return (await services.ownerByOrganization(call, organization))?.code ?? null;
};

/** Whether a service is the owner's own: nobody lets others in to what is not theirs. */
const ownsService = async ({ call, services }: ListTools, owner: string, service: string): Promise<boolean> =>
  (await services.servicesByIds(call, [service])).get(service)?.owner.code === owner;

const notOwned = (service: string) =>
  problem("UNKNOWN_SUBJECT", `You own no service ${service}. Check its spelling.`);

/** Runs a change of one of the owner's lists. */
const changeList = async (
  tools: ListTools,
  identifier: string,
  change: (tx: Queries, list: AccessListRow) => Promise<Result<AccessListRow>>,
): Promise<Result<AccessListRow>> => {
  const owner = await ownerOf(tools, [WRITE_SCOPE]);
  if (owner === null) return notDone(mayNot(WRITE_SCOPE));
  const { database, tables } = tools.store.open;
  return database.transaction(async (tx) => {
    const list = await listOf(tx, tables, owner, identifier);
    return list === null ? notDone(noList) : change(tx, list);
  });
};

/** Makes a list, or changes what it is called. */
export const saveAccessList = async (
  tools: ListTools,
  { identifier, name, description }: Pick<AccessListRow, "identifier" | "name" | "description">,
): Promise<Result<AccessListRow>> => {
  const owner = await ownerOf(tools, [WRITE_SCOPE]);
  if (owner === null) return notDone(mayNot(WRITE_SCOPE));
  if (!IDENTIFIER.test(identifier)) {
    return notDone(problem("VALIDATION", "An identifier has 2 to 61 of a-z, 0-9, _ and -."));
  }
  if (name.trim() === "") return notDone(problem("VALIDATION", "Give the list a name."));
  const { database, tables } = tools.store.open;
  return database.transaction(async (tx) => {
    const known = await listOf(tx, tables, owner, identifier);
    const id = known?.id ?? tools.newId(tools.clock());
    const row = { id, owner, identifier, name: name.trim(), description: description.trim() };
    await saveList(tx, tables, row);
    return done(row);
  });
};

/** Tells those who came on a list, or went off it. */
const tell = async (
  tx: Queries,
  { call, store, clock, newId }: ListTools,
  list: AccessListRow,
  kind: AuditKind,
  partyIds: readonly string[],
): Promise<void> => {
  const at = clock();
  const owner = await partyByUrn(tx, store.open.tables, call.viewer.party);
  const subject = `urn:altinn:access-list:${list.owner}:${list.identifier}`;
  const told = { at, kind, counterpartId: owner?.id ?? null, subject, referenceId: list.id };
  const actor = actorOf(call, owner?.id ?? null);
  await appendAudit(tx, ...partyIds.map((partyId) => auditEntry(actor, { ...told, id: newId(at), partyId })));
};

/** Takes a list away; what it opened is closed to its members from then on. */
export const removeAccessList = (tools: ListTools, identifier: string): Promise<Result<AccessListRow>> =>
  changeList(tools, identifier, async (tx, list) => {
    const { tables } = tools.store.open;
    const members = await memberIdsOf(tx, tables, list.id);
    await removeList(tx, tables, list.id);
    await tell(tx, tools, list, "ACCESS_LIST_LEFT", [...members]);
    return done(list);
  });

/** Puts organisations on a list, or takes them off. All or nothing; whoever is there, or gone, already stays so. */
export const changeMembers = (
  tools: ListTools,
  identifier: string,
  change: "ADD" | "REMOVE",
  urns: readonly PartyUrn[],
): Promise<Result<AccessListRow>> =>
  changeList(tools, identifier, async (tx, list) => {
    const { tables } = tools.store.open;
    const wanted = [...new Set(urns)];
    if (wanted.length === 0 || wanted.length > MAX_MEMBERS_AT_ONCE) {
      const range = `from 1 to ${MAX_MEMBERS_AT_ONCE} organisations`;
      return notDone(problem("VALIDATION", `Name ${range} at once; it was ${wanted.length}.`));
    }
    const found = await organizationsByUrns(tx, tables, wanted);
    const known = new Set(found.map(({ urn }) => urn));
    const unknown = wanted.find((urn) => !known.has(urn));
    if (unknown !== undefined) {
      return notDone(problem("UNKNOWN_SUBJECT", `The register knows no organisation ${unknown}.`));
    }
    const members = await memberIdsOf(tx, tables, list.id);
    const isAdding = change === "ADD";
    const partyIds = found.map(({ id }) => id).filter((id) => members.has(id) !== isAdding);
    const listId = list.id;
    if (isAdding) await addMembers(tx, tables, { listId, partyIds, since: tools.clock() });
    else await removeMembers(tx, tables, { listId, partyIds });
    await tell(tx, tools, list, isAdding ? "ACCESS_LIST_JOINED" : "ACCESS_LIST_LEFT", partyIds);
    return done(list);
  });

/** Lets a list's members use one of the owner's services. @param actions `null` for all */
export const connectToService = async (
  tools: ListTools,
  identifier: string,
  service: string,
  actions: readonly string[] | null,
): Promise<Result<AccessListRow>> => {
  // Asked before the write begins: the catalogue may be in another process.
  const owner = await ownerOf(tools, [WRITE_SCOPE]);
  const isOwned = owner !== null && (await ownsService(tools, owner, service));
  return changeList(tools, identifier, async (tx, list) => {
    if (!isOwned) return notDone(notOwned(service));
    if (actions !== null && (actions.length === 0 || actions.length > MAX_ACTIONS)) {
      return notDone(
        problem("VALIDATION", `Name from 1 to ${MAX_ACTIONS} actions, or leave them out for all.`),
      );
    }
    const named = actions === null ? null : [...new Set(actions)].sort();
    await connectService(tx, tools.store.open.tables, { listId: list.id, service, actions: named });
    return done(list);
  });
};

/** Closes a service to a list's members again. */
export const disconnectFromService = (
  tools: ListTools,
  identifier: string,
  service: string,
): Promise<Result<AccessListRow>> =>
  changeList(tools, identifier, async (tx, list) => {
    await disconnectService(tx, tools.store.open.tables, { listId: list.id, service });
    return done(list);
  });

/** Says whether one of the owner's services is for those on its lists only. */
export const restrictService = async (
  tools: ListTools,
  service: string,
  isRestricted: boolean,
): Promise<Result<{ readonly service: string; readonly isRestricted: boolean }>> => {
  const owner = await ownerOf(tools, [WRITE_SCOPE]);
  if (owner === null) return notDone(mayNot(WRITE_SCOPE));
  if (!(await ownsService(tools, owner, service))) return notDone(notOwned(service));
  const { database, tables } = tools.store.open;
  await database.transaction((tx) => setRestricted(tx, tables, service, isRestricted));
  return done({ service, isRestricted });
};
