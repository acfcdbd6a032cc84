/** How Altinn's requests and policies name what the decision point brings along. */
export const SUBJECT = {
  role: "urn:altinn:rolecode",
  accessPackage: "urn:altinn:accesspackage",
  org: "urn:altinn:org",
  person: "urn:altinn:person:identifier-no",
  personUuid: "urn:altinn:person:uuid",
  organization: "urn:altinn:organization:identifier-no",
  organizationNumber: "urn:altinn:organizationnumber",
  organizationUuid: "urn:altinn:organization:uuid",
  systemUser: "urn:altinn:systemuser:uuid",
  party: "urn:altinn:party:uuid",
  partyId: "urn:altinn:partyid",
  scope: "urn:altinn:apiscope",
} as const;

export const RESOURCE = {
  service: "urn:altinn:resource",
  org: "urn:altinn:org",
  app: "urn:altinn:app",
  task: "urn:altinn:task",
  endEvent: "urn:altinn:end-event",
  part: "urn:altinn:appresource",
  partyId: "urn:altinn:partyid",
  party: "urn:altinn:party:uuid",
  person: "urn:altinn:person:identifier-no",
  organization: "urn:altinn:organization:identifier-no",
  organizationNumber: "urn:altinn:organizationnumber",
  instance: "urn:altinn:instance-id",
  resourceInstance: "urn:altinn:resource:instance-id",
  resourceInstanceReference: "urn:altinn:resourceinstance",
} as const;

/** Categories of the levels that a permission may ask for. */
export const LEVEL = {
  minimum: "urn:altinn:minimum-authenticationlevel",
  minimumForOrg: "urn:altinn:minimum-authenticationlevel-org",
} as const;

/** Attributes by which a resource's party is named: a policy that mentions one is decided for each party by itself. */
export const PARTY_ATTRIBUTES: ReadonlySet<string> = new Set([
  RESOURCE.partyId,
  RESOURCE.party,
  RESOURCE.person,
  RESOURCE.organization,
  RESOURCE.organizationNumber,
]);

export const INSTANCE_ATTRIBUTES: ReadonlySet<string> = new Set([
  RESOURCE.instance,
  RESOURCE.resourceInstance,
  RESOURCE.resourceInstanceReference,
]);

/** Roles are named by the attribute of the register that they come from. */
const ROLE_PREFIXES = ["urn:altinn:external-role:", "urn:altinn:role", "urn:digitaltdodsbo:rolecode"];

const KNOWN_SUBJECTS: ReadonlySet<string> = new Set(Object.values(SUBJECT));

/** Whether a decision knows what the subject is by this attribute. */
export const isKnownSubject = (attributeId: string): boolean =>
  KNOWN_SUBJECTS.has(attributeId) || ROLE_PREFIXES.some((prefix) => attributeId.startsWith(prefix));

/** An attribute and its value. */
export type Named = readonly [attributeId: string, value: string];

/** A part of a service as Dialogporten names it: a URN's attribute and value, or the name of a subresource. */
export const partNamedBy = (attribute: string): Named =>
  attribute.startsWith("urn:") ? namedOf(attribute) : ["urn:altinn:subresource", attribute];

/** `urn:altinn:rolecode:dagl` is `dagl` of `urn:altinn:rolecode`. */
export const namedOf = (urn: string): Named => {
  const end = urn.lastIndexOf(":");
  return [urn.slice(0, end), urn.slice(end + 1)];
};
