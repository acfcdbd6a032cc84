import { systemClock } from "../../lib/clock.js";
import type { DocumentProblem } from "../../lib/document-reader.js";
import { readAltinnOrgs } from "../../schema/altinn/org.js";
import { readAltinnResources } from "../../schema/altinn/resource.js";
import type { ImportChanges } from "../../schema/import-report.js";
import type { Language } from "../../schema/localization.js";
import {
  importAccessPackages,
  importServiceOwners as importPolicyOwners,
  importRoles,
  importServices,
  readAccessPackages,
  readRoles,
} from "../../subgraphs/authorization/index.js";
import {
  importLifeEvents,
  importServiceOwners,
  importServiceResources,
  readLifeEvents,
} from "../../subgraphs/catalogue/index.js";
import { importOrganizationAddresses, readOrganizationAddresses } from "../../subgraphs/profile/index.js";
import type { Stores } from "../rooms.js";
import { readPolicies } from "./policies.js";
import { readJson } from "./read-document.js";
import type { ImportReport } from "./report.js";

export type MetadataKind =
  | "access-packages"
  | "roles"
  | "resources"
  | "orgs"
  | "organization-addresses"
  | "life-events";

export interface MetadataOptions {
  readonly language: Language;
  /** Where services' policies are: a folder, or a web address with `{id}`. */
  readonly policies?: string;
}

type Import = (
  stores: Stores,
  document: unknown,
  problems: DocumentProblem[],
  options: MetadataOptions,
) => Promise<ImportChanges[]>;

const importOrgs: Import = async ({ authorization, catalogue }, document, problems) => {
  const orgs = readAltinnOrgs(document, problems);
  return [
    ...(await importServiceOwners(catalogue, orgs)),
    ...(await importPolicyOwners(authorization, orgs)),
  ];
};

/** Texts go to the catalogue, rights to authorization; each room's part is one transaction, and a second run mends. */
const importResources: Import = async ({ authorization, catalogue }, document, problems, options) => {
  const resources = readAltinnResources(document, problems);
  const policies = await readPolicies(options.policies ?? null, resources, problems);
  const now = systemClock();
  const services = await importServiceResources(catalogue, resources, now);
  const rights = await importServices(authorization, resources, { policies, problems, now });
  // Whoever follows the catalogue is told of policies that came this way as well.
  const replaced = rights.find(({ kind }) => kind === "policies");
  const named = await authorization.policySubjects(resources.map(({ urn }) => urn));
  await catalogue.policySubjects.follow(
    named,
    [...(replaced?.added ?? []), ...(replaced?.changed ?? [])],
    now,
  );
  return [...services, ...rights];
};

const IMPORTS: Readonly<Record<MetadataKind, Import>> = {
  "access-packages": ({ authorization }, document, problems, { language }) =>
    importAccessPackages(authorization, readAccessPackages(document, language, problems)),
  roles: ({ authorization }, document, problems, { language }) =>
    importRoles(authorization, readRoles(document, language, problems)),
  resources: importResources,
  orgs: importOrgs,
  "organization-addresses": ({ profile }, document, problems) =>
    importOrganizationAddresses(profile, readOrganizationAddresses(document, problems)),
  "life-events": ({ catalogue }, document, problems) =>
    importLifeEvents(catalogue, readLifeEvents(document, problems), problems),
};

/**
 * Reads a document into the rooms that its facts belong to. It is read whole before anything is written; running it
 * again changes nothing, and nothing is ever taken away.
 */
export const importMetadata = async (
  stores: Stores,
  kind: MetadataKind,
  source: string,
  options: MetadataOptions,
): Promise<ImportReport> => {
  const problems: DocumentProblem[] = [];
  const document = await readJson(source);
  const changes = await IMPORTS[kind](stores, document, problems, options);
  return { source, changes, problems };
};
