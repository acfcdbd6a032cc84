import { type FieldNode, Kind, parse, visit } from "graphql";
import type { Shown } from "../kit.js";
import type { Case } from "./open-world.js";
import { printSubgraph } from "./sdl.js";

/** Where stock execution answers otherwise than the specification has it, and why that is known. */
export interface StockDifference {
  readonly name: string;
  /** What makes ours right. */
  readonly section: string;
  /** Whether a case has what it takes for stock to go wrong in this way. */
  explains(asked: Case, stock: Shown, ours: Shown): boolean;
}

/** A value as text, whatever order its keys are in. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))
      : part,
  ) ?? "nothing";

const fieldsIn = (query: string): FieldNode[] => {
  const fields: FieldNode[] = [];
  visit(parse(query), {
    Field(field) {
      fields.push(field);
    },
  });
  return fields;
};

const aliases = ({ query }: Case): string[] =>
  fieldsIn(query).flatMap(({ alias, name }) => (alias && alias.value !== name.value ? [alias.value] : []));

/** Names of keys, and of all fields that the world has. */
const fieldNames = ({ content: { world } }: Case): Set<string> =>
  new Set([
    ...["id", "code", "ref", "no"],
    ...[...world.entities, ...world.values].flatMap(({ fields }) => fields.map(({ name }) => name)),
  ]);

const hasRequirements = ({ content: { world } }: Case, pattern: RegExp): boolean =>
  world.subgraphs.some((subgraph) => pattern.test(printSubgraph(world, subgraph)));

export const stockDifferences: readonly StockDifference[] = [
  {
    name: "takes a client's alias for a key, a required field, or another field of the same name",
    section: "https://spec.graphql.org/October2021/#sec-Field-Alias",
    explains(asked) {
      const names = fieldNames(asked);
      return aliases(asked).some((alias) => names.has(alias));
    },
  },
  {
    name: "loses fields whose alias is the name of something that objects inherit",
    section: "https://spec.graphql.org/October2021/#sec-Names",
    explains: (asked) => aliases(asked).some((alias) => alias in Object.prototype || alias === "_entities"),
  },
  {
    name: "gives up on the whole answer where one value does not fit its type",
    section: "https://spec.graphql.org/October2021/#sec-Handling-Field-Errors",
    explains: ({ content }) => content.faults > 0,
  },
  {
    name: "requires the client's arguments, or another requirement's, in place of its own",
    section:
      "https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives#requires",
    explains: (asked) => hasRequirements(asked, /@requires\(fields: "[^"]*\(n:/),
  },
  {
    name: "drops fields beside one that a condition leaves out, where that one requires others",
    section: "https://spec.graphql.org/October2021/#sec--skip",
    explains: (asked) => /@(skip|include)/.test(asked.query) && hasRequirements(asked, /@requires/),
  },
  {
    name: "writes what a root field selects outside a fragment before what it selects within",
    section: "https://spec.graphql.org/October2021/#sec-Normal-and-Serial-Execution",
    explains: ({ query }, stock, ours) => {
      const selected = parse(query).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
      );
      return selected.some(({ kind }) => kind !== Kind.FIELD) && sorted(stock.data) === sorted(ours.data);
    },
  },
];
