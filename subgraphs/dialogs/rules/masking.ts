import type { Attachment, NavigationalAction } from "../../../drizzle/dialogs/values.js";
import type { AccessDecision, AccessRequest } from "../../../schema/ports.js";
import type { Scope } from "../../../schema/scope.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import { dialogRefOf } from "./dialog-refs.js";

/** Stands in for an address that the viewer may not use. */
export const UNAUTHORIZED_URL = "urn:dialogporten:unauthorized";
/** Stands in for an address that is no longer good. */
export const EXPIRED_URL = "urn:dialogporten:expired";

/** What a question about a dialog is asked with. */
export interface Accessed {
  readonly party: string;
  readonly serviceResource: string;
  /** What it may have been given by, by itself. */
  readonly accessRef: string;
}

/** A dialog is given by its own reference or by its instance's; its own goes first where the scope has it. */
export const accessRefOf = (
  scope: Scope,
  { id, instanceRef }: { readonly id: string; readonly instanceRef: string | null },
): string => {
  const own = dialogRefOf(id);
  const isOwnGiven = scope.instances.some((instance) => instance.instanceRef === own);
  return instanceRef === null || isOwnGiven ? own : instanceRef;
};

/**
 * The question whether an action of a dialog is permitted. An attribute that names another service puts it to that
 * service's policy; any other is the part of the dialog's own service that it is about.
 */
export const actionRequest = (
  dialog: Accessed,
  action: string,
  authorizationAttribute: string | null,
): AccessRequest => {
  const isOtherService = authorizationAttribute?.startsWith(RESOURCE_PREFIX) === true;
  return {
    party: dialog.party,
    service: isOtherService ? authorizationAttribute : dialog.serviceResource,
    action,
    instanceRef: dialog.accessRef,
    attribute: isOtherService ? null : authorizationAttribute,
  };
};

/** Whether an answer is a yes for this viewer: a permit may ask for a stronger login than they have. */
export const isAllowed = ({ decision, requiredLevel }: AccessDecision, level: number): boolean =>
  decision === "PERMIT" && requiredLevel <= level;

/** The question whether the dialog itself may be read. */
export const mainReadRequest = (dialog: Accessed): AccessRequest => actionRequest(dialog, "read", null);

/**
 * The question whether a transmission may be read: as the dialog itself, by another service's policy, or, with any
 * other attribute, by the right to `transmissionread`.
 */
export const transmissionRequest = (
  dialog: Accessed,
  authorizationAttribute: string | null,
): AccessRequest => {
  const isOwnRule = authorizationAttribute !== null && !authorizationAttribute.startsWith(RESOURCE_PREFIX);
  return actionRequest(dialog, isOwnRule ? "transmissionread" : "read", authorizationAttribute);
};

const maskUrl = (url: string, isAuthorized: boolean, expiresAt: number | null, now: number): string => {
  if (!isAuthorized) return UNAUTHORIZED_URL;
  return expiresAt !== null && expiresAt <= now ? EXPIRED_URL : url;
};

/** An attachment as the viewer may have it. */
export const maskAttachment = (attachment: Attachment, isAuthorized: boolean, now: number): Attachment => ({
  ...attachment,
  urls: attachment.urls.map((url) => ({
    ...url,
    url: maskUrl(url.url, isAuthorized, attachment.expiresAt, now),
  })),
});

/** A navigational action as the viewer may have it. */
export const maskNavigation = (
  action: NavigationalAction,
  isAuthorized: boolean,
  now: number,
): NavigationalAction => ({ ...action, url: maskUrl(action.url, isAuthorized, action.expiresAt, now) });
