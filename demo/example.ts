/** A ready query of the sandbox. */
export interface Example {
  readonly name: string;
  readonly description: string;
  readonly query: string;
  /** JSON text. */
  readonly variables?: string;
}
