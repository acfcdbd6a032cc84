import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
} from "graphql";

/*
 * Whether every operation that is valid on one schema is valid on another, and answers it with what it may answer:
 * answers may say more than was promised, arguments may ask for less. Names in `renamed` are the other's for the same.
 */

type Renamed = Readonly<Record<string, string>>;

const nameOf = (type: GraphQLNamedType, renamed: Renamed): string => renamed[type.name] ?? type.name;

/** Whether a value of `ours` may stand where `theirs` was promised. */
const isWithin = (ours: GraphQLType, theirs: GraphQLType, renamed: Renamed): boolean => {
  if (isNonNullType(theirs)) return isNonNullType(ours) && isWithin(ours.ofType, theirs.ofType, renamed);
  if (isNonNullType(ours)) return isWithin(ours.ofType, theirs, renamed);
  if (isListType(theirs)) return isListType(ours) && isWithin(ours.ofType, theirs.ofType, renamed);
  return !isListType(ours) && ours.name === nameOf(theirs as GraphQLNamedType, renamed);
};

const inputDifferences = (
  at: string,
  ours: readonly (GraphQLArgument | GraphQLInputField)[],
  theirs: readonly (GraphQLArgument | GraphQLInputField)[],
  renamed: Renamed,
): string[] => [
  ...theirs.flatMap((wanted) => {
    const own = ours.find(({ name }) => name === wanted.name);
    const place = `${at}.${wanted.name}`;
    if (own === undefined) return [`${place} is missing`];
    // What they take must be taken here: an argument that may be left out there may be left out here.
    const isTaken = isWithin(wanted.type, own.type, {}) || isWithin(wanted.type, own.type, renamed);
    return [
      ...(isTaken ? [] : [`${place} takes ${own.type}, not ${wanted.type}`]),
      ...(own.defaultValue === wanted.defaultValue
        ? []
        : [`${place} defaults to ${own.defaultValue}, not ${wanted.defaultValue}`]),
    ];
  }),
  ...ours
    .filter((own) => !theirs.some(({ name }) => name === own.name))
    .filter(
      (own) =>
        ("astNode" in own && isRequiredArgument(own as GraphQLArgument)) ||
        isRequiredInputField(own as GraphQLInputField),
    )
    .map(({ name }) => `${at}.${name} is demanded`),
];

const fieldDifferences = (ours: GraphQLNamedType, theirs: GraphQLNamedType, renamed: Renamed): string[] => {
  if (!(isObjectType(theirs) || isInterfaceType(theirs)) || !(isObjectType(ours) || isInterfaceType(ours))) {
    return [];
  }
  const interfaces = theirs
    .getInterfaces()
    .filter(({ name }) => !ours.getInterfaces().some((own) => own.name === name))
    .map(({ name }) => `${theirs.name} does not implement ${name}`);
  const fields = Object.values(theirs.getFields()).flatMap((wanted) => {
    const own = ours.getFields()[wanted.name];
    const place = `${theirs.name}.${wanted.name}`;
    if (own === undefined) return [`${place} is missing`];
    return [
      ...(isWithin(own.type, wanted.type, renamed) ? [] : [`${place} is ${own.type}, not ${wanted.type}`]),
      ...inputDifferences(place, own.args, wanted.args, renamed),
    ];
  });
  return [...interfaces, ...fields];
};

const kindOf = (type: GraphQLNamedType): string => type.constructor.name;

const typeDifferences = (ours: GraphQLNamedType, theirs: GraphQLNamedType, renamed: Renamed): string[] => {
  if (kindOf(ours) !== kindOf(theirs))
    return [`${theirs.name} is a ${kindOf(ours)}, not a ${kindOf(theirs)}`];
  if (isScalarType(theirs) && isScalarType(ours)) {
    return ours.specifiedByURL === theirs.specifiedByURL
      ? []
      : [`${theirs.name} is specified by ${ours.specifiedByURL}, not ${theirs.specifiedByURL}`];
  }
  if (isEnumType(theirs) && isEnumType(ours)) {
    const [wanted, own] = [theirs, ours].map((type) => type.getValues().map(({ name }) => name));
    return [
      ...(wanted ?? [])
        .filter((name) => !own?.includes(name))
        .map((name) => `${theirs.name}.${name} is missing`),
      ...(own ?? []).filter((name) => !wanted?.includes(name)).map((name) => `${theirs.name}.${name} is new`),
    ];
  }
  if (isInputObjectType(theirs) && isInputObjectType(ours)) {
    const [own, wanted] = [ours, theirs].map((type) => Object.values(type.getFields()));
    return inputDifferences(theirs.name, own ?? [], wanted ?? [], renamed);
  }
  return fieldDifferences(ours, theirs, renamed);
};

const BUILT_IN = /^(__.*|String|Int|Float|Boolean|ID)$/;

/** Everything in which `ours` falls short of `theirs`, sorted; empty where every operation of theirs is good here. */
export const differencesOf = (ours: GraphQLSchema, theirs: GraphQLSchema, renamed: Renamed = {}): string[] =>
  Object.values(theirs.getTypeMap())
    .filter(({ name }) => !BUILT_IN.test(name))
    .flatMap((wanted) => {
      const own = ours.getType(nameOf(wanted, renamed));
      return own === undefined ? [`${wanted.name} is missing`] : typeDifferences(own, wanted, renamed);
    })
    .sort();
