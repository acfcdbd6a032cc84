import { tableOf } from "../../../../lib/table-of.js";

/** How Altinn's policies name subjects and resources: attribute identifiers by meaning. */
export const ALTINN = {
  role: "urn:altinn:rolecode",
  registerRole: "urn:altinn:external-role:ccr",
  accessPackage: "urn:altinn:accesspackage",
  org: "urn:altinn:org",
  app: "urn:altinn:app",
  resource: "urn:altinn:resource",
  task: "urn:altinn:task",
  endEvent: "urn:altinn:end-event",
  minimumLevel: "urn:altinn:minimum-authenticationlevel",
  minimumLevelForOrg: "urn:altinn:minimum-authenticationlevel-org",
} as const;

/** A subject in words, by the attribute that it is known by. */
export const SUBJECT_WORDS: Readonly<Record<string, string>> = tableOf({
  [ALTINN.role]: "role",
  [ALTINN.registerRole]: "role in the Entity Registry",
  "urn:altinn:external-role:cra": "guardianship role",
  "digitaltdodsbo:rolecode": "estate role",
  "urn:digitaltdodsbo:rolecode": "estate role",
  [ALTINN.accessPackage]: "access package",
  [ALTINN.org]: "service owner",
  "urn:altinn:organization:identifier-no": "organisation",
  "urn:altinn:organizationnumber": "organisation",
  "urn:altinn:organization:uuid": "organisation",
  "urn:altinn:person:uuid": "person",
  "urn:altinn:party:uuid": "party",
  "urn:altinn:partyid": "party",
  "urn:altinn:userid": "user",
  "urn:altinn:systemuser:uuid": "system user",
  "urn:altinn:enterpriseuser:uuid": "enterprise user",
  "urn:altinn:partytype": "party of type",
  "urn:altinn:access-list": "member of access list",
  "urn:altinn:apiscope": "client with scope",
  "urn:altinn:resource:delegation": "the app itself, when it delegates:",
});

/** A part of a resource in words. */
export const RESOURCE_WORDS: Readonly<Record<string, string>> = tableOf({
  [ALTINN.resource]: "service",
  [ALTINN.org]: "owner",
  [ALTINN.app]: "app",
  [ALTINN.task]: "task",
  [ALTINN.endEvent]: "end event",
  "urn:altinn:appresource": "part",
  "urn:altinn:resource:instance-id": "instance",
  "urn:altinn:instance-id": "instance",
});
