/** What the registry finds, and what becomes of what was asked of it. */
export const foundSdl = /* GraphQL */ `
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
