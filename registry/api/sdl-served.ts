/** What is sent to the registry, and what it serves. */
export const servedSdl = /* GraphQL */ `
  "A subgraph as it is sent."
  input SubgraphInput {
    "2 to 40 small letters, digits and single hyphens, a letter first."
    name: String!
    "Where gateways ask it: https, of the open network."
    url: String!
    "Federation 2 SDL."
    sdl: String!
  }

  "A subgraph that is served."
  type Subgraph {
    "Its name."
    name: String!
    "Who may change it."
    owner: String!
    "The version that is served."
    version: SubgraphVersion!
    "How it was when it was asked last; null where it was not asked yet, or runs within this process."
    health: SubgraphHealth
    "All its versions, the newest first."
    versions(
      "How many, at most 100."
      first: Int = 20
    ): [SubgraphVersion!]!
    "Its last checks, the newest first."
    checks(
      "How many, at most 100."
      first: Int = 5
    ): [Check!]!
  }

  "How a subgraph was when it was asked last. It is asked every fifteen seconds."
  type SubgraphHealth {
    "Whether it answered, whatever it said; an HTTP status of 500 or more is no answer."
    isUp: Boolean!
    "When it was asked: RFC 3339, in UTC."
    at: String!
    "How long it took."
    latencyMillis: Int!
    "Why it is taken to be down."
    reason: String
  }

  "What was published of a subgraph; never changed."
  type SubgraphVersion {
    "From 1."
    number: Int!
    "Federation 2 SDL, as it was sent."
    sdl: String!
    "Where gateways ask it. For its owner and the operator; null for others."
    url: String
    "RFC 3339, in UTC."
    publishedAt: String!
    "Who published it."
    publishedBy: String!
    "Why."
    reason: String
  }

  "What gateways serve."
  type Supergraph {
    "From 1, without gaps."
    number: Int!
    "What made it."
    cause: SupergraphCause!
    "RFC 3339, in UTC."
    createdAt: String!
    "Who made it."
    createdBy: String!
    "Why."
    reason: String
    "SHA-256 of its SDL, in hex."
    hash: String!
    "Its SDL, as gateways read it. For the operator; null for others."
    sdl: String
    "What clients see of it."
    apiSdl: String!
    "The subgraphs that it is made of, by name."
    parts: [SupergraphPart!]!
  }

  "A version of a subgraph within a supergraph."
  type SupergraphPart {
    "The subgraph's name."
    subgraph: String!
    "Its version."
    version: Int!
  }

  "What made a supergraph."
  enum SupergraphCause {
    "Subgraphs were published."
    PUBLISH
    "A subgraph was taken out."
    DELETE
    "An earlier supergraph was taken up again."
    ROLLBACK
  }

  "What is different between two supergraphs."
  type SupergraphDiff {
    "Subgraphs that came, went or changed, in words."
    subgraphs: [String!]!
    "What may break those who use the earlier API."
    changes: [SchemaChange!]!
  }

  "A difference that may matter to those who use the earlier API."
  type SchemaChange {
    "Whether it breaks, or may only surprise."
    level: ChangeLevel!
    "What changed, e.g. Dialog.title."
    path: String!
    "In words."
    message: String!
  }

  "How much a change matters."
  enum ChangeLevel {
    "Operations that touch it fail, or read something else."
    BREAKING
    "Operations go on; programs may meet what they do not expect."
    DANGEROUS
  }
`;
