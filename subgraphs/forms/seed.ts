import type { FormAnswersRow, FormDefinitionRow, FormInstanceRow } from "../../drizzle/forms/tables.js";
import type { FormsStore } from "./store.js";

/** What forms are filled with. Seeding twice changes nothing. */
export interface FormsSeed {
  readonly definitions: readonly FormDefinitionRow[];
  readonly instances: readonly FormInstanceRow[];
  /** What is filled in so far; what is there already stays. */
  readonly answers?: readonly FormAnswersRow[];
}

export const seedForms = (store: FormsStore, seed: FormsSeed): Promise<void> => store.upsert(seed);
