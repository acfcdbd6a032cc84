import { HISTORY_SOURCE_SDL } from "../../schema/history-source/directive.js";

/** The SDL of a live source that keeps to the contract, the subgraph `fiks`; without what federation adds. */
export const SOURCE_SDL = `
scalar DateTime
type Query {
  fiksHistory(
    parties: [ID!]!
    first: Int!
    afterUpdatedAt: DateTime
    afterId: ID
    updatedAfter: DateTime
    updatedBefore: DateTime
    identifiers: [ID!]
    search: String
  ): FiksHistoryPage! @historySource(id: "fiks", nb: "Fiks", presence: "fiksPresence", action: "fiksAct") @inaccessible
  fiksPresence: FiksPresence! @inaccessible
}
type Mutation {
  fiksAct(item: ID!, party: ID!, action: String!, text: String, idempotencyKey: ID!): FiksActed! @inaccessible
}
type FiksText { nb: String nn: String en: String }
type FiksPresence { asOf: DateTime! validForSeconds: Int! salt: String! hashCount: Int! bits: String! }
type FiksActed { outcome: String! code: String message: FiksText }
type FiksHidden { count: Int! requiredLevel: Int! }
type FiksCoverage { from: DateTime ratio: Float reason: FiksText }
type FiksHistoryPage {
  items: [FiksHistoryItem!]!
  hasMore: Boolean!
  totalCount: Int
  asOf: DateTime!
  coverage: FiksCoverage
  hiddenByLogin: FiksHidden
}
type FiksDeadline { kind: String! at: DateTime! amountOre: Int metAt: DateTime }
type FiksHistoryItem {
  id: ID!
  party: ID!
  service: ID!
  owner: String!
  status: String!
  sourceStatus: String
  title: FiksText!
  summary: FiksText
  senderName: FiksText
  createdAt: DateTime!
  updatedAt: DateTime!
  dueAt: DateTime
  isSeen: Boolean!
  isRedacted: Boolean!
  requiredLevel: Int!
  url: String
  process: String
  externalReference: String
  attachmentCount: Int!
  deadlines: [FiksDeadline!]!
  sameAs: [ID!]!
  actions: [String!]!
}
`;

/** The same as its agency publishes it. */
export const FEDERATED_SOURCE_SDL = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@composeDirective"])
  @link(url: "https://tunet.example/specs/history-source/v1.0", import: ["@historySource"])
  @composeDirective(name: "@historySource")

${HISTORY_SOURCE_SDL}
${SOURCE_SDL}`;
