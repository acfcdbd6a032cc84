import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import type { FormPrefillSource } from "../../../drizzle/forms/values.js";
import type { Json } from "../../../lib/json.js";
import type { GraphFault } from "../../../schema/graph-port.js";

/** A prefill's source that is a field of the graph. */
export type GraphSource = Extract<FormPrefillSource, { readonly kind: "GRAPH" }>;

const MAX_FIELDS = 10;

const isLiteral = (value: ValueNode): boolean => {
  if (value.kind === Kind.LIST) return value.values.every(isLiteral);
  if (value.kind === Kind.OBJECT) return value.fields.every((field) => isLiteral(field.value));
  return value.kind !== Kind.VARIABLE;
};

const problemOf = (field: FieldNode): string | null => {
  if (field.alias !== undefined) return "fields have no other names in it";
  if ((field.directives ?? []).length > 0) return "there are no directives in it";
  return (field.arguments ?? []).every((argument) => isLiteral(argument.value))
    ? null
    : "there are no variables in it";
};

/** The fields of a selection, from the outermost in; a text that says why it is none that a form may use. */
const fieldsOf = (select: string): readonly FieldNode[] | string => {
  let operation: OperationDefinitionNode;
  try {
    const { definitions } = parse(`{ ${select} }`, { noLocation: true, maxTokens: 200 });
    const [only] = definitions;
    if (only?.kind !== Kind.OPERATION_DEFINITION || definitions.length > 1) return "it is no selection";
    operation = only;
  } catch {
    return "it is no selection of GraphQL";
  }
  const fields: FieldNode[] = [];
  let set: SelectionSetNode | undefined = operation.selectionSet;
  while (set !== undefined) {
    const [field, ...others]: readonly SelectionNode[] = set.selections;
    if (field?.kind !== Kind.FIELD || others.length > 0)
      return "it has one field within each, and no fragments";
    const problem = problemOf(field);
    if (problem !== null) return problem;
    fields.push(field);
    if (fields.length > MAX_FIELDS) return `it is more than ${MAX_FIELDS} fields deep`;
    set = field.selectionSet;
  }
  return fields;
};

/** Why a form may not take an answer from there; `null` where it may. Whether the graph has the field is not asked. */
export const selectionProblem = (select: string): string | null => {
  const fields = fieldsOf(select);
  return typeof fields === "string" ? fields : null;
};

/** A source by the name that people may be shown, e.g. `Workspace.skatt.assessments.amounts.taxableIncome`. */
export const fieldNameOf = ({ of, select }: GraphSource): string => {
  const fields = fieldsOf(select);
  const names = typeof fields === "string" ? [select] : fields.map(({ name }) => name.value);
  return [of === "PARTY" ? "Party" : "Workspace", ...names].join(".");
};

const aliasOf = (index: number): string => `v${index}`;

/** One question for all of these. Each is under a name of its own, so that none stands in another's way. */
export const questionOf = (sources: readonly GraphSource[]): string => {
  const selected = (of: GraphSource["of"]): string =>
    sources
      .flatMap((source, index) => {
        const fields = source.of === of ? fieldsOf(source.select) : "";
        const [outermost] = typeof fields === "string" ? [] : fields;
        const alias = { kind: Kind.NAME, value: aliasOf(index) } as const;
        return outermost === undefined ? [] : [print({ ...outermost, alias })];
      })
      .join(" ");
  const ofParty = selected("PARTY");
  const party = ofParty === "" ? "" : `parties(first: 1) { edges { node { ${ofParty} } } }`;
  return `query FormPrefill($parties: [PartyUrn!]!) { workspace(parties: $parties) { ${selected("WORKSPACE")} ${party} } }`;
};

/** What came of one source: a value, or the codes of what kept it away (none: there is nothing). */
export type GraphFound = { readonly value: Json } | { readonly codes: readonly string[] };

const PARTY_WAY = ["workspace", "parties", "edges", 0, "node"] as const;

/** Goes down into an answer; of a list, the first is taken. The last may be a list: that is one answer. */
const follow = (data: unknown, way: readonly (string | number)[]) => {
  const path: (string | number)[] = [];
  let found: unknown = data;
  for (const step of way) {
    if (Array.isArray(found) && typeof step === "string") {
      path.push(0);
      found = found[0];
    }
    path.push(step);
    found = (found as Readonly<Record<string | number, unknown>> | null | undefined)?.[step];
    if (found === null || found === undefined) return { value: null, path };
  }
  return { value: found as Json, path };
};

const isOn = (fault: GraphFault, path: readonly (string | number)[]): boolean =>
  fault.path.every((part, index) => index >= path.length || part === path[index]);

/** Takes an answer apart. Where the whole question failed, it failed for each. */
export const foundIn = (
  sources: readonly GraphSource[],
  data: unknown,
  faults: readonly GraphFault[],
): readonly GraphFound[] =>
  sources.map(({ of, select }, index) => {
    const fields = fieldsOf(select);
    const [, ...inner] = typeof fields === "string" ? [] : fields.map(({ name }) => name.value);
    const way = [...(of === "PARTY" ? PARTY_WAY : ["workspace"]), aliasOf(index), ...inner];
    const { value, path } = follow(data, way);
    if (value !== null) return { value };
    return { codes: faults.filter((fault) => isOn(fault, path)).map(({ code }) => code) };
  });
