import { type ConstDirectiveNode, type InputValueDefinitionNode, type NameNode, parse, visit } from "graphql";
import type { Finding } from "../../drizzle/registry/values.js";
import { DAY_MILLIS } from "../../lib/clock.js";
import type { SchemaChange } from "./changes.js";
import { finding } from "./finding.js";

interface Named {
  readonly name: NameNode;
  readonly directives?: readonly ConstDirectiveNode[];
}

const isDeprecated = ({ directives = [] }: Named): boolean =>
  directives.some(({ name }) => name.value === "deprecated");

/** What of a schema is deprecated: `Type.field`, `Type.field.argument`, `Input.field`, `Enum.VALUE`; sorted. */
export const deprecatedIn = (apiSdl: string): string[] => {
  if (!apiSdl.includes("@deprecated")) return [];
  const found: string[] = [];
  const path: string[] = [];
  const note = (node: Named): void => {
    if (isDeprecated(node)) found.push([...path, node.name.value].join("."));
  };
  const within = {
    enter(node: Named): void {
      note(node);
      path.push(node.name.value);
    },
    leave(): void {
      path.pop();
    },
  };
  visit(parse(apiSdl, { noLocation: true }), {
    DirectiveDefinition: { enter: () => false },
    ObjectTypeDefinition: within,
    InterfaceTypeDefinition: within,
    InputObjectTypeDefinition: within,
    EnumTypeDefinition: within,
    FieldDefinition: within,
    InputValueDefinition: (node: InputValueDefinitionNode) => note(node),
    EnumValueDefinition: note,
  });
  return found.sort();
};

const REMOVALS: ReadonlySet<string> = new Set([
  "FIELD_REMOVED",
  "FIELD_ARGUMENT_REMOVED",
  "INPUT_FIELD_REMOVED",
  "ENUM_VALUE_REMOVED",
]);

/** What is removed, as deprecations name it. */
const removedBy = ({ kind, path, concerns }: SchemaChange): string | null => {
  if (!REMOVALS.has(kind)) return null;
  return kind === "FIELD_ARGUMENT_REMOVED" ? (concerns?.[0] ?? null) : path;
};

/** How long what is to be removed has to be deprecated before. */
export interface Grace {
  readonly days: number;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Since when what is served has been deprecated, by what it is. */
  readonly since: Readonly<Record<string, number>>;
}

/** What is removed without having been deprecated long enough for everybody to notice. */
export const checkDeprecations = (changes: readonly SchemaChange[], { days, now, since }: Grace): Finding[] =>
  changes.flatMap((change) => {
    const removed = removedBy(change);
    if (removed === null || days === 0) return [];
    const deprecatedAt = Object.hasOwn(since, removed) ? since[removed] : undefined;
    const lasted = deprecatedAt === undefined ? null : Math.floor((now - deprecatedAt) / DAY_MILLIS);
    if (lasted !== null && lasted >= days) return [];
    const soFar = lasted === null ? "without having been deprecated" : `after ${lasted} days of deprecation`;
    return finding({
      rule: "DEPRECATION",
      severity: "WARNING",
      message: `${removed} is removed ${soFar}. Deprecate it for ${days} days first, with a reason that names what to use.`,
      key: `deprecation ${removed}`,
    });
  });
