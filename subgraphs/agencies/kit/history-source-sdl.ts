/** A marked field, by which the dialogs room asks a platform for its history. */
export interface MarkedSource {
  /** The subgraph's name, or begins with it and a hyphen. */
  readonly id: string;
  /** The root field. */
  readonly field: string;
  /** What people call the platform. */
  readonly name: { readonly nb: string; readonly nn: string; readonly en: string };
  /** How old a copy of its answers may be shown when it is away; 0: none is kept. */
  readonly lastGoodSeconds: number;
  /** Whether it looks for words itself. */
  readonly searches: boolean;
  /** The root field that tells whom it knows; `null`: it may know everybody. */
  readonly presence: string | null;
  /** The mutation that does what its items allow; `null`: nothing can be done. */
  readonly action: string | null;
}

const LINK = `
extend schema
  @link(url: "https://tunet.example/specs/history-source/v1.0", import: ["@historySource"])
  @composeDirective(name: "@historySource")

directive @historySource(
  id: ID!
  nb: String!
  nn: String
  en: String
  lastGoodSeconds: Int! = 0
  presence: String
  action: String
) on FIELD_DEFINITION
`;

const described = (text: string): string => `  ${JSON.stringify(text)}\n`;

/** `name: Type` and what it is. */
type Field = readonly [field: string, description: string];

const typeOf = (name: string, description: string, fields: readonly Field[]): string =>
  [
    `${JSON.stringify(description)}\ntype ${name} @inaccessible {`,
    ...fields.map(([field, text]) => `${described(text)}  ${field}`),
    "}\n",
  ].join("\n");

const typesOf = (prefix: string): string[] => [
  typeOf(`${prefix}HistoryPage`, "What the platform has, the newest first.", [
    [`items: [${prefix}HistoryItem!]!`, "By `updatedAt`, then by `id`, both descending."],
    ["hasMore: Boolean!", "Whether there are more after these."],
    ["totalCount: Int", "How many there are of all pages; null where that is not known."],
    ["asOf: DateTime!", "The moment that the page shows the platform at."],
    [`coverage: ${prefix}HistoryCoverage`, "What is missing; null: everything is there."],
    [`hiddenByLogin: ${prefix}HistoryHidden`, "What a stronger login would add; null: nothing."],
  ]),
  typeOf(`${prefix}HistoryItem`, "One thing that the platform has of a party.", [
    ["id: ID!", "The platform's own; the same for ever."],
    ["party: ID!", "URN of the party that it is of."],
    ["service: ID!", "URN of the service that it belongs to."],
    ["owner: String!", "Short code of whoever the service is of."],
    ["status: String!", "Dialogporten's status."],
    ["sourceStatus: String", "The status in the platform's own words."],
    [`title: ${prefix}HistoryText!`, "What it is about."],
    [`summary: ${prefix}HistoryText`, "Where it stands."],
    [`senderName: ${prefix}HistoryText`, "Who it is from."],
    ["createdAt: DateTime!", "When it came into being."],
    ["updatedAt: DateTime!", "When it last changed."],
    ["dueAt: DateTime", "When it is due, where it is."],
    ["isSeen: Boolean!", "Whether it was opened."],
    ["isRedacted: Boolean!", "Whether its texts are the non-sensitive ones."],
    ["requiredLevel: Int!", "The login level that it asks for, from 0 to 4."],
    ["url: String", "Where it can be opened."],
    ["process: String", "URI of the case that it is part of."],
    ["externalReference: String", "The owner's own reference."],
    ["attachmentCount: Int!", "How many documents it has."],
    [`deadlines: [${prefix}HistoryDeadline!]!`, "What is to be done by when."],
    ["sameAs: [ID!]!", "URIs of what it is on other platforms."],
    ["actions: [String!]!", "What can be done to it."],
  ]),
  typeOf(`${prefix}HistoryText`, "A text in the languages that there are of it.", [
    ["nb: String", "Norwegian Bokmål."],
    ["nn: String", "Norwegian Nynorsk."],
    ["en: String", "English."],
  ]),
  typeOf(`${prefix}HistoryDeadline`, "What is to be done by a moment.", [
    ["kind: String!", "ANSWER, PAY, SIGN, APPEAL or SEND_IN."],
    ["at: DateTime!", "By when."],
    ["amountOre: Int", "What is to be paid, in øre."],
    ["metAt: DateTime", "When it was met; null where it is not."],
  ]),
  typeOf(`${prefix}HistoryCoverage`, "How much of what there is can be had here.", [
    ["from: DateTime", "What is older is not here."],
    ["ratio: Float", "The share that is here, from 0 to 1."],
    [`reason: ${prefix}HistoryText`, "What is missing, and why."],
  ]),
  typeOf(`${prefix}HistoryHidden`, "What a stronger login would show.", [
    ["count: Int!", "How many."],
    ["requiredLevel: Int!", "The level that shows them all."],
  ]),
];

