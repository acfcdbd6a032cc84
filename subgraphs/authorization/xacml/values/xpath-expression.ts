/** A path into the `<Content>` of one category, with the prefixes that it was written with (core §5.30, §A.2). */
export class XPathExpression {
  constructor(
    readonly path: string,
    readonly category: string,
    readonly namespaces: Readonly<Record<string, string>>,
    /** Whether it came with the request: such a path is not the policy's own and is kept simple. */
    readonly isFromRequest: boolean,
  ) {}

  toString(): string {
    return this.path;
  }
}
