import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { importMetadata, type MetadataKind } from "../../../bin/import/metadata.js";
import { openStores, type Stores } from "../../../bin/rooms.js";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Language } from "../../../schema/localization.js";
import { newLocation } from "../../kit/databases.js";

/** A document that is kept beside the tests. */
export const document = (name: string): string => join(import.meta.dirname, "documents", name);

/** Stores with nothing in them. */
export const openEmptyStores = async (dialect: Dialect): Promise<Stores> => {
  const { location, remove } = await newLocation(dialect);
  const stores = await openStores({ location });
  onTestFinished(async () => {
    await Promise.all(Object.values(stores).map((store) => store.close()));
    await remove();
  });
  return stores;
};

/** Imports documents into these stores. */
export const importing =
  (stores: Stores) =>
  (kind: MetadataKind, name: string, language: Language = "nb") =>
    importMetadata(stores, kind, document(name), { language });

/** A document of one test only. */
export const written = (content: unknown): string => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-import-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "document.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
};
