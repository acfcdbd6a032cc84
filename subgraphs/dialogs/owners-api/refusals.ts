import type { Refusal } from "../writing/index.js";

/** What is wrong, by the place in the request (or by the thing) that it is wrong with. */
export type Errors = Readonly<Record<string, readonly string[]>>;

/** Statuses that the API refuses with. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 500 | 503;

/** A request that is refused. Thrown from anywhere below a route, and answered as problem details. */
export class RestRefusal extends Error {
  readonly status: RefusalStatus;
  readonly errors: Errors;

  constructor(status: RefusalStatus, errors: Errors) {
    super(Object.values(errors).flat().join(" "));
    this.name = "RestRefusal";
    this.status = status;
    this.errors = errors;
  }
}

/** As Dialogporten words and codes them, so that clients can go on telling them apart. */
const KINDS: Readonly<Record<RefusalStatus, { code: string; title: string; type: string }>> = {
  400: {
    code: "STD-00000",
    title: "One or more validation errors occurred.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.1",
  },
  401: {
    code: "DP.AUT-00001",
    title: "Unauthorized.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.2",
  },
  403: {
    code: "DP.AUT-00000",
    title: "Forbidden.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.4",
  },
  404: {
    code: "DP.NF-00000",
    title: "Resource not found.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.5",
  },
  409: {
    code: "DP.CFL-00000",
    title: "Conflict.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.10",
  },
  410: {
    code: "DP.GONE-00000",
    title: "Resource no longer available.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.11",
  },
  412: {
    code: "DP.PRE-00000",
    title: "Precondition failed.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.13",
  },
  413: {
    code: "DP.PYL-00000",
    title: "Payload too large.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.14",
  },
  415: {
    code: "DP.MED-00000",
    title: "Unsupported media type.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.16",
  },
  422: {
    code: "DP.UNP-00000",
    title: "Unprocessable request.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.5.21",
  },
  500: {
    code: "DP.SRV-00000",
    title: "An error occurred while processing the request.",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.6.1",
  },
  503: {
    code: "DP.UPS-00000",
    title: "Service Unavailable",
    type: "https://datatracker.ietf.org/doc/html/rfc9110#section-15.6.4",
  },
};

/** Dialogporten's code of a refusal. */
export const codeOf = ({ status }: Pick<RestRefusal, "status">): string => KINDS[status].code;

/** Problem details (RFC 9457) with Dialogporten's members. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** The path that was asked for, without its query. */
  readonly instance: string;
  readonly code: string;
  readonly errors: Errors;
  readonly traceId: string;
}

export const problemDetailsOf = (
  { status, errors }: Pick<RestRefusal, "status" | "errors">,
  request: { readonly path: string; readonly id: string },
): ProblemDetails => {
  const { type, title, code } = KINDS[status];
  return { type, title, status, instance: request.path, code, errors, traceId: request.id };
};

const byPath = (problems: readonly { path: string; message: string }[]): Errors => {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of problems) errors[path] = [...(errors[path] ?? []), message];
  return errors;
};

/** What is wrong with a request as a whole, or with one place of it. */
export const invalid = (problems: readonly { path: string; message: string }[]): RestRefusal =>
  new RestRefusal(400, byPath(problems));

export const notFound = (entity: string, id: string): RestRefusal =>
  new RestRefusal(404, { [entity]: [`There is no ${entity} ${id} among your dialogs.`] });

export const gone = (entity: string, id: string): RestRefusal =>
  new RestRefusal(410, { [entity]: [`The ${entity} ${id} is deleted. Restore it before you use it.`] });

export const forbidden = (message: string): RestRefusal => new RestRefusal(403, { Forbidden: [message] });

/** The writer's refusal, as it is answered. */
export const refusalOf = (refusal: Refusal): RestRefusal => {
  switch (refusal.outcome) {
    case "INVALID":
      return invalid(refusal.problems);
    case "DOMAIN_ERROR":
      return new RestRefusal(422, byPath(refusal.problems));
    case "NOT_FOUND":
      return notFound(refusal.entity, refusal.ids.join(", "));
    case "DELETED":
      return gone(refusal.entity, refusal.ids.join(", "));
    case "FORBIDDEN":
      return forbidden(refusal.message);
    case "CONFLICT":
      return new RestRefusal(409, byPath([refusal.problem]));
    case "REVISION_MISMATCH":
      return new RestRefusal(412, {
        "If-Match": [
          `It is at revision ${refusal.revision}, not at the one in If-Match. Read it and try again.`,
        ],
      });
  }
};
