/** The registry's own schema. */
export const registrySdl = /* GraphQL */ `
  type Query {
    "The subgraphs that are served, by name."
    subgraphs: [Subgraph!]!
    "One subgraph that is served; null where none of this name is."
    subgraph(
      "Its name."
      name: String!
    ): Subgraph
    "The newest supergraph, or the one of a number; null where there is none."
    supergraph(
      "Its number."
      number: Int
    ): Supergraph
    "Supergraphs, the newest first."
    supergraphs(
      "How many, at most 100."
      first: Int = 20
      "Only those with smaller numbers."
      before: Int
    ): [Supergraph!]!
    "What of the later supergraph's API may break those who use the earlier one."
    supergraphDiff(
      "Number of the earlier one."
      from: Int!
      "Number of the later one."
      to: Int!
    ): SupergraphDiff!
    "The last checks, the newest first."
    checks(
      "Of this subgraph; of all where left out."
      subgraph: String
      "How many, at most 100."
      first: Int = 20
    ): [Check!]!
    "Who did what, or tried to; the newest first. For the operator."
    audit(
      "A subgraph's name, or 'supergraph' and its number; everything where left out."
      subject: String
      "How many, at most 200."
      first: Int = 50
    ): [AuditEntry!]!
    "Recorded operations that touch a field, and who sends them."
    fieldUse(
      "E.g. Dialog.title; an argument is Query.dialog.id."
      coordinate: String!
    ): [OperationUse!]!
  }

  type Mutation {
    "Checks subgraphs as publishing would, together, and publishes nothing."
    checkSubgraphs(
      "The subgraphs."
      subgraphs: [SubgraphInput!]!
      "Test parties, by URN: where a contract has running subgraphs asked, they are asked as these. At most 20."
      probeParties: [String!] = []
    ): Check!
    "Checks subgraphs, and publishes them together or not at all."
    publishSubgraphs(
      "The subgraphs."
      subgraphs: [SubgraphInput!]!
      "Why, for the history."
      reason: String
      "Test parties, by URN: where a contract has running subgraphs asked, they are asked as these. At most 20."
      probeParties: [String!] = []
    ): Publication!
    "Takes a subgraph out of what is served. Its name stays its owner's."
    deleteSubgraph(
      "Its name."
      name: String!
      "Why, for the history."
      reason: String
    ): Publication!
    "Publishes a version of a subgraph again that was served before."
    rollBackSubgraph(
      "Its name."
      name: String!
      "Which version."
      version: Int!
      "Why, for the history."
      reason: String
    ): Publication!
    "Serves again what an earlier supergraph was made of. For the operator."
    rollBackSupergraph(
      "The earlier supergraph's number."
      to: Int!
      "Why, for the history."
      reason: String
    ): Publication!
    "Overrules a breaking change, or how a running subgraph did, from now on. For the operator."
    approveFinding(
      "The subgraph that it was found in."
      subgraph: String!
      "The finding's key."
      findingKey: String!
      "Why; remembered with who."
      reason: String!
    ): Boolean!
  }

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

  "What a check came to."
  type Check {
    "Its id."
    id: ID!
    "RFC 3339, in UTC; null for the one that was just made."
    at: String
    "Whether it could be published."
    isPassed: Boolean!
    "Everything that was found, the worst first."
    findings: [Finding!]!
  }

  "Something that a check found."
  type Finding {
    "Which part of the check found it."
    rule: String!
    "How bad it is."
    severity: Severity!
    "What is wrong, where, and what to do."
    message: String!
    "The same for the same thing each time; what an approval names."
    key: String!
    "The subgraph that it lies in, where it lies in one."
    subgraph: String
    "Line of its SDL, from 1."
    line: Int
    "Column of its SDL, from 1."
    column: Int
    "Clients that would break."
    clients: [String!]!
    "Who has overruled it."
    approvedBy: String
  }

  "How bad a finding is."
  enum Severity {
    "Nothing is published with it."
    ERROR
    "It ought to be mended."
    WARNING
    "Good to know."
    NOTICE
  }

  "What became of a change."
  type Publication {
    "Whether it is served now, also where it was served already."
    isPublished: Boolean!
    "Whether anything had to change for that."
    isChanged: Boolean!
    "The number of the supergraph that serves now; null where nothing does."
    supergraph: Int
    "What was found; null where nothing had to be checked."
    check: Check
  }

  "Something that was done, or tried."
  type AuditEntry {
    "RFC 3339, in UTC."
    at: String!
    "Who."
    by: String!
    "What: publish, check, delete, rollback, approve."
    action: String!
    "To what."
    subject: String!
    "DONE, or the code of the error."
    outcome: String!
    "Why."
    reason: String
  }

  "An operation that clients send."
  type OperationUse {
    "Its document."
    document: String!
    "Clients that sent it within the window."
    clients: [String!]!
    "How often they did."
    count: Int!
    "Whether it is a trusted document."
    isTrusted: Boolean!
  }
`;
