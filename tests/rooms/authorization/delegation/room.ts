import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../../drizzle/columns.js";
import { idFromName } from "../../../../lib/ids.js";
import type { Viewer } from "../../../../schema/viewer.js";
import {
  type ChangeName,
  createDelegationDesk,
  type DelegationDesk,
  type OrderOf,
  type Outcome,
} from "../../../../subgraphs/authorization/delegation/index.js";
import { openTestRoom } from "../room.js";
import { NOW, viewerOf, type World } from "../world.js";

/** A room in which access is given and taken, without its graph. */
export const openDesk = async (dialect: Dialect, world: Pick<World, "seed">) => {
  const room = await openTestRoom(dialect, world);
  const desk: DelegationDesk = createDelegationDesk(room.store);
  let ids = 0;
  const newId = (at: number): string => idFromName(`given ${ids++}`, at);
  return {
    ...room,
    desk,
    /** @returns what came of it in a few words: `changed`, `same`, or why not */
    change: async <Name extends ChangeName>(
      by: PartyRow,
      name: Name,
      order: OrderOf<Name>,
      more: Partial<Viewer> = {},
    ): Promise<string> =>
      inWords(await desk.change(name, { viewer: viewerOf(by, more), at: NOW, newId }, order)),
  };
};

export const inWords = (outcome: Outcome): string => {
  if (outcome.outcome === "DONE") return outcome.isChanged ? "changed" : "same";
  return outcome.refusals
    .map((refusal) =>
      refusal.kind === "NOT_DELEGABLE"
        ? [...new Set([refusal.kind, ...refusal.reasons.map(({ code }) => code)])].join(" ")
        : refusal.kind,
    )
    .join(", ");
};

export const numbered = ({ urn }: PartyRow, lastName: string | null = null) => ({ urn, lastName });

export const byId = ({ id }: PartyRow) => ({ urn: `urn:altinn:party:uuid:${id}`, lastName: null });
