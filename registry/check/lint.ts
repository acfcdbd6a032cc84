import {
  type ASTNode,
  type ConstDirectiveNode,
  getLocation,
  type NameNode,
  parse,
  Source,
  type StringValueNode,
  visit,
} from "graphql";
import type { Finding } from "../../drizzle/registry/values.js";
import { tableOf } from "../../lib/table-of.js";
import { finding } from "./finding.js";
import { keyFieldsOf, type NamedSubgraph, ROOTS } from "./namespace.js";

/** Something that ought to be described, with its name. */
type Described = ASTNode & {
  readonly name: NameNode;
  readonly description?: StringValueNode;
  readonly directives?: readonly ConstDirectiveNode[];
};

const TYPE_NAME = /^_*[A-Z][A-Za-z0-9]*$/;
const FIELD_NAME = /^_*[a-z][A-Za-z0-9]*$/;
const ENUM_VALUE_NAME = /^[A-Z][A-Z0-9_]*$/;
const NO_REASON = "No longer supported";

interface Convention {
  readonly pattern: RegExp;
  readonly words: string;
}

const CONVENTIONS: Readonly<Record<string, Convention>> = tableOf({
  type: { pattern: TYPE_NAME, words: "PascalCase" },
  field: { pattern: FIELD_NAME, words: "camelCase" },
  argument: { pattern: FIELD_NAME, words: "camelCase" },
  "enum value": { pattern: ENUM_VALUE_NAME, words: "UPPER_CASE" },
});

/** Others describe what is theirs: an entity's key here is only its name. */
const isReference = (node: Described): boolean =>
  (node.directives ?? []).some(({ name }) => name.value === "external" || name.value === "key");

const isDeprecatedWithoutReason = (node: Described): boolean =>
  (node.directives ?? []).some(
    ({ name, arguments: given = [] }) =>
      name.value === "deprecated" &&
      given.every(({ value }) => value.kind === "StringValue" && ["", NO_REASON].includes(value.value)),
  );

/** What a developer in the sandbox would miss: descriptions, reasons, names as everywhere else. */
export const lint = ({ name: subgraph, sdl }: NamedSubgraph): Finding[] => {
  const findings: Finding[] = [];
  const source = new Source(sdl, subgraph);
  const warn = (node: Described, what: string, message: string): void => {
    const { line, column } = getLocation(source, node.name.loc?.start ?? 0);
    findings.push(
      finding({
        rule: "LINT",
        severity: "WARNING",
        message,
        key: `${what} ${node.name.value}`,
        subgraph,
        line,
        column,
      }),
    );
  };
  const check = (kind: string, node: Described, path: string): void => {
    const convention = CONVENTIONS[kind];
    if (node.name.value.includes("__")) return;
    if (convention !== undefined && !convention.pattern.test(node.name.value)) {
      warn(node, `name ${path}`, `The ${kind} ${path} is not in ${convention.words}, as all others are.`);
    }
    if (node.description === undefined && !isReference(node)) {
      const message = `The ${kind} ${path} has no description: say what it is for whoever finds it in the sandbox.`;
      warn(node, `description ${path}`, message);
    }
    if (isDeprecatedWithoutReason(node)) {
      const message = `The ${kind} ${path} is deprecated without a reason: say what to use in its place.`;
      warn(node, `deprecation ${path}`, message);
    }
  };

  /** Where it is another's entity that is only named here: the fields of its keys. */
  let named: ReadonlySet<string> = new Set();
  const owner: string[] = [];
  const ownerPath = (): string => owner.join(".");
  const type = {
    enter(node: Described): void {
      const isOwn = node.kind.endsWith("Definition") && !ROOTS.has(node.name.value);
      if (isOwn) check("type", node, node.name.value);
      named = node.description === undefined ? keyFieldsOf(node) : new Set();
      owner.push(node.name.value);
    },
    leave(): void {
      owner.pop();
    },
  };
  visit(parse(source), {
    ObjectTypeDefinition: type,
    ObjectTypeExtension: type,
    InterfaceTypeDefinition: type,
    InterfaceTypeExtension: type,
    InputObjectTypeDefinition: type,
    InputObjectTypeExtension: type,
    EnumTypeDefinition: type,
    EnumTypeExtension: type,
    UnionTypeDefinition: type,
    DirectiveDefinition: { enter: () => false },
    FieldDefinition: {
      enter(node) {
        if (named.has(node.name.value)) return false;
        check("field", node, `${ownerPath()}.${node.name.value}`);
        owner.push(node.name.value);
        return undefined;
      },
      leave() {
        owner.pop();
      },
    },
    InputValueDefinition(node) {
      check("argument", node, `${ownerPath()}.${node.name.value}`);
    },
    EnumValueDefinition(node) {
      check("enum value", node, `${ownerPath()}.${node.name.value}`);
    },
  });
  return findings;
};
