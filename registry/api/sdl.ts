import { foundSdl } from "./sdl-found.js";
import { servedSdl } from "./sdl-served.js";

/** What can be asked of the registry. */
const operationsSdl = /* GraphQL */ `
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
`;

/** The registry's own schema. */
export const registrySdl = operationsSdl + servedSdl + foundSdl;
