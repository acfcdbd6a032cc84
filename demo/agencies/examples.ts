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

/** Queries of what the demo's agencies add, for the sandbox; good once these have joined. */
export const agencyExamples: readonly Example[] = [
  {
    name: "An agency's own field",
    description: "Tax assessments from skatt, beside the dialogs that tell of them.",
    query: assessments,
  },
];
