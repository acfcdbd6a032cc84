import { uuidFromName } from "../lib/ids.js";
import { businesses, people } from "./cast.js";
import type { Example } from "./example.js";
import { BENEFITS_CONSENT } from "./world/consents.js";
import { packageUrn } from "./world/packages.js";
import { serviceByName } from "./world/services.js";

const ask = `# Ask for access where you have some already. Try it as "subunit"; the same request twice is one.
mutation RequestAccess($input: RequestAccessInput!) {
  requestAccess(input: $input) {
    request { id status giver { name } requester { name } accessPackage { name } sentAt }
    errors { code message }
  }
}
`;

const received = `# What others ask your organisation for. Try it as "daglig-leder", and approve one: approveAccessRequest(id: …).
query RequestsForAccess($name: String!) {
  workspace {
    parties(first: 1, search: $name) {
      edges {
        node {
          name
          accessRequests(side: RECEIVED, first: 10) {
            edges { node { id status requester { name } accessPackage { name } sentAt closedAt } }
          }
        }
      }
    }
  }
}
`;

const trail = `# What was done with your organisation's access, newest first. Try it as "daglig-leder".
query AccessEvents($name: String!) {
  workspace {
    parties(first: 1, search: $name) {
      edges {
        node {
          name
          accessEvents(first: 20) {
            edges { node { at kind counterpart { name } actor { name } subject action outcome } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }
  }
}
`;

const askConsent = `# An agency asks a person for consent. Try it as "service-owner"; the same id is the same request.
mutation RequestConsent($input: RequestConsentInput!) {
  requestConsent(input: $input) {
    consent { id status giver { name } validTo }
    errors { code message }
  }
}
`;

const readConsent = `# The question in words, as the person who is asked reads it. Try it as "kari", after the example before.
query Consent($id: ID!) {
  consent(id: $id) {
    status
    title
    heading
    message
    introduction
    rights { text serviceResource { title owner { name } } metadata { key value } }
    expiry
  }
}
`;

const accept = `# Say yes, as "kari". The agency can then look the consent up, and you see that it did.
mutation AcceptConsent($id: ID!) {
  acceptConsent(id: $id) {
    consent { status answeredAt }
    errors { code message requiredLevel }
  }
}
`;

const restrict = `# A service owner's own list of organisations, for services that are not for everyone. Try it as "service-owner".
mutation SaveAccessList($list: SaveAccessListInput!, $members: [PartyUrn!]!, $service: String!) {
  saveAccessList(input: $list) { errors { code message } }
  addAccessListMembers(identifier: "pilot", organizations: $members) { errors { code message } }
  connectAccessList(identifier: "pilot", service: $service, actions: ["read"]) {
    accessList {
      name
      services { serviceResource { title } actions isRestricted }
      members { edges { node { name organizationNumber since } } }
    }
    errors { code message }
  }
}
`;

const json = (variables: object): string => JSON.stringify(variables, null, 2);
const id = uuidFromName("the demo's consent");
const name = businesses.fjordbyggNord.name;

/** Examples of asking: for access, and for consent; and of what was done with it. */
export const consentExamples: readonly Example[] = [
  {
    name: "Ask for access",
    description: "Somebody with some rights asks for more.",
    query: ask,
    variables: json({
      input: { from: businesses.fjordbyggNord.urn, accessPackage: packageUrn("skatt-naering") },
    }),
  },
  {
    name: "Requests for access",
    description: "What others ask you for, to approve or reject.",
    query: received,
    variables: json({ name }),
  },
  {
    name: "What was done with access",
    description: "Who gave, asked for and used what.",
    query: trail,
    variables: json({ name }),
  },
  {
    name: "Ask for consent",
    description: "An agency asks to fetch what another holds.",
    query: askConsent,
    variables: json({
      input: {
        id,
        from: people.kari.urn,
        validTo: "2039-12-31T23:00:00Z",
        rights: [{ service: BENEFITS_CONSENT, metadata: [{ key: "year", value: "2025" }] }],
        message: {
          nb: "Vi trenger ytelsene dine til skattemeldingen.",
          nn: "Vi treng ytingane dine til skattemeldinga.",
          en: "We need your benefits for your tax return.",
        },
        redirectUrl: "https://fjs.example.com/takk",
      },
    }),
  },
  {
    name: "A question for consent",
    description: "In words, with what a yes means.",
    query: readConsent,
    variables: json({ id }),
  },
  {
    name: "Give consent",
    description: "Until it ends, or is taken back.",
    query: accept,
    variables: json({ id }),
  },
  {
    name: "An access list",
    description: "Organisations that a service owner lets in.",
    query: restrict,
    variables: json({
      list: { identifier: "pilot", name: "Pilotvirksomheter", description: "De som prøver først." },
      members: [businesses.fjordbygg.urn],
      service: serviceByName("fjs-mva-melding").urn,
    }),
  },
];
