import { createHash } from "node:crypto";
import type { PolicyRight } from "../../../schema/policies-port.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";

const ACTION_TYPE = "urn:oasis:names:tc:xacml:1.0:action:action-id";

/** A subject's URN as Altinn Resource Registry takes it apart: what kind of thing it is, and which. */
export const subjectBody = (urn: string) => {
  const at = urn.lastIndexOf(":");
  return { type: urn.slice(0, at), value: urn.slice(at + 1), urn };
};

/**
 * What names a right among those of all services, as Altinn Resource Registry makes it: the action, the resource, and the
 * MD5 of both in UTF-16. It is a name and protects nothing.
 */
const rightKeyOf = (action: string, identifier: string): string => {
  const hashed = Buffer.from(`${action};${RESOURCE_PREFIX}${identifier}`, "utf16le");
  return `${action};${identifier};${createHash("md5").update(hashed).digest("hex")}`;
};

/** What a policy lets people do, each action with all to whom it is given, in Altinn Resource Registry's shape. */
export const groupedRights = (identifier: string, rights: readonly PolicyRight[]): object[] => {
  const byAction = new Map<string, string[]>();
  for (const { action, subjectUrn } of rights) {
    byAction.set(action, [...(byAction.get(action) ?? []), subjectUrn]);
  }
  return [...byAction].map(([action, urns]) => {
    const subjects = [...new Set(urns)].map(subjectBody);
    return {
      action: { type: ACTION_TYPE, value: action },
      resource: [{ type: RESOURCE_PREFIX.slice(0, -1), value: identifier }],
      subjects: subjects.map(({ type, value }) => ({ subjectAttributes: [{ type, value }] })),
      rightKey: rightKeyOf(action, identifier),
      subjectTypes: [...new Set(subjects.map(({ type }) => type.toLowerCase()))].sort(),
    };
  });
};
