/** The query that the product exists for, with a page of any size. */
export const WORKSPACE = `query Workspace($first: Int!) {
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
      sources { source { name } state asOf coverage { from ratio } reason }
    }
  }
}`;
