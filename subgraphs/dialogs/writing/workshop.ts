import type { Clock } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { DialogStore } from "../store.js";
import type { OwnerCall, WriteOptions } from "./calls.js";
import type { Problem, Refusal } from "./outcomes.js";
import { Place, type Read } from "./reading/place.js";
import type { Changing } from "./rules/finish.js";

/** What writing is done with. */
export interface Workshop {
  readonly store: DialogStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** The source that pushed dialogs are of; it is there when this has resolved. */
  sourceId(): Promise<string>;
}

/** A change that an owner's call makes now. */
export interface OwnerChanging extends Changing {
  /** Whether moments may lie in the past: of silent updates, and for administrators and this installation's rooms. */
  readonly isPastAllowed: boolean;
}

/** Who, when and how, of an owner's call that begins now. */
export const ownerChanging = (
  { clock, newId }: Pick<Workshop, "clock" | "newId">,
  call: OwnerCall,
  { isSilentUpdate = false }: WriteOptions,
): OwnerChanging => {
  const now = clock();
  return {
    now,
    newId: () => newId(now),
    by: { actorType: "SERVICE_OWNER", actorId: call.organization, actorName: null },
    isSilent: isSilentUpdate,
    isPastAllowed: isSilentUpdate || call.rights.has("ADMIN") || call.rights.has("PAST_MOMENTS"),
  };
};

/** What a request says, or all that is malformed in it. */
export type ReadBody<T> = { readonly input: T } | { readonly refusal: Refusal };

/** Reads a request's body. @param path of the body, where it is a part of the request */
export const readBody = <T>(
  read: Read<T>,
  body: unknown,
  call: Pick<OwnerCall, "rights">,
  { now, newId }: Pick<Changing, "now" | "newId">,
  path = "",
): ReadBody<T> => {
  const problems: Problem[] = [];
  const input = read(new Place(body, path, { now, newId, rights: call.rights, problems }));
  return problems.length > 0 ? { refusal: { outcome: "INVALID", problems } } : { input };
};
