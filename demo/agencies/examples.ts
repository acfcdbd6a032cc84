import type { Example } from "../example.js";

const assessments = `# Tax, from a program of the tax agency's own that has joined through the registry. Compare "kari" with "accountant".
query Assessments {
  workspace {
    skatt {
      assessments(first: 20) {
        totalCount
        endCursor
        assessments {
          incomeYear
          kind
          party { name }
          amounts { assessedTax balance payBy }
          appeal { deadline isOpen }
          dialog { id }
        }
      }
    }
    history(first: 20, search: "skatten") {
      edges { node { title dialog { skatt { incomeYear amounts { balance } appeal { deadline } } } } }
    }
  }
}
`;

const municipal = `# Letters, cases and invoices that the municipalities' platform keeps itself, asked for as the page is made. Each source is
# told of. Try it as "kari", as "kari-level3" (a letter hides) and as "social-assistance"; stop the platform, and ask again.
query FromTheMunicipalities {
  workspace {
    history(first: 20) {
      completeBackTo
      hiddenByLogin { count { value precision } requiredLevel }
      sources { source { id name } state asOf latencyMillis reason }
      edges { node {
        title
        status
        sourceStatus
        contentUpdatedAt
        deadlines { kind at amount { value } }
        source { id }
        fiks {
          kind
          municipality { name { nb } updatesStatus }
          delivery { state channel since }
          signing { isOpen expiresAt }
          requestedDocuments { document sendInBy metAt }
          payments { direction amountOre dueAt kid }
          events { at text { nb en } }
        }
      } }
    }
  }
}
`;

/** Queries of what the demo's agencies add, for the sandbox; good once these have joined. */
export const agencyExamples: readonly Example[] = [
  {
    name: "An agency's own field",
    description: "Tax assessments from skatt, beside the dialogs that tell of them.",
    query: assessments,
  },
  {
    name: "What a platform is asked live",
    description: "Letters, cases and invoices of municipalities, from fiks, in the one history.",
    query: municipal,
  },
];
