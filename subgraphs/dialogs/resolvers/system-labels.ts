import { lostRaceOf } from "../../../drizzle/lost-race.js";
import type { DialogsContext } from "../context.js";
import { type Opening, openingOf } from "../rules/opening.js";
import { actorOfViewer } from "../rules/viewers.js";
import type { LabelTarget, LabelWish } from "../writing/index.js";

/** Why labels were not changed. */
export type LabelRefusal =
  | {
      readonly reason: "VALIDATION" | "DOMAIN" | "CONCURRENCY" | "CONFLICT";
      readonly messages: readonly string[];
    }
  | {
      readonly reason: "NOT_ALLOWED";
      readonly dialogId: string;
      readonly opening: Exclude<Opening, { outcome: "OPEN" }>;
    };

const refuse = (reason: "DOMAIN" | "CONCURRENCY" | "CONFLICT", message: string): LabelRefusal => ({
  reason,
  messages: [message],
});

/** Changes the labels of all of them as the viewer, or of none. @returns `null` where they are as wished */
export const changeSystemLabels = async (
  { call, writer, loaders, view }: DialogsContext,
  targets: readonly LabelTarget[],
  wish: LabelWish,
): Promise<LabelRefusal | null> => {
  const { scope, now } = await view();
  const viewer = { level: scope.level, now };
  const isAllowed = (access: Parameters<typeof openingOf>[0]): boolean =>
    openingOf(access, viewer).outcome === "OPEN";
  try {
    const by = actorOfViewer(call.viewer);
    const written = await writer.setSystemLabels({ view: { scope, now }, isAllowed, by }, targets, wish);
    for (const { dialogId } of targets) {
      for (const loader of [loaders.dialogById, loaders.itemById, loaders.listedById]) loader.clear(dialogId);
    }
    switch (written.outcome) {
      case "WRITTEN":
        return null;
      case "NOT_ALLOWED": {
        const { dialogId, access } = written;
        const opening = openingOf(access, viewer);
        return {
          reason: "NOT_ALLOWED",
          dialogId,
          opening: opening.outcome === "OPEN" ? { outcome: "NOT_FOUND" } : opening,
        };
      }
      case "INVALID":
        return {
          reason: "VALIDATION",
          messages: written.problems.map(({ path, message }) => `${path}: ${message}`),
        };
      case "DOMAIN_ERROR":
        return refuse(
          "DOMAIN",
          "SENT follows from what was sent in; leave it out of addLabels and removeLabels.",
        );
      case "REVISION_MISMATCH":
        return refuse(
          "CONCURRENCY",
          `The labels are at revision ${written.revision} now; reload the dialog and try again.`,
        );
      default:
        throw new Error(`The writer answered ${written.outcome} to a change of labels.`);
    }
  } catch (error) {
    const race = lostRaceOf(error);
    if (race === null) throw error;
    return refuse(race, "Somebody else changed the labels at the same time; reload and try again.");
  }
};
