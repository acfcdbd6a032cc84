import type { Queries } from "../../../drizzle/database.js";
import type { FormTask } from "../../../drizzle/forms/values.js";
import { hasLastName } from "../../../lib/last-name.js";
import type { PartyRecord } from "../../../schema/parties-port.js";
import { type PartyUrn, PERSON_PREFIX } from "../../../schema/urns.js";
import type { FormsContext } from "../context.js";
import {
  actingParty,
  changeAsOwner,
  changeAsParty,
  conflict,
  notFound,
  type Outcome,
  ownerOf,
  refuse,
} from "../filling/acting.js";
import { advance, type InstanceActor, joined, type ProcessChange } from "../rules/process.js";
import type { HeldInstance, InstanceChange, Refused } from "../store/instance-change.js";
import { FormConflictReason, type FormError, FormInputInvalid } from "../types/form-error.js";
import { MAX_SIGNEES, namedTasksOf, signaturesOf } from "./signees.js";
import type { NamedSignee } from "./store.js";

/** A person who is to sign, as whoever names them does. */
export interface SigneeName {
  readonly party: PartyUrn;
  /** What proves that a person's number is known, and not guessed: not asked of the service owner, nor for who is named. */
  readonly lastName: string | null;
}

/** The list as it is kept, or what is wrong with it. A wrong guess is answered as if there were nobody. */
const listOf = (
  names: readonly SigneeName[],
  known: ReadonlyMap<PartyUrn, PartyRecord>,
  isTrusted: (party: PartyUrn) => boolean,
): readonly NamedSignee[] | FormError => {
  if (names.length > MAX_SIGNEES) return new FormInputInvalid(`Name at most ${MAX_SIGNEES} persons.`);
  const list = new Map<PartyUrn, NamedSignee>();
  for (const [index, { party, lastName }] of names.entries()) {
    const record = known.get(party);
    const isProven =
      lastName === null ? isTrusted(party) : record !== undefined && hasLastName(record.name, lastName);
    if (record === undefined || !party.startsWith(PERSON_PREFIX) || !isProven) {
      return new FormInputInvalid(
        `There is no person of that number and last name at signees[${index}]. Check both.`,
      );
    }
    list.set(party, { party, name: record.name });
  }
  return [...list.values()];
};

/** The task that a list is for; a refusal where there is none, or it is over. */
const taskFor = ({ row, definition }: HeldInstance, taskId: string | null): FormTask | Refused<FormError> => {
  const tasks = namedTasksOf(definition);
  const task =
    taskId === null && tasks.length === 1 ? tasks[0] : tasks.find(({ elementId }) => elementId === taskId);
  if (task === undefined) {
    return refuse(
      new FormInputInvalid(
        tasks.length === 0
          ? "Nobody is named to sign this form."
          : `Say which task they sign in: ${tasks.map(({ elementId }) => elementId).join(", ")}.`,
      ),
    );
  }
  const { tasks: all } = definition;
  const at = all.findIndex(({ elementId }) => elementId === row.currentTaskId);
  return at < 0 || at > all.indexOf(task)
    ? conflict(FormConflictReason.OTHER_TASK, "The task in which they sign is over.")
    : task;
};

const named = async (
  { store }: Pick<FormsContext, "store">,
  held: HeldInstance,
  tx: Queries,
  by: InstanceActor & { readonly urn: PartyUrn },
  { taskId, list }: { readonly taskId: string | null; readonly list: readonly NamedSignee[] },
): Promise<InstanceChange | Refused<FormError>> => {
  const task = taskFor(held, taskId);
  if ("refused" in task) return task;
  const { row, now } = held;
  const isUnderWay = row.currentTaskId === task.elementId;
  const given = isUnderWay ? await store.signatures.ofRound(tx, row.id, row.round) : [];
  const left = new Set(list.map(({ party }) => party));
  if (given.some(({ signee }) => !left.has(signee))) {
    return conflict(
      FormConflictReason.SIGNED,
      "Somebody whom the list lacks has signed: they withdraw their signature first, or it is opened again.",
    );
  }
  const noted: ProcessChange = {
    set: {},
    events: [{ kind: "SIGNEES_NAMED", actor: by, taskId: task.elementId, details: { count: list.length } }],
  };
  const rows = list.map(({ party }) => ({ party, taskId: task.elementId, removedAt: null }));
  const { have, want } = signaturesOf(task, rows, new Set(given.map(({ signee }) => signee)));
  // Where whoever was left has signed, there is nobody to wait for.
  const isDone = isUnderWay && have >= want;
  return {
    ...(isDone ? joined(noted, advance(held, by, now)) : noted),
    also: () =>
      store.signatures.nameSignees(tx, { instanceId: row.id, taskId: task.elementId }, list, {
        at: now,
        by: by.urn,
      }),
  };
};

/**
 * Says which persons sign a submission, and no others: by its party, as long as they may write, or by its service owner.
 * They are let in to the submission while it waits for them, whatever else they may see of the party.
 * @param taskId `null` where the form has one task in which named persons sign
 */
export const nameSignees = async (
  context: FormsContext,
  id: string,
  { taskId, signees }: { readonly taskId: string | null; readonly signees: readonly SigneeName[] },
): Promise<Outcome> => {
  const { parties, call } = context;
  const isOwner = (await ownerOf(context)) !== null;
  if (!isOwner && (await context.loaders.formInstanceById.load(id)) === null) return notFound();
  const urns = [...new Set(signees.map(({ party }) => party))].slice(0, MAX_SIGNEES + 1);
  // Whoever is on the list already has been proven.
  const before = new Set((await context.loaders.signeesById.load(id)).map(({ party }) => party));
  const isTrusted = (party: PartyUrn) => isOwner || before.has(party);
  const list = listOf(signees, await parties.partiesByUrns(call, urns), isTrusted);
  if (!Array.isArray(list)) return list as FormError;
  const wanted = { taskId, list: list as readonly NamedSignee[] };
  return isOwner
    ? changeAsOwner(context, id, { revision: null }, (held, actor, tx) =>
        named(context, held, tx, actor, wanted),
      )
    : changeAsParty(context, id, { revision: null, action: "write" }, (held, tx) =>
        named(context, held, tx, actingParty(context), wanted),
      );
};
