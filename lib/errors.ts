/** One error code: what it means and what to do about it. Written for the person who meets it. */
export interface ErrorDescription {
  /** HTTP status where the error ends a whole request; GraphQL field errors keep 200. */
  readonly status: number;
  readonly meaning: string;
  readonly remedy: string;
}

/** A closed list of codes. Each part of the program has its own; docs/errors.md is generated from all of them. */
export type ErrorCatalogue<Code extends string = string> = Readonly<Record<Code, ErrorDescription>>;

/**
 * An error that its reader can act on. The message says what happened and what to do; it never holds a stack, an
 * internal address or another party's data, so it may be shown as it is. Every other kind of error is masked at the
 * edge.
 */
export class DomainError<Code extends string = string> extends Error {
  readonly code: Code;
  /** Copied by graphql-js to the GraphQL error. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: Code, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "DomainError";
    this.code = code;
    this.extensions = { ...details, code };
  }
}

/** The message of anything that was thrown, for logs only. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
