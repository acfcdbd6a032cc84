/** Where in an answer an error is, as GraphQL has it. */
export type ErrorPath = readonly (string | number)[];

interface SubgraphErrorOptions {
  readonly path?: ErrorPath | undefined;
  /** Shown to the client beside code and service. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** What really happened; for the log only. */
  readonly cause?: unknown;
}

/** An error of a subgraph, or of reaching it, in the words that a client may see. */
export class SubgraphError extends Error {
  readonly code: string;
  readonly service: string;
  readonly path: ErrorPath | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: string, service: string, message: string, options: SubgraphErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SubgraphError";
    this.code = code;
    this.service = service;
    this.path = options.path;
    this.extensions = { ...options.extensions, code, service };
  }

  /** The same error, elsewhere or with more to show. */
  with(change: {
    path?: ErrorPath | undefined;
    extensions?: Readonly<Record<string, unknown>>;
  }): SubgraphError {
    return new SubgraphError(this.code, this.service, this.message, {
      path: change.path ?? this.path,
      extensions: { ...this.extensions, ...change.extensions },
      cause: this.cause,
    });
  }
}
