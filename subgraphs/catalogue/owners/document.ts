import type { NewServiceResource } from "../../../drizzle/catalogue/tables.js";
import type { DocumentProblem } from "../../../lib/document-reader.js";
import { type AltinnResource, readAltinnResources } from "../../../schema/altinn/resource.js";
import { isOrganizationNumber, RESOURCE_PREFIX } from "../../../schema/urns.js";
import { serviceOf } from "../import.js";

/** Something in a document that must be put right: where, and what. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** An owner as its documents name it. */
export interface DocumentOwner {
  readonly code: string;
  readonly organizationNumber: string;
}

const LANGUAGES = ["nb", "nn", "en"] as const;
const APP_PREFIX = "app_";
const MAX_LETTERS = 100_000;

const sentence = (problem: string): string => `It ${problem}.`;

const missingLanguages = (resource: AltinnResource): Problem[] => {
  const texts = [
    ["title", resource.title],
    ["description", resource.description],
    ...(resource.isDelegable ? [["rightDescription", resource.rightDescription ?? {}] as const] : []),
  ] as const;
  return texts.flatMap(([name, text]) =>
    LANGUAGES.filter((language) => (text[language] ?? "") === "").map((language) => ({
      path: `${name}.${language}`,
      message:
        name === "rightDescription"
          ? "It is missing: whoever gives the right away must be told what it is; or set delegable to false."
          : "It is missing: people read it in their own language.",
    })),
  );
};

const ownersProblems = (resource: AltinnResource, owner: DocumentOwner | null): Problem[] => {
  const { code, organizationNumber } = resource.owner;
  const at = "hasCompetentAuthority";
  if (owner !== null && code !== owner.code) {
    return [{ path: `${at}.orgcode`, message: `It is "${code}"; your own services have "${owner.code}".` }];
  }
  if (owner !== null && organizationNumber !== "" && organizationNumber !== owner.organizationNumber) {
    return [
      { path: `${at}.organization`, message: `It is not yours, which is ${owner.organizationNumber}.` },
    ];
  }
  if (owner === null && organizationNumber !== "" && !isOrganizationNumber(organizationNumber)) {
    return [{ path: `${at}.organization`, message: `"${organizationNumber}" is no organisation's number.` }];
  }
  return [];
};

const identifierProblems = (resource: AltinnResource): Problem[] => {
  const isApp = resource.resourceType === "ALTINN_APP" || resource.resourceType === "MIGRATED_APP";
  const isNamedSo = resource.identifier.startsWith(APP_PREFIX);
  if (isNamedSo && !isApp) {
    return [{ path: "identifier", message: "Names that begin with app_ are those of apps." }];
  }
  if (isApp && !resource.identifier.startsWith(`${APP_PREFIX}${resource.owner.code}_`)) {
    return [
      { path: "identifier", message: `An app's name begins with ${APP_PREFIX}${resource.owner.code}_.` },
    ];
  }
  if (resource.replaces === resource.urn) {
    return [{ path: "replaces", message: "A service does not replace itself." }];
  }
  return [];
};

/** What was read, or everything that is wrong with it. */
export type ReadDocument =
  | { readonly resource: AltinnResource; readonly row: NewServiceResource }
  | { readonly problems: readonly Problem[] };

/**
 * Reads a service as its owner sends it, in the shape of Altinn Resource Registry. Unlike an import, which leaves out
 * what it does not understand, everything that is not as it should be is a problem.
 * @param identifier that the document must have; `null` for any
 * @param owner whose it must be; `null` for anybody's
 */
export const readServiceDocument = (
  document: unknown,
  { identifier, owner }: { readonly identifier: string | null; readonly owner: DocumentOwner | null },
): ReadDocument => {
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    return { problems: [{ path: "", message: "Send one service, as a JSON object." }] };
  }
  if (JSON.stringify(document).length > MAX_LETTERS) {
    return { problems: [{ path: "", message: `It has more than ${MAX_LETTERS} letters.` }] };
  }
  const found: DocumentProblem[] = [];
  const given = document as Readonly<Record<string, unknown>>;
  const [resource] = readAltinnResources(
    identifier !== null && given["identifier"] === undefined ? { ...given, identifier } : given,
    found,
  );
  const problems = found.map(({ place, problem }) => ({ path: place, message: sentence(problem) }));
  if (resource === undefined) return { problems };
  if (identifier !== null && resource.identifier !== identifier) {
    problems.push({ path: "identifier", message: `It is not ${identifier}, which the request is about.` });
  }
  problems.push(
    ...identifierProblems(resource),
    ...missingLanguages(resource),
    ...ownersProblems(resource, owner),
  );
  return problems.length > 0 ? { problems } : { resource, row: serviceOf(resource, 0) };
};

/** The URN of an identifier; a URN is its own. */
export const urnOf = (identifier: string): string =>
  identifier.startsWith(RESOURCE_PREFIX) ? identifier : RESOURCE_PREFIX + identifier;
