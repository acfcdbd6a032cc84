import type { FormAnswersRow, FormDefinitionRow, FormInstanceRow } from "../../drizzle/forms/tables.js";
import type { FormsStore } from "./store.js";

/** What forms are filled with. Seeding adds what is missing; what is there stays as it is. */
export interface FormsSeed {
  readonly definitions: readonly FormDefinitionRow[];
  readonly instances: readonly FormInstanceRow[];
  /** What is filled in so far. */
  readonly answers?: readonly FormAnswersRow[];
}

export const seedForms = (store: FormsStore, seed: FormsSeed): Promise<void> => store.add(seed);
