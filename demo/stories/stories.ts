import type { FormInstanceRow } from "../../drizzle/forms/tables.js";
import type { DialogSeed } from "../../subgraphs/dialogs/seed.js";
import type { InstanceDelegation } from "../world/authorization.js";

/** What the stories add up to. */
export interface Stories {
  readonly dialogs: readonly DialogSeed[];
  readonly instances: readonly FormInstanceRow[];
  readonly instanceDelegations: readonly InstanceDelegation[];
}

/** All stories, told as of a moment. */
export const storiesOf = (_now: number): Stories => ({
  dialogs: [],
  instances: [],
  instanceDelegations: [],
});
