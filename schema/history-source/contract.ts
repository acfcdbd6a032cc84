/** What of the contract a fact of it is: a field, with its type as SDL writes it; `*` stands for a type of the agency's own. */
export interface FieldShape {
  readonly type: string;
  /** Of the agency's own type. */
  readonly fields?: Shape;
}

export interface Shape {
  readonly [field: string]: FieldShape;
}

const TEXTS: Shape = { nb: { type: "String" }, nn: { type: "String" }, en: { type: "String" } };

const DEADLINE: Shape = {
  kind: { type: "String!" },
  at: { type: "DateTime!" },
  amountOre: { type: "Int" },
  metAt: { type: "DateTime" },
};

const ITEM: Shape = {
  id: { type: "ID!" },
  party: { type: "ID!" },
  service: { type: "ID!" },
  owner: { type: "String!" },
  status: { type: "String!" },
  sourceStatus: { type: "String" },
  title: { type: "*!", fields: TEXTS },
  summary: { type: "*", fields: TEXTS },
  senderName: { type: "*", fields: TEXTS },
  createdAt: { type: "DateTime!" },
  updatedAt: { type: "DateTime!" },
  dueAt: { type: "DateTime" },
  isSeen: { type: "Boolean!" },
  isRedacted: { type: "Boolean!" },
  requiredLevel: { type: "Int!" },
  url: { type: "String" },
  process: { type: "String" },
  externalReference: { type: "String" },
  attachmentCount: { type: "Int!" },
  deadlines: { type: "[*!]!", fields: DEADLINE },
  sameAs: { type: "[ID!]!" },
  actions: { type: "[String!]!" },
};

/** What the marked field answers. */
export const PAGE: Shape = {
  items: { type: "[*!]!", fields: ITEM },
  hasMore: { type: "Boolean!" },
  totalCount: { type: "Int" },
  asOf: { type: "DateTime!" },
  coverage: {
    type: "*",
    fields: { from: { type: "DateTime" }, ratio: { type: "Float" }, reason: { type: "*", fields: TEXTS } },
  },
  hiddenByLogin: { type: "*", fields: { count: { type: "Int!" }, requiredLevel: { type: "Int!" } } },
};

/** What the field that `presence` names answers. */
export const PRESENCE: Shape = {
  asOf: { type: "DateTime!" },
  validForSeconds: { type: "Int!" },
  salt: { type: "String!" },
  hashCount: { type: "Int!" },
  bits: { type: "String!" },
};

/** What the field that `action` names answers. */
export const ACTED: Shape = {
  outcome: { type: "String!" },
  code: { type: "String" },
  message: { type: "*", fields: TEXTS },
};

/** By name, with the types that Tunet's variables have. */
export type Arguments = Readonly<Record<string, string>>;

/** Of the marked field. */
export const HISTORY_ARGUMENTS: Arguments = {
  parties: "[ID!]!",
  first: "Int!",
  afterUpdatedAt: "DateTime",
  afterId: "ID",
  updatedAfter: "DateTime",
  updatedBefore: "DateTime",
  identifiers: "[ID!]",
};

/** Of a marked field that looks for words itself. */
export const SEARCH_ARGUMENT: Arguments = { search: "String" };

/** Of the field that `action` names. */
export const ACTION_ARGUMENTS: Arguments = {
  item: "ID!",
  party: "ID!",
  action: "String!",
  text: "String",
  idempotencyKey: "ID!",
};

export const MAX_PARTIES = 100;
export const MAX_FIRST = 200;
export const MAX_IDENTIFIERS = 200;
