import type { FormDefinitionRow, FormInstanceRow } from "../../drizzle/forms/tables.js";

/** What forms are filled with. Seeding twice changes nothing. */
export interface FormsSeed {
  readonly definitions: readonly FormDefinitionRow[];
  readonly instances: readonly FormInstanceRow[];
}
