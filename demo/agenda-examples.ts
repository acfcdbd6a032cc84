import type { Example } from "./example.js";
import { NEIGHBOUR_NOTICE_PROCESS } from "./stories/neighbour-notice.js";

const oneCase = `# A case over agencies and parties: its items, what is to be done, and what happened. Try it as "kari".
query CaseTimeline($process: ID!) {
  workspace {
    process(id: $process) {
      title
      status
      firstAt
      lastAt
      itemCount { value precision }
      serviceOwners { name }
      deadlines { kind at metAt item { title } }
      items(first: 20) { edges { node { title createdAt party { name } } } }
      timeline(first: 50) {
        edges {
          node {
            at
            kind
            item { title }
            transmission { type content { title { value { value } } } }
            activity { type }
          }
        }
      }
    }
  }
}
`;

const calendar = `# An address of your own for a calendar program, told once. Try it as "kari".
mutation MyCalendar($name: String!) {
  createCalendarSubscription(input: { name: $name, level: 3 }) {
    address
    subscription { id name level }
    errors { message }
  }
}
`;

const calendars = `# Your addresses for calendar programs, and when each was last fetched. Try it as "kari".
query MyCalendars {
  workspace {
    calendarSubscriptions { id name level kinds createdAt lastUsedAt }
  }
}
`;

/** Ready queries on cases and calendars. */
export const agendaExamples: readonly Example[] = [
  {
    name: "A case as a timeline",
    description: "What happened, and what is to be done.",
    query: oneCase,
    variables: JSON.stringify({ process: NEIGHBOUR_NOTICE_PROCESS }, null, 2),
  },
  {
    name: "Calendar address",
    description: "For a calendar program.",
    query: calendar,
    variables: JSON.stringify({ name: "Mobilen" }, null, 2),
  },
  { name: "My calendars", description: "Addresses, and when each was used.", query: calendars },
];
