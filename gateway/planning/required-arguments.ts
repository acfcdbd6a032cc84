import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from "graphql";
import { fieldSetOf, printFieldSet } from "./field-set.js";

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** A field with certain arguments, under a name of its own. */
export interface StandIn {
  readonly field: string;
  readonly arguments: FieldNode["arguments"];
}

/** A supergraph in which no `@requires` has arguments, and what the fields that were made up for it stand for. */
export interface WithoutRequiredArguments {
  readonly supergraph: DocumentNode;
  readonly standIns: ReadonlyMap<string, StandIn>;
}

/** The field that a stand-in or a field of its own name asks for. */
export const realName = (name: string, standIns: ReadonlyMap<string, StandIn>): string =>
  standIns.get(name)?.field ?? name;

const isFieldsType = (node: DocumentNode["definitions"][number]): node is FieldsType =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

/** Hands out stand-ins: the same field with the same arguments has the same one everywhere. */
const createNames = (types: Iterable<FieldsType>) => {
  const taken = new Set<string>();
  for (const { fields = [] } of types) for (const { name } of fields) taken.add(name.value);
  const byMeaning = new Map<string, string>();
  const standIns = new Map<string, StandIn>();
  return {
    standIns,
    nameFor(field: FieldNode): string {
      const meaning = printFieldSet({
        kind: Kind.SELECTION_SET,
        selections: [{ ...field, selectionSet: undefined }],
      });
      const known = byMeaning.get(meaning);
      if (known !== undefined) return known;
      let name: string;
      let number = byMeaning.size;
      do name = `${field.name.value}_required_${++number}`;
      while (taken.has(name));
      taken.add(name);
      byMeaning.set(meaning, name);
      standIns.set(name, { field: field.name.value, arguments: field.arguments });
      return name;
    },
  };
};

/**
 * Apollo's planner asks for a field that `@requires` names under the field's own name. Where the requirement has
 * arguments, that name may already stand for the same field with the client's arguments, or with those of another
 * requirement, and one of them gets the other's value. So each field with required arguments gets a stand-in, a field
 * of its own without arguments: to the planner it is one more field. Plans are put right afterwards: see read-plan.ts.
 */
export const withoutRequiredArguments = (supergraph: DocumentNode): WithoutRequiredArguments => {
  const types = new Map<string, FieldsType>();
  for (const node of supergraph.definitions) if (isFieldsType(node)) types.set(node.name.value, node);
  const names = createNames(types.values());
  /** Type name → stand-in → the field that it stands for. */
  const additions = new Map<string, Map<string, string>>();

  const addTo = (typeName: string, standIn: string, field: string): void => {
    const ofType = additions.get(typeName) ?? new Map<string, string>();
    additions.set(typeName, ofType.set(standIn, field));
  };

  /** A stand-in on an interface is one on everything that implements it. */
  const addEverywhere = (typeName: string, standIn: string, field: string): void => {
    addTo(typeName, standIn, field);
    if (types.get(typeName)?.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
    for (const { name, interfaces = [] } of types.values()) {
      if (interfaces.some((implemented) => implemented.name.value === typeName))
        addTo(name.value, standIn, field);
    }
  };

  const replaced = (set: SelectionSetNode, typeName: string): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = selection.typeCondition?.name.value ?? typeName;
        return { ...selection, selectionSet: replaced(selection.selectionSet, inner) };
      }
      if (selection.kind !== Kind.FIELD) return selection;
      const field = types.get(typeName)?.fields?.find(({ name }) => name.value === selection.name.value);
      if (field === undefined) return selection;
      const selectionSet = selection.selectionSet && replaced(selection.selectionSet, namedType(field.type));
      if ((selection.arguments?.length ?? 0) === 0) return { ...selection, selectionSet };
      const standIn = names.nameFor(selection);
      addEverywhere(typeName, standIn, field.name.value);
      return {
        ...selection,
        name: { kind: Kind.NAME, value: standIn },
        arguments: [],
        selectionSet,
      };
    }),
  });

  const rewritten = (directive: ConstDirectiveNode, typeName: string): ConstDirectiveNode => {
    if (directive.name.value !== "join__field") return directive;
    return {
      ...directive,
      arguments: directive.arguments?.map((argument) => {
        if (argument.name.value !== "requires" || argument.value.kind !== Kind.STRING) return argument;
        const value = printFieldSet(replaced(fieldSetOf(argument.value.value), typeName));
        return { ...argument, value: { kind: Kind.STRING, value } };
      }),
    };
  };

  const withRewrittenRequires = (type: FieldsType): FieldsType => ({
    ...type,
    fields: type.fields?.map((field) => ({
      ...field,
      directives: field.directives?.map((directive) => rewritten(directive, type.name.value)),
    })),
  });

  const withStandIns = (type: FieldsType): FieldsType => {
    const added: FieldDefinitionNode[] = [];
    for (const [standIn, fieldName] of additions.get(type.name.value) ?? []) {
      const field = type.fields?.find(({ name }) => name.value === fieldName);
      if (field === undefined) continue;
      added.push({
        ...field,
        name: { kind: Kind.NAME, value: standIn },
        arguments: [],
        description: undefined,
      });
    }
    return added.length === 0 ? type : { ...type, fields: [...(type.fields ?? []), ...added] };
  };

  const definitions = supergraph.definitions
    .map((node) => (isFieldsType(node) ? withRewrittenRequires(node) : node))
    .map((node) => (isFieldsType(node) ? withStandIns(node) : node)); // after all requirements were seen
  return names.standIns.size === 0
    ? { supergraph, standIns: names.standIns }
    : { supergraph: { ...supergraph, definitions }, standIns: names.standIns };
};
