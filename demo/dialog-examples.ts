import type { Example } from "./example.js";
import { serviceByName } from "./world/services.js";

const searchDialogs = `# Dialogporten's own search, for clients that were written for it. Sign in as "accountant".
# The dialog token of what you open shows a service owner who asks, and opens POST /graphql/stream.
query SearchAsDialogporten($input: SearchDialogInput!) {
  searchDialogs(input: $input) {
    items {
      id
      party
      content { title { value { value languageCode } } }
      status
      isContentSeen
      latestActivity { type createdAt }
      endUserContext { systemLabels }
    }
    hasNextPage
    continuationToken
    errors { message }
  }
}
`;

const makeLabel = `# A label that only you see, also where others act for the same party. Try it as "kari".
mutation MakeALabel($name: String!) {
  createOwnLabel(input: { name: $name }) {
    label { id name }
    errors { message }
  }
}
`;

const ownLabels = `# Your own labels, and what you yourself have not seen yet. Try it as "kari".
query MyOwn {
  workspace {
    ownLabels { label { id name } itemCount }
    history(first: 20, filter: { isSeenByMe: false }) {
      totalCount { value precision }
      edges {
        node {
          id
          title
          isSeenByMe
          isContentSeen
          ownLabels { name }
        }
      }
    }
  }
}
`;

/** Ready queries on dialogs: after Dialogporten, and what is one's own. */
export const dialogExamples: readonly Example[] = [
  {
    name: "Search as Dialogporten",
    description: "For clients that were written for it.",
    query: searchDialogs,
    variables: JSON.stringify(
      {
        input: {
          serviceResource: [serviceByName("fjs-mva-melding").urn],
          search: "melding",
          limit: 20,
        },
      },
      null,
      2,
    ),
  },
  {
    name: "Make a label",
    description: "That only you see.",
    query: makeLabel,
    variables: JSON.stringify({ name: "Haster" }, null, 2),
  },
  { name: "My own", description: "Your labels, and what you have not seen.", query: ownLabels },
];
