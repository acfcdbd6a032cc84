import type { ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import type { Clock } from "../../../lib/clock.js";
import { DomainError } from "../../../lib/errors.js";
import type { Call } from "../../../schema/call.js";
import type { CheckedPolicy, PoliciesPort } from "../../../schema/policies-port.js";
import { lineageOf } from "../rules/lineage.js";
import type { Change, ChangeOutcome, PendingService } from "../store/owner-writes.js";
import type { CatalogueStore } from "../store.js";
import type { OwnerCaller } from "./callers.js";
import { type Problem, readServiceDocument, urnOf } from "./document.js";

/** What became of an owner's change. Whatever is not `WRITTEN` changed nothing. */
export type WriteOutcome =
  | ChangeOutcome
  | { readonly outcome: "INVALID"; readonly problems: readonly Problem[] };

/** At most this long is a policy; its escaped form must fit in a question to authorization. */
export const MAX_POLICY_LETTERS = 500_000;
/** Changes that are told to authorization in one go. */
const TOLD_AT_ONCE = 100;

/** Owners' changes, whether they come by REST or by GraphQL. */
export interface ServiceWriter {
  create(caller: OwnerCaller, document: unknown): Promise<WriteOutcome>;
  replace(
    caller: OwnerCaller,
    identifier: string,
    document: unknown,
    ifVersion: number | null,
  ): Promise<WriteOutcome>;
  remove(caller: OwnerCaller, identifier: string, ifVersion: number | null): Promise<WriteOutcome>;
  /** Authorization looks at it first: what it would not put in force is not taken. */
  putPolicy(
    caller: OwnerCaller,
    identifier: string,
    xml: string,
    ifVersion: number | null,
  ): Promise<WriteOutcome>;
  /**
   * Tells authorization of what it could not be told before. @param callOf the owner's call, for what is done unasked
   * @returns how many still wait
   */
  tellPending(callOf: (organization: string) => Call): Promise<number>;
}

const invalid = (path: string, message: string): WriteOutcome => ({
  outcome: "INVALID",
  problems: [{ path, message }],
});

const isRefusedPolicy = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code.startsWith("POLICY_");

export const createServiceWriter = ({
  store,
  policies,
  clock,
}: {
  readonly store: CatalogueStore;
  readonly policies: PoliciesPort;
  readonly clock: Clock;
}): ServiceWriter => {
  const changeOf = ({ organization, owner, isAdmin }: OwnerCaller, ifVersion: number | null): Change => ({
    ownerCode: isAdmin ? null : (owner?.code ?? ""),
    organization,
    now: clock(),
    ifVersion,
  });

  /** A service takes over from one of its owner's own, and not from what took over from it. */
  const predecessorProblem = async (
    { owner, isAdmin }: OwnerCaller,
    { id, replacesId }: { readonly id: string; readonly replacesId?: string | null },
  ): Promise<Problem | null> => {
    if (replacesId == null) return null;
    const [before] = await store.serviceResourcesByIds([replacesId]);
    if (before === undefined || (!isAdmin && before.ownerCode !== owner?.code)) {
      return { path: "replaces", message: `There is no ${replacesId} among your services.` };
    }
    const { formerly } = lineageOf(replacesId, await store.lineagesOf([replacesId]));
    return formerly.includes(id)
      ? { path: "replaces", message: `${replacesId} took over from this service itself.` }
      : null;
  };

  const ownerProblem = async (code: string): Promise<Problem | null> => {
    const [owner] = await store.serviceOwnersByCodes([code]);
    return owner === undefined
      ? { path: "hasCompetentAuthority.orgcode", message: `There is no service owner "${code}".` }
      : null;
  };

  const tell = async (call: Call, { serviceId, version }: Omit<PendingService, "organization">) => {
    const [row] = await store.serviceResourcesByIds([serviceId]);
    if (row !== undefined) {
      await policies.register(call, {
        service: row.id,
        resourceType: row.resourceType,
        isDelegable: row.isDelegable,
        isRestrictedToAccessLists: row.isRestrictedToAccessLists,
        consent: row.consent,
        policy: await store.ownerWrites.policyOf(row.id, row.version),
      });
    }
    await store.ownerWrites.told({ serviceId, version });
  };

  /** What is written is written: where authorization can't be told just now it is told later. */
  const finish = async (call: Call, outcome: ChangeOutcome): Promise<WriteOutcome> => {
    if (outcome.outcome !== "WRITTEN") return outcome;
    const { id, version } = outcome.row;
    await tell(call, { serviceId: id, version }).catch(() => undefined);
    return outcome;
  };

  const write = async (
    caller: OwnerCaller,
    document: unknown,
    identifier: string | null,
    save: (row: Parameters<typeof store.ownerWrites.create>[0]) => Promise<ChangeOutcome>,
  ): Promise<WriteOutcome> => {
    const owner = caller.isAdmin ? null : caller.owner;
    const read = readServiceDocument(document, { identifier, owner });
    if ("problems" in read) return { outcome: "INVALID", problems: read.problems };
    const problems = [
      await predecessorProblem(caller, read.row),
      await ownerProblem(read.row.ownerCode),
    ].filter((problem) => problem !== null);
    if (problems.length > 0) return { outcome: "INVALID", problems };
    return finish(caller.call, await save(read.row));
  };

  const checkedPolicy = async (
    call: Call,
    service: string,
    xml: string,
  ): Promise<CheckedPolicy | WriteOutcome> => {
    if (xml.trim() === "") return invalid("policy", "It is empty. Send a policy in XACML 3.0.");
    if (xml.length > MAX_POLICY_LETTERS) {
      return invalid("policy", `It has more than ${MAX_POLICY_LETTERS} letters.`);
    }
    try {
      return await policies.check(call, service, xml);
    } catch (error) {
      if (!isRefusedPolicy(error)) throw error;
      return invalid("policy", `${error.code}: ${error.message}`);
    }
  };

  return {
    create: (caller, document) =>
      write(caller, document, null, (row) => store.ownerWrites.create(row, changeOf(caller, null))),
    replace: (caller, identifier, document, ifVersion) =>
      write(caller, document, identifier, (row) =>
        store.ownerWrites.replace(row, changeOf(caller, ifVersion)),
      ),
    remove: async (caller, identifier, ifVersion) =>
      finish(caller.call, await store.ownerWrites.remove(urnOf(identifier), changeOf(caller, ifVersion))),
    async putPolicy(caller, identifier, xml, ifVersion) {
      const service = urnOf(identifier);
      const change = changeOf(caller, ifVersion);
      const [row] = await store.serviceResourcesByIds([service]);
      if (!isChangeable(row, change)) return { outcome: "NOT_FOUND" };
      const policy = await checkedPolicy(caller.call, service, xml);
      if ("outcome" in policy) return policy;
      const subjects =
        policy.rights === null ? null : [...new Set(policy.rights.map(({ subjectUrn }) => subjectUrn))];
      return finish(caller.call, await store.ownerWrites.putPolicy(service, { xml, subjects }, change));
    },
    async tellPending(callOf) {
      const pending = await store.ownerWrites.pending(TOLD_AT_ONCE);
      let waiting = 0;
      for (const { organization, ...told } of pending) {
        await tell(callOf(organization), told).catch(() => {
          waiting += 1;
        });
      }
      return waiting;
    },
  };
};

/** Whether somebody may change a service: before anything is asked about it. The statement that changes it asks again. */
const isChangeable = (row: ServiceResourceRow | undefined, { ownerCode }: Change): boolean =>
  row !== undefined && row.deletedAt === null && (ownerCode === null || row.ownerCode === ownerCode);
