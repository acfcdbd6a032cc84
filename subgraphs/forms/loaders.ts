import DataLoader from "dataloader";
import type {
  FormAnswersRow,
  FormDecisionRow,
  FormDefinitionRow,
  FormInstanceRow,
  FormSubmissionRow,
} from "../../drizzle/forms/tables.js";
import type { PaymentRow, SignatureRow, SigneeRow } from "../../drizzle/forms/tables-parts.js";
import type { Clock } from "../../lib/clock.js";
import type { Call } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import { partiesOf, type Scope } from "../../schema/scope.js";
import type { FormDefinitionKey, FormsStore } from "./store.js";

/** One set per request. Each answers in the order of its keys, `null` where there is nothing that the viewer may see. */
export interface FormsLoaders {
  readonly formInstanceById: DataLoader<string, FormInstanceRow | null>;
  /** What was filled in; `null` where nothing was, here. */
  readonly answersById: DataLoader<string, FormAnswersRow | null>;
  /** What was sent, oldest first. */
  readonly submissionsById: DataLoader<string, readonly FormSubmissionRow[]>;
  /** What rules decided, oldest first. */
  readonly decisionsById: DataLoader<string, readonly FormDecisionRow[]>;
  /** Signatures that count, as they were given. */
  readonly signaturesById: DataLoader<string, readonly SignatureRow[]>;
  /** Persons who are named to sign, as they were named. */
  readonly signeesById: DataLoader<string, readonly SigneeRow[]>;
  /** Payments, as they were begun. */
  readonly paymentsById: DataLoader<string, readonly PaymentRow[]>;
  readonly definitionByKey: DataLoader<FormDefinitionKey, FormDefinitionRow | null, string>;
  /** An instance has changed: what is read of it from now on is as it is then. */
  forget(id: string): void;
  /** The viewer's scope: asked for once. */
  scope(): Promise<Scope>;
  /** Party ids (UUID) by party URN, of everyone in the scope. */
  partyIds(): Promise<ReadonlyMap<string, string>>;
}

interface LoaderSources {
  readonly store: FormsStore;
  readonly authorization: AuthorizationPort;
  readonly call: Call;
  readonly clock: Clock;
}

const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask();
    return answer;
  };
};

/** Rows of each instance, in the order that the statement has them. */
const listLoader = <Row extends { readonly instanceId: string }>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, readonly Row[]> =>
  new DataLoader(
    async (ids: readonly string[]) => {
      const rows = await load(ids);
      return ids.map((id) => rows.filter(({ instanceId }) => instanceId === id));
    },
    { maxBatchSize: 1_000 },
  );

const keyText = ({ id, version }: FormDefinitionKey): string => `${id} ${version}`;

export const createLoaders = ({ store, authorization, call, clock }: LoaderSources): FormsLoaders => {
  const scope = once(() => authorization.scope(call));
  const answersById = new DataLoader(
    async (ids: readonly string[]) => {
      const byId = new Map((await store.filling.answersOf(ids)).map((row) => [row.instanceId, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: 1_000 },
  );
  const submissionsById = listLoader((ids) => store.filling.submissionsOf(ids));
  const decisionsById = listLoader((ids) => store.filling.decisionsOf(ids));
  const signaturesById = listLoader((ids) => store.signatures.ofInstances(ids));
  const signeesById = listLoader((ids) => store.signatures.signeesOf(ids));
  const paymentsById = listLoader((ids) => store.payments.ofInstances(ids));
  const formInstanceById = new DataLoader(
    async (ids: readonly string[]) => {
      const rows = await store.instancesByIds(ids, { scope: await scope(), now: clock() });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: 1_000 },
  );
  return {
    answersById,
    submissionsById,
    decisionsById,
    signaturesById,
    signeesById,
    paymentsById,
    forget: (id) => {
      const lists = [submissionsById, decisionsById, signaturesById, signeesById, paymentsById];
      for (const loader of [formInstanceById, answersById, ...lists]) loader.clear(id);
    },
    scope,
    partyIds: once(
      async () => new Map([...partiesOf(await scope()).values()].map(({ urn, id }) => [urn, id])),
    ),
    formInstanceById,
    definitionByKey: new DataLoader(
      async (keys: readonly FormDefinitionKey[]) => {
        const rows = await store.definitionsByKeys(keys);
        const byKey = new Map(rows.map((row) => [keyText(row), row]));
        return keys.map((key) => byKey.get(keyText(key)) ?? null);
      },
      { maxBatchSize: 1_000, cacheKeyFn: keyText },
    ),
  };
};
