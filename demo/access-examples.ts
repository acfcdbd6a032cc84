import { PARTY_UUID_PREFIX } from "../schema/urns.js";
import { businesses, people } from "./cast.js";
import type { Example } from "./example.js";
import { packageUrn } from "./world/packages.js";
import { serviceByName } from "./world/services.js";

const mayI = `# Whether you may do something, why, and with which login. Compare "daglig-leder" with "accountant".
query MayI($service: ID!) {
  workspace {
    viewer { name authenticationLevel }
    parties(first: 5, asTree: true) {
      edges {
        node {
          name
          subunits { name }
          read: access(service: $service) { ...Decision }
          sign: access(service: $service, action: "sign") { ...Decision }
        }
      }
    }
  }
}

fragment Decision on AccessDecision {
  isPermitted
  requiredAuthenticationLevel
  stepUp { requiredAuthenticationLevel acrValues }
  evidence { reason grants { grantType name via { name } } }
}
`;

const accessPackages = `# Access packages by words, in bokmål, nynorsk or English: what each opens, and which roles hold it.
query AccessPackages($words: String!) {
  accessPackages(search: $words, first: 5) {
    totalCount
    edges {
      node {
        urn
        name
        area { name group { name } }
        services { title owner { name } }
        roles { role { name isKeyRole } hasAccess canDelegate }
      }
    }
  }
}
`;

const whoHasAccess = `# Who may act for your organisation, and what you may give others. Try it as "daglig-leder".
query WhoHasAccess($name: String!, $packages: [ID!]) {
  workspace {
    parties(first: 1, search: $name) {
      edges {
        node {
          name
          assignments(first: 20) {
            totalCount
            edges {
              node {
                to { name urn }
                role { name }
                isRevocable
                givenAt
                givenBy { name }
                packages { accessPackage { name } givenAt givenBy { name } }
                rights { service { title } actions }
              }
            }
          }
          packageDelegationChecks(packages: $packages) {
            accessPackage { name }
            isDelegable
            reasons { code role { name } isMainAdministrator }
          }
        }
      }
    }
  }
}
`;

const give = `# Give a colleague an access package. Try it as "daglig-leder", look at it with the example before, then take it back.
mutation GiveAccessPackage($input: GiveAccessPackagesInput!) {
  giveAccessPackages(input: $input) {
    isChanged
    assignment {
      from { name }
      to { name }
      packages { accessPackage { name } givenAt givenBy { name } }
    }
    errors {
      message
      ... on DelegationNotDelegable { subject reasons { code } }
      ... on DelegationLevelTooLow { requiredAuthenticationLevel }
    }
  }
}
`;

const takeBack = `# Take it back: it is gone from the colleague's next query. Try it as "daglig-leder".
mutation TakeAccessPackageBack($input: RevokeAccessPackagesInput!) {
  revokeAccessPackages(input: $input) {
    isChanged
    assignment { to { name } packages { accessPackage { name } } }
    errors { message }
  }
}
`;

const from = businesses.fjordbyggNord.urn;
const colleague = PARTY_UUID_PREFIX + people.siv.id;
const packages = [packageUrn("skatt-naering")];
const json = (variables: object): string => JSON.stringify(variables, null, 2);

/** Examples of who may do what, and of giving it to others. */
export const accessExamples: readonly Example[] = [
  {
    name: "May I?",
    description: "A decision with its reasons, and the login that it takes.",
    query: mayI,
    variables: json({ service: serviceByName("fjs-mva-melding").urn }),
  },
  {
    name: "Access packages",
    description: "By words: what they open, and who holds them.",
    query: accessPackages,
    variables: json({ words: "tax" }),
  },
  {
    name: "Who has access",
    description: "By registers and by what was given; and what you may give.",
    query: whoHasAccess,
    variables: json({ name: businesses.fjordbyggNord.name, packages }),
  },
  {
    name: "Give an access package",
    description: "To a colleague, on a subunit's behalf.",
    query: give,
    variables: json({ input: { from, to: colleague, packages } }),
  },
  {
    name: "Take an access package back",
    description: "What was given by the example before.",
    query: takeBack,
    variables: json({ input: { from, to: colleague, packages } }),
  },
];
