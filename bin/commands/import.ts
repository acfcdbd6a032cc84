import type { Environment } from "../../lib/config.js";
import type { Language } from "../../schema/localization.js";
import { importMetadata, type MetadataKind } from "../import/metadata.js";
import { type ImportReport, writeReport } from "../import/report.js";
import { locationOf } from "../location.js";
import { openStores, type Stores } from "../rooms.js";
import { parseSettings } from "../settings.js";

export interface ImportOptions {
  readonly json?: boolean;
  /** The language that the document's names are in. */
  readonly lang?: Language;
  /** Where services' policies are: a folder of `IDENTIFIER.xml`, or a web address with `{id}`. */
  readonly policies?: string;
}

/** Opens all rooms' stores for one import, and closes them whatever comes of it. */
export const withStores = async <T>(
  environment: Environment,
  work: (stores: Stores) => Promise<T>,
): Promise<T> => {
  const stores = await openStores({ location: locationOf(parseSettings(environment)) });
  try {
    return await work(stores);
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()));
  }
};

/**
 * Reads one of Altinn's public metadata documents into the rooms, and prints what that changed. Ends with 1 where
 * something was left out, so that a script notices.
 */
export const importDocument = async (
  environment: Environment,
  kind: MetadataKind,
  source: string,
  options: ImportOptions,
): Promise<void> => {
  const report: ImportReport = await withStores(environment, (stores) =>
    importMetadata(stores, kind, source, {
      language: options.lang ?? "nb",
      ...(options.policies === undefined ? {} : { policies: options.policies }),
    }),
  );
  console.log(options.json === true ? JSON.stringify(report, null, 2) : writeReport(report));
  if (report.problems.some(({ isLeftOut }) => isLeftOut)) process.exitCode = 1;
};