const presenceOf = (prefix: string): string =>
  typeOf(`${prefix}Presence`, "Whom the platform may know, as a Bloom filter: it names nobody.", [
    ["asOf: DateTime!", "When it was made."],
    ["validForSeconds: Int!", "How long it may be used."],
    ["salt: String!", "What parties are hashed with."],
    ["hashCount: Int!", "How many bits each party has."],
    ["bits: String!", "The filter, in base64."],
  ]);

const actedOf = (prefix: string): string =>
  typeOf(`${prefix}Acted`, "What came of an action.", [
    ["outcome: String!", "DONE or REFUSED."],
    ["code: String", "Why it was refused, for programs."],
    [`message: ${prefix}HistoryText`, "Why it was refused, for people."],
  ]);

const ARGUMENTS: readonly Field[] = [
  ["parties: [ID!]!", "URNs of whom to tell about, 1 to 100."],
  ["first: Int!", "How many, 1 to 200."],
  ["afterUpdatedAt: DateTime", "Only what comes after this position, with `afterId`."],
  ["afterId: ID", "See `afterUpdatedAt`."],
  ["updatedAfter: DateTime", "Only what changed then or later."],
  ["updatedBefore: DateTime", "Only what changed then or before."],
  ["identifiers: [ID!]", "Only what has one of these as its id or in `sameAs`."],
];
const SEARCH: Field = ["search: String", "Only what has these words."];
const ACT_ARGUMENTS: readonly Field[] = [
  ["item: ID!", "The item's own id."],
  ["party: ID!", "URN of the party that it is done for."],
  ["action: String!", "One of the item's `actions`."],
  ["text: String", "What to say with it."],
  ["idempotencyKey: ID!", "The same again does nothing more, and answers the same."],
];

const rootField = (
  field: string,
  {
    description,
    args,
    rest,
  }: { readonly description: string; readonly args: readonly Field[]; readonly rest: string },
): string => {
  const given = args.map(([argument, text]) => `  ${described(text)}    ${argument}\n`).join("");
  return `${described(description)}  ${field}${given === "" ? "" : `(\n${given}  )`}: ${rest} @inaccessible\n`;
};

const markOf = ({ id, name, lastGoodSeconds, presence, action }: MarkedSource): string => {
  const given = { id, ...name, lastGoodSeconds, presence, action };
  const texts = Object.entries(given).flatMap(([argument, value]) =>
    value === null ? [] : [`${argument}: ${JSON.stringify(value)}`],
  );
  return `@historySource(${texts.join(", ")})`;
};

const each = (names: readonly (string | null)[]): string[] => [
  ...new Set(names.filter((name) => name !== null)),
];

/**
 * The SDL of an agency's live history sources: what the contract asks for, under names of the agency's own. Put it after
 * the agency's `schema.graphql`, which has the scalar `DateTime` and imports `@composeDirective` and `@inaccessible` from
 * federation. Nothing of it is seen by clients.
 * @param prefix what the names of the agency's types begin with
 */
export const historySourceSdl = (prefix: string, sources: readonly MarkedSource[]): string => {
  const presences = each(sources.map(({ presence }) => presence));
  const actions = each(sources.map(({ action }) => action));
  const fields = [
    ...sources.map((source) =>
      rootField(source.field, {
        description: `What ${source.name.en} has of these parties, for the history.`,
        args: source.searches ? [...ARGUMENTS, SEARCH] : ARGUMENTS,
        rest: `${prefix}HistoryPage! ${markOf(source)}`,
      }),
    ),
    ...presences.map((field) =>
      rootField(field, { description: "Whom the platform may know.", args: [], rest: `${prefix}Presence!` }),
    ),
  ];
  const mutations = actions.map((field) =>
    rootField(field, {
      description: "Does what an item allows.",
      args: ACT_ARGUMENTS,
      rest: `${prefix}Acted!`,
    }),
  );
  return [
    LINK,
    ...typesOf(prefix),
    ...(presences.length === 0 ? [] : [presenceOf(prefix)]),
    ...(actions.length === 0 ? [] : [actedOf(prefix)]),
    `extend type Query {\n${fields.join("\n")}}\n`,
    ...(mutations.length === 0 ? [] : [`extend type Mutation {\n${mutations.join("\n")}}\n`]),
  ].join("\n");
};
