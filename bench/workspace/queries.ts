// The query that the product exists for, as tests/workspace has it, but without when a source was asked: that differs
// between any two answers, and every answer is checked.
export const workspaceQuery = `query Workspace($first: Int!) {
  workspace {
    viewer { name authenticationLevel }
    history(first: $first) {
      totalCount { value precision }
      edges { node {
        id title status
        serviceResource { title owner { name } }
        party { name }
        formInstance { currentTask { name type } }
        access { reason }
      } }
      sources { source { name } state coverage { from ratio } reason }
    }
  }
}`;

export const workspaceBody = JSON.stringify({ query: workspaceQuery, variables: { first: 50 } });

/** What a page asks for beside the heavy one. */
export const smallBody = JSON.stringify({ query: "query Small { workspace { viewer { name } } }" });
