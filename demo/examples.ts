import { accessExamples } from "./access-examples.js";
import { agendaExamples } from "./agenda-examples.js";
import { consentExamples } from "./consent-examples.js";
import { dialogExamples } from "./dialog-examples.js";
import type { Example } from "./example.js";
import { ESTATE_PROCESS } from "./stories/estate.js";

const workspace = `# The history of everyone you may act for, over every platform, in one query.
# Try it as "accountant": 200 clients, three platforms, one list.
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
      completeBackTo
      pageInfo { hasNextPage endCursor }
    }
  }
}
`;

const oneCase = `# Everything about one case, whichever agency and platform it came from.
# Sign in as "heir": an estate is settled with a court, a tax agency, a property register and a social security fund.
query OneCase($process: String!) {
  workspace {
    history(first: 50, filter: { process: $process }, orderBy: { field: CREATED_AT, direction: ASC }) {
      totalCount { value }
      edges {
        node {
          createdAt
          title
          status
          extendedStatus
          dueAt
          serviceResource { title owner { name } }
          party { name }
          formInstance { state currentTask { name } }
          access { reason }
        }
      }
    }
  }
}
`;

const search = `# Words in titles, summaries, senders, tags and messages, over all platforms; the last word may go on.
query Search($words: String!) {
  workspace {
    history(first: 20, search: $words) {
      totalCount { value precision }
      edges {
        node {
          title
          summary
          contentUpdatedAt
          party { name }
          serviceResource { owner { name } }
        }
      }
      sources { source { name } searched latencyMillis }
    }
  }
}
`;

const agenda = `# What is to be answered, paid, signed, appealed or sent in, over every agency, soonest first. Try it as "kari" or "daglig-leder".
query Agenda {
  workspace {
    agenda(first: 50) {
      counts { kind count { value precision } overdue { value } }
      edges {
        node {
          kind
          at
          isOverdue
          amount { value currency }
          item {
            title
            extendedStatus
            party { name }
            serviceResource { title owner { name } }
          }
        }
      }
    }
  }
}
`;

const drafts = `# Forms that were begun and not yet sent. Try it as "kari" or "daglig-leder".
query MyDrafts {
  workspace {
    drafts(first: 20) {
      totalCount
      edges {
        node {
          title
          state
          lastChangedAt
          dueBefore
          currentTask { name type }
          progress { completedTasks totalTasks }
          party { name }
          serviceResource { owner { name } }
        }
      }
    }
  }
}
`;

const oneDialog = `# The newest item that needs attention, whole: content, messages, log, documents and what can be done.
query OneDialogInFull {
  workspace {
    history(first: 1, filter: { status: [REQUIRES_ATTENTION] }) {
      edges {
        node {
          title
          party { name }
          access { reason requiredAuthenticationLevel grants { name } }
          dialog {
            id
            status
            progress
            content {
              title { value { value languageCode } }
              summary { value { value languageCode } }
              additionalInfo { mediaType value { value languageCode } }
            }
            attachments { displayName { value languageCode } expiresAt urls { url mediaType } }
            guiActions { priority action isAuthorized url title { value languageCode } }
            transmissions {
              createdAt
              type
              sender { actorType actorId }
              isOpened
              content { title { value { value languageCode } } }
              attachments { displayName { value languageCode } urls { url } }
            }
            activities { createdAt type performedBy { actorType actorId } description { value languageCode } }
            seenSinceLastContentUpdate { seenAt seenBy { actorId } isCurrentEndUser }
          }
        }
      }
    }
  }
}
`;

const parties = `# Whom you may act for, and how much of theirs nobody has read. Try it as "guardian" or "accountant".
query Parties {
  workspace {
    parties(first: 50) {
      totalCount
      edges {
        node {
          name
          type
          variant
          organizationNumber
          parent { name }
          unreadCount { value precision }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}
`;

const counts = `# Counted by status, agency, platform and year, without fetching the items.
query Counts {
  workspace {
    history(first: 1) {
      totalCount { value precision }
      facets(by: [STATUS, OWNER, SOURCE, YEAR]) {
        by
        values { key count { value precision } serviceOwner { name } source { name } }
      }
    }
  }
}
`;

const strongerLogin = `# What a stronger login would show. Compare "kari-level3" with "kari".
query StrongerLogin {
  workspace {
    viewer { name authenticationLevel }
    history(first: 10) {
      hiddenByLogin { count { value precision } requiredLevel }
      edges { node { title isRedacted requiredAuthenticationLevel serviceResource { owner { name } } } }
    }
  }
}
`;

/** What the sandbox offers to begin with. */
export const sandboxExamples: readonly Example[] = [
  {
    name: "Workspace",
    description: "Viewer, the newest 50 of the history, and the truth about every source.",
    query: workspace,
  },
  {
    name: "One case across agencies",
    description: "A settlement of an estate: four agencies, one timeline.",
    query: oneCase,
    variables: JSON.stringify({ process: ESTATE_PROCESS }, null, 2),
  },
  {
    name: "Search",
    description: "Words over all platforms.",
    query: search,
    variables: JSON.stringify({ words: "garasje" }, null, 2),
  },
  { name: "Agenda", description: "What is due, soonest first.", query: agenda },
  { name: "My drafts", description: "Forms that were begun and not yet sent.", query: drafts },
  {
    name: "One dialog in full",
    description: "Content, messages, log, documents and actions.",
    query: oneDialog,
  },
  { name: "Parties", description: "Whom you may act for.", query: parties },
  { name: "Counts", description: "By status, agency, platform and year.", query: counts },
  { name: "Stronger login", description: "What is hidden from a weaker one.", query: strongerLogin },
  ...agendaExamples,
  ...dialogExamples,
  ...accessExamples,
  ...consentExamples,
];
