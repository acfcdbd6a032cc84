/** A ready query of the sandbox. */
export interface Example {
  readonly name: string;
  readonly description: string;
  readonly query: string;
  /** JSON text. */
  readonly variables?: string;
}

const WORKSPACE = `# The whole history of everyone you may act for, over every platform, in one query.
query Workspace {
  workspace {
    viewer { name authenticationLevel }
    history(first: 50) {
      totalCount { value precision }
      edges {
        node {
          id
          title
          status
          serviceResource { title owner { name } }
          party { name }
          formInstance { currentTask { name type } }
          access { reason }
        }
      }
      sources {
        source { name }
        state
        asOf
        coverage { from ratio }
        reason
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}
`;

/** What the sandbox offers to begin with. */
export const sandboxExamples: readonly Example[] = [
  {
    name: "Workspace",
    description: "Viewer, the newest 50 of the history, and the truth about every source.",
    query: WORKSPACE,
  },
];
