import type { Viewer } from "../../../schema/viewer.js";

/**
 * What a dialog token says, by Dialogporten's names. Service owners must know who asks and on whose behalf: this is the
 * one thing in an answer that holds persons' numbers (docs/decisions, "The dialog token names the person").
 */
export interface DialogTokenClaims {
  readonly jti: string;
  readonly iss: string;
  /** Seconds since 1970 UTC, as `nbf` and `exp`. */
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  /** Authentication level. */
  readonly l: number;
  /** Who signed in; for a system user the organisation that uses it. */
  readonly c: string;
  /** The organisation that asks on the consumer's behalf. */
  readonly u?: string;
  /** The system user, and the organisation whose it is. */
  readonly y?: string;
  readonly o?: string;
  /** The dialog's party, service and id. */
  readonly p: string;
  readonly s: string;
  readonly i: string;
  /** What may be done, e.g. `read;write,urn:altinn:subresource:attachment`. */
  readonly a: string;
}

/** The dialog that a token is of. */
export interface TokenSubject {
  readonly id: string;
  readonly party: string;
  readonly serviceResource: string;
  /** Actions that are permitted, each with what of the service it is about (`null`: the service itself). */
  readonly actions: readonly { readonly action: string; readonly authorizationAttribute: string | null }[];
}

/** Dialogporten's name for the service itself. */
const MAIN = "main";

const actionsText = (actions: TokenSubject["actions"]): string => {
  const entries = actions.map(({ action, authorizationAttribute }) =>
    authorizationAttribute === null || authorizationAttribute === MAIN
      ? action
      : `${action},${authorizationAttribute}`,
  );
  return [...new Set(entries)].join(";");
};

/** What a token says besides its issuer and its time. */
export const claimsOf = (
  viewer: Viewer,
  dialog: TokenSubject,
): Omit<DialogTokenClaims, "jti" | "iss" | "iat" | "nbf" | "exp"> => {
  const { kind, party, organization, supplier, systemUserOrganization, level } = viewer;
  const isOfSystemUser =
    kind === "SYSTEM_USER" && organization !== null && systemUserOrganization !== undefined;
  return {
    l: level,
    c: isOfSystemUser ? organization : party,
    ...(isOfSystemUser ? { y: party, o: systemUserOrganization } : {}),
    ...(supplier === null ? {} : { u: supplier }),
    p: dialog.party,
    s: dialog.serviceResource,
    i: dialog.id,
    a: actionsText(dialog.actions),
  };
};
