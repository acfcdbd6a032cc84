import type { Clock } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { SourceSeed } from "../seed.js";
import type { DialogStore } from "../store.js";
import { createDialogs } from "./create.js";
import type { Workshop } from "./workshop.js";
import type { DialogWriter } from "./writer.js";

/** What a writer needs. */
export interface DialogWriterConfig {
  readonly store: DialogStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** The source that pushed dialogs are of; registered with the first of them where it is not yet. */
  readonly source?: SourceSeed;
}

/** The platform that owners push to: what is pushed is here at once, and nothing of it is missing. */
const PUSHED: SourceSeed = {
  id: "altinn3",
  name: { nb: "Fellesplattformen", nn: "Fellesplattforma", en: "The common platform" },
  delivery: "PUSH",
  copiedAt: null,
  staleAfterMillis: null,
  coversFrom: null,
  suppliedCount: null,
  reason: null,
};

const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = null;
      throw error;
    });
    return result;
  };
};

/** Opens the writer of a store. */
export const openDialogWriter = ({
  store,
  clock,
  newId,
  source = PUSHED,
}: DialogWriterConfig): Pick<DialogWriter, "create" | "createMany"> => {
  const workshop: Workshop = {
    store,
    clock,
    newId,
    sourceId: once(async () => {
      await store.writes.registerSource(source);
      return source.id;
    }),
  };
  return {
    async create(call, body, options = {}) {
      const [created] = await createDialogs(workshop, call, [body], options);
      if (created === undefined) throw new Error("One body was given and no answer came.");
      return created;
    },
    createMany: (call, bodies, options = {}) => createDialogs(workshop, call, bodies, options),
  };
};
