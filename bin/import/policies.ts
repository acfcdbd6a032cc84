import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DocumentProblem } from "../../lib/document-reader.js";
import { messageOf } from "../../lib/errors.js";
import type { AltinnResource } from "../../schema/altinn/resource.js";
import type { ImportedPolicy } from "../../subgraphs/authorization/index.js";
import { CommandError } from "../command-error.js";
import { DOCUMENT_LIMITS, isUrl, readDocument } from "./read-document.js";

const POLICY_LIMITS = { ...DOCUMENT_LIMITS, maxBytes: 4 * 1_048_576 };
const ENDING = ".xml";
const PLACEHOLDER = "{id}";
/** Policies that are fetched at a time. */
const AT_ONCE = 4;

/** A policy's text: UTF-8, or UTF-16 where it says so by its first bytes, as some of Altinn's own files do. */
const textOf = (bytes: Buffer): string => {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  // The declaration speaks of the file; what is kept is text.
  return text.replace(/^<\?xml[^>]*\?>\s*/, "");
};

type Source = (resource: AltinnResource) => string | null;

const inFolder = async (
  folder: string,
  resources: readonly AltinnResource[],
  problems: DocumentProblem[],
): Promise<Source> => {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new CommandError(`${folder} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const identifiers = new Set(resources.map(({ identifier }) => identifier));
  const files = new Set(names.filter((name) => name.toLowerCase().endsWith(ENDING)));
  for (const name of [...files].sort()) {
    if (identifiers.has(name.slice(0, -ENDING.length))) continue;
    problems.push({
      place: join(folder, name),
      problem: "is the policy of no service that was read",
      isLeftOut: true,
    });
  }
  return ({ identifier }) => (files.has(identifier + ENDING) ? join(folder, identifier + ENDING) : null);
};

const onTheWeb = (template: string): Source => {
  if (!template.includes(PLACEHOLDER)) {
    throw new CommandError(`${template} must have ${PLACEHOLDER} where the service's identifier goes.`);
  }
  return ({ identifier }) => template.replaceAll(PLACEHOLDER, identifier);
};

/**
 * Reads the policies of services, from a folder of `IDENTIFIER.xml` or from a web address with `{id}`. What can't be
 * had is noted; the policies in force stay.
 * @param source `null` for none
 */
export const readPolicies = async (
  source: string | null,
  resources: readonly AltinnResource[],
  problems: DocumentProblem[],
): Promise<ImportedPolicy[]> => {
  if (source === null) return [];
  const placeOf = isUrl(source) ? onTheWeb(source) : await inFolder(source, resources, problems);
  const wanted = resources.flatMap((resource) => {
    const place = placeOf(resource);
    return place === null ? [] : [{ service: resource.urn, place }];
  });
  const policies: ImportedPolicy[] = [];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const read = wanted.slice(start, start + AT_ONCE).map(async ({ service, place }) => {
      try {
        policies.push({ service, place, xml: textOf(await readDocument(place, POLICY_LIMITS)) });
      } catch (error) {
        problems.push({ place, problem: messageOf(error), isLeftOut: true });
      }
    });
    await Promise.all(read);
  }
  return policies.sort((a, b) => (a.service < b.service ? -1 : 1));
};
