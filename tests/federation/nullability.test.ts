import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { expect, it } from "vitest";
import { roomDefinitions } from "../../bin/subgraphs.js";

/** Which room resolves an entity's own fields (docs/decisions/0008-what-crosses-a-room-may-be-null.md). */
const HOMES: Readonly<Record<string, string>> = {
  Workspace: "authorization",
  Party: "authorization",
  HistoryItem: "dialogs",
  Dialog: "dialogs",
  ServiceResource: "catalogue",
  ServiceOwner: "catalogue",
  FormInstance: "forms",
  Viewer: "authorization",
  SavedSearch: "profile",
  User: "profile",
};

/** Fields that come from Dialogporten's contract, or that a key is made of, are as strict as they were published. */
const isKeyOrExternal = (type: GraphQLObjectType, field: string): boolean => {
  const directives = type.getFields()[field]?.astNode?.directives ?? [];
  return field === "id" || field === "code" || directives.some(({ name }) => name.value === "external");
};

const holdsNonNull = (type: GraphQLOutputType): boolean =>
  isNonNullType(type) && (!isListType(type.ofType) || isNonNullType(type.ofType.ofType));

const strictCrossings = (): string[] =>
  roomDefinitions.flatMap(({ name: room, build }) =>
    Object.values(build().schema.getTypeMap())
      .filter(isObjectType)
      .filter(
        ({ name }) =>
          !name.startsWith("__") && name !== "Query" && name !== "Mutation" && name !== "_Service",
      )
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => !isKeyOrExternal(type, field.name) && holdsNonNull(field.type))
          .filter((field) => {
            const isForeignType = HOMES[type.name] !== undefined && HOMES[type.name] !== room;
            const target = HOMES[getNamedType(field.type).name];
            return isForeignType || (target !== undefined && target !== room);
          })
          .map((field) => `${room}: ${type.name}.${field.name}`),
      ),
  );

it("lets every field that crosses from one room to another be null, so that a room that fails takes nothing along", () => {
  expect(strictCrossings()).toEqual([]);
});
