import type {
  AccessPackageRow,
  AreaGroupRow,
  AreaRow,
  RolePackageRow,
  RoleRow,
} from "../../../drizzle/authorization/tables.js";
import { type DocumentProblem, DocumentReader } from "../../../lib/document-reader.js";
import { tableOf } from "../../../lib/table-of.js";
import type { Language, LocalizedText } from "../../../schema/localization.js";

/** Access packages in their areas and groups. */
export interface AccessPackageMetadata {
  readonly areaGroups: readonly AreaGroupRow[];
  readonly areas: readonly AreaRow[];
  readonly accessPackages: readonly AccessPackageRow[];
}

/** Roles, and which packages they hold. */
export interface RoleMetadata {
  readonly roles: readonly RoleRow[];
  readonly rolePackages: readonly RolePackageRow[];
}

/** A text in the one language that a document is in. */
const inLanguage = (language: Language, text: string | null): LocalizedText =>
  text === null ? {} : { [language]: text };

/** Altinn's word for whose packages a group holds. */
const ENTITY_TYPES: Readonly<Record<string, string>> = tableOf({
  organisasjon: "ORGANIZATION",
  organization: "ORGANIZATION",
  person: "PERSON",
});

const PACKAGE_PREFIX = "urn:altinn:accesspackage:";

const readUrn = (reader: DocumentReader, name: string): string => {
  const urn = reader.text(name).toLowerCase();
  return urn === "" || urn.startsWith("urn:") || urn.startsWith("accesspackage:") ? urn : `urn:${urn}`;
};

const readPackageUrn = (reader: DocumentReader): string => {
  const urn = readUrn(reader, "urn");
  if (urn !== "" && !urn.startsWith(PACKAGE_PREFIX)) {
    reader.refuse("urn", `"${urn}" does not begin with ${PACKAGE_PREFIX}`);
  }
  return urn;
};

const readEntityType = (group: DocumentReader): string => {
  const written = group.text("type");
  const type = ENTITY_TYPES[written.toLowerCase()];
  if (type === undefined && written !== "") {
    group.refuse("type", `"${written}" is none of Organisasjon, Person`);
  }
  return type ?? "";
};

/**
 * Reads Altinn's export of access packages: groups that hold areas that hold packages. Names are in one language.
 * @param language that it was asked for in
 */
export const readAccessPackages = (
  document: unknown,
  language: Language,
  problems: DocumentProblem[],
): AccessPackageMetadata => {
  const areaGroups: AreaGroupRow[] = [];
  const areas: AreaRow[] = [];
  const accessPackages: AccessPackageRow[] = [];
  const named = (reader: DocumentReader) => ({
    name: inLanguage(language, reader.text("name")),
    description: inLanguage(language, reader.optionalText("description")),
  });

  for (const group of DocumentReader.listOf(document, "", problems)) {
    const groupRow = { urn: readUrn(group, "urn"), ...named(group), entityType: readEntityType(group) };
    if (!group.isSound) continue; // what is in it has nowhere to be
    areaGroups.push(groupRow);
    for (const area of group.list("areas")) {
      const areaRow = { urn: readUrn(area, "urn"), ...named(area), groupUrn: groupRow.urn };
      if (!area.isSound) continue;
      areas.push(areaRow);
      for (const entry of area.list("packages")) {
        const row = {
          urn: readPackageUrn(entry),
          ...named(entry),
          area: areaRow.urn,
          isDelegable: entry.bool("isDelegable", false),
          isAssignable: entry.bool("isAssignable", false),
          entityType: groupRow.entityType,
          isAvailableForServiceOwners: entry.bool("isResourcePolicyAvailable", true),
        };
        if (entry.isSound) accessPackages.push(row);
      }
    }
  }
  return { areaGroups, areas, accessPackages };
};

/** Altinn's words for who gives a role. */
const PROVIDERS: Readonly<Record<string, string>> = tableOf({
  "sys-ccr": "ENTITY_REGISTER",
  ccr: "ENTITY_REGISTER",
  enhetsregisteret: "ENTITY_REGISTER",
  "sys-cra": "CIVIL_RIGHTS_AUTHORITY",
  cra: "CIVIL_RIGHTS_AUTHORITY",
  sivilrettsforvaltningen: "CIVIL_RIGHTS_AUTHORITY",
  "sys-altinn2": "ALTINN2",
  "altinn 2": "ALTINN2",
  altinn2: "ALTINN2",
  "sys-altinn3": "ALTINN3",
  "altinn 3": "ALTINN3",
  altinn3: "ALTINN3",
});

/** By the role's own URN, where the document does not say. */
const providerOfUrn = (urn: string): string | null => {
  if (urn.startsWith("urn:altinn:external-role:ccr:")) return "ENTITY_REGISTER";
  if (urn.startsWith("urn:altinn:external-role:cra:")) return "CIVIL_RIGHTS_AUTHORITY";
  if (urn.startsWith("urn:altinn:rolecode:")) return "ALTINN2";
  return urn.startsWith("urn:altinn:role:") ? "ALTINN3" : null;
};

const readProvider = (role: DocumentReader, urn: string): string | null => {
  const provider = role.object("provider");
  const written = provider?.optionalText("code") ?? provider?.optionalText("name") ?? null;
  if (written === null) return providerOfUrn(urn);
  const known = PROVIDERS[written.toLowerCase()];
  if (known === undefined) role.note("provider", `"${written}" is not known`);
  return known ?? providerOfUrn(urn);
};

const readRole = (role: DocumentReader, language: Language): RoleRow => {
  const urn = readUrn(role, "urn");
  const description = role.optionalText("description");
  const legacyUrn = role.optionalText("legacyUrn")?.toLowerCase() ?? null;
  return {
    urn,
    legacyUrn: legacyUrn === urn ? null : legacyUrn,
    code: role.text("code"),
    name: inLanguage(language, role.text("name")),
    isKeyRole: role.bool("isKeyRole", false),
    provider: readProvider(role, urn),
    description: description === null ? null : inLanguage(language, description),
  };
};

const readRolePackage = (entry: DocumentReader): RolePackageRow => {
  const [role, held] = [entry.object("role"), entry.object("package")];
  const variant = entry.object("entityVariant");
  return {
    roleUrn: role === null ? "" : readUrn(role, "urn"),
    packageUrn: held === null ? "" : readPackageUrn(held),
    variant: variant === null ? "" : variant.text("name"),
    hasAccess: entry.bool("hasAccess", false),
    canDelegate: entry.bool("canDelegate", false),
  };
};

/**
 * Reads Altinn's list of roles, the list of a role's packages (`{role, package, entityVariant, hasAccess,
 * canDelegate}`), or a list that has both.
 * @param language that it was asked for in
 */
export const readRoles = (
  document: unknown,
  language: Language,
  problems: DocumentProblem[],
): RoleMetadata => {
  const roles: RoleRow[] = [];
  const rolePackages: RolePackageRow[] = [];
  for (const entry of DocumentReader.listOf(document, "", problems)) {
    if (entry.has("role") && entry.has("package")) {
      const row = readRolePackage(entry);
      if (entry.isSound) rolePackages.push(row);
    } else {
      const row = readRole(entry, language);
      if (entry.isSound) roles.push(row);
    }
  }
  return { roles, rolePackages };
};
