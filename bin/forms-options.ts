import { join } from "node:path";
import {
  createDirectoryFileStore,
  createS3FileStore,
  type FormsPartsConfig,
} from "../subgraphs/forms/index.js";
import type { Keys } from "./keys.js";
import type { Settings } from "./settings.js";

/** What the forms room is given besides what all rooms share. */
export type FormsOptions = Pick<
  FormsPartsConfig,
  "linkKey" | "signingSeed" | "files" | "spoolDirectory" | "payments"
>;

/** The forms' keys, and where attachments are kept: in the data directory, or in an S3-compatible store. */
export const formsOptionsOf = (
  settings: Pick<Settings, "dataDirectory" | "files">,
  { linkKey, signingSeed }: Pick<Keys, "linkKey" | "signingSeed">,
): FormsOptions => ({
  linkKey,
  signingSeed,
  files:
    settings.files === null
      ? createDirectoryFileStore(join(settings.dataDirectory, "files"))
      : createS3FileStore(settings.files),
  spoolDirectory: join(settings.dataDirectory, "incoming"),
  payments: null,
});
