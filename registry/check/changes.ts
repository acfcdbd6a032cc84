import { type Change, ChangeType, CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from "graphql";

/** A difference between two schemas that may matter to those who use the older one. */
export interface SchemaChange {
  /** graphql-inspector's name, e.g. `FIELD_REMOVED`. */
  readonly kind: string;
  readonly level: "BREAKING" | "DANGEROUS";
  /** What changed, e.g. `Person.name`. */
  readonly path: string;
  /** In words. */
  readonly message: string;
  /** An operation that touches any of these is concerned; `null`: every operation is. */
  readonly concerns: readonly string[] | null;
}

type Meta = Readonly<Record<string, unknown>>;

const text = (meta: Meta, name: string): string => String(meta[name] ?? "");

const becameRequired = (from: string, to: string): boolean => to.endsWith("!") && !from.endsWith("!");

const [QUERY, MUTATION, SUBSCRIPTION] = ["Query", "Mutation", "Subscription"];

/** `Type.field.argument` → `Type.field` */
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("."));

const concernsOf = ({ type, path = "", meta: given }: Change): readonly string[] | null => {
  const meta = given as Meta;
  switch (type) {
    case ChangeType.FieldArgumentAdded:
    case ChangeType.FieldArgumentDefaultChanged: // those who leave it out get another value
      return [parentOf(path)];
    case ChangeType.FieldArgumentTypeChanged:
      return becameRequired(text(meta, "oldArgumentType"), text(meta, "newArgumentType"))
        ? [parentOf(path)]
        : [path];
    case ChangeType.FieldArgumentRemoved:
      return [
        `${text(meta, "typeName")}.${text(meta, "fieldName")}.${text(meta, "removedFieldArgumentName")}`,
      ];
    case ChangeType.EnumValueRemoved:
    case ChangeType.EnumValueAdded:
      return [parentOf(path)]; // a variable or an answer may hold any value
    case ChangeType.InputFieldAdded:
    case ChangeType.InputFieldDefaultValueChanged:
      return [parentOf(path)];
    case ChangeType.InputFieldRemoved:
      return [path, `${parentOf(path)}.*`];
    case ChangeType.InputFieldTypeChanged:
      return becameRequired(text(meta, "oldInputFieldType"), text(meta, "newInputFieldType"))
        ? [parentOf(path)]
        : [path, `${parentOf(path)}.*`];
    case ChangeType.UnionMemberRemoved:
    case ChangeType.UnionMemberAdded:
      return [path];
    case ChangeType.ObjectTypeInterfaceAdded:
      return [text(meta, "addedInterfaceName")];
    case ChangeType.ObjectTypeInterfaceRemoved:
      return [text(meta, "removedInterfaceName")];
    case ChangeType.SchemaQueryTypeChanged:
      return [QUERY];
    case ChangeType.SchemaMutationTypeChanged:
      return [MUTATION];
    case ChangeType.SchemaSubscriptionTypeChanged:
      return [SUBSCRIPTION];
    default:
      if (path.startsWith("@")) return [path.split(".")[0] ?? path];
      return path === "" ? null : [path];
  }
};

/**
 * A required argument or input field that has a default can be left out, and types that nothing leads to are nobody's:
 * the library says so itself. Only what may break somebody is kept.
 */
const isOfConcern = ({ criticality }: Change): boolean =>
  criticality.level === CriticalityLevel.Breaking || criticality.level === CriticalityLevel.Dangerous;

/** What of the newer schema may break those who use the older one, sorted by path. */
export const changesBetween = async (older: GraphQLSchema, newer: GraphQLSchema): Promise<SchemaChange[]> =>
  (await diff(older, newer))
    .filter(isOfConcern)
    .map((change) => ({
      kind: change.type as string,
      level:
        change.criticality.level === CriticalityLevel.Breaking
          ? ("BREAKING" as const)
          : ("DANGEROUS" as const),
      path: change.path ?? "",
      message: change.message,
      concerns: concernsOf(change),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));

const FEDERATION_NAME =
  /^(link|key|shareable|external|requires|provides|override|inaccessible|tag|extends|interfaceObject|composeDirective|authenticated|requiresScopes|policy|cost|listSize|context|fromContext)$/;

/** A subgraph's schema as far as it is its own: federation's directives are left out. */
const ownDefinitions = (document: DocumentNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.filter(
    (definition) =>
      definition.kind !== "SchemaExtension" &&
      !(definition.kind === "DirectiveDefinition" && FEDERATION_NAME.test(definition.name.value)),
  ),
});

/** A subgraph's SDL as a schema to compare; nothing in it has to be whole. */
export const comparableSchema = (sdl: string): GraphQLSchema =>
  buildASTSchema(extensionsAsTypes(ownDefinitions(parse(sdl))), { assumeValid: true, assumeValidSDL: true });

/** `extend type Query` without a `type Query` is common in subgraphs: it is read as the type itself. */
const extensionsAsTypes = (document: DocumentNode): DocumentNode => {
  const defined = new Set(
    document.definitions.flatMap((one) =>
      one.kind.endsWith("TypeDefinition") && "name" in one && one.name ? [one.name.value] : [],
    ),
  );
  return {
    ...document,
    definitions: document.definitions.map((one) => {
      if (
        !one.kind.endsWith("TypeExtension") ||
        !("name" in one) ||
        !one.name ||
        defined.has(one.name.value)
      ) {
        return one;
      }
      defined.add(one.name.value);
      return { ...one, kind: one.kind.replace("Extension", "Definition") } as unknown as typeof one;
    }),
  };
};
