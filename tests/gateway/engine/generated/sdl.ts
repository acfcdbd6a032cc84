import type { TypeUse, World, WorldEntity, WorldField, WorldValue } from "./world.js";

/** A type as SDL has it. */
export const printType = ({ name, lists, required }: TypeUse): string => {
  let printed = name + (required[lists] ? "!" : "");
  for (let list = lists - 1; list >= 0; list--) printed = `[${printed}]${required[list] ? "!" : ""}`;
  return printed;
};

const printField = ({ name, type, owners, hasArgument, requires }: WorldField, directives = ""): string => {
  const shareable = owners.length > 1 ? " @shareable" : "";
  const required = requires === null ? "" : ` @requires(fields: ${JSON.stringify(requires.fieldSet)})`;
  return `${name}${hasArgument ? "(n: Int = 1)" : ""}: ${printType(type)}${shareable}${required}${directives}`;
};

const ownFields = (fields: readonly WorldField[], subgraph: string): WorldField[] =>
  fields.filter(({ owners }) => owners.includes(subgraph));

const printEntity = (entity: WorldEntity, subgraph: string): string => {
  const keys = entity.keys[subgraph] ?? [];
  const own = ownFields(entity.fields, subgraph);
  const needed = new Set(own.flatMap(({ requires }) => requires?.fields.map(({ field }) => field) ?? []));
  const external = entity.fields.filter(({ name, owners }) => needed.has(name) && !owners.includes(subgraph));
  const key = keys.join(" ");
  return `type ${entity.name} implements Node ${keys.map((fields) => `@key(fields: "${fields}")`).join(" ")} {
    ${/\bid\b/.test(key) ? "id: ID!" : "id: ID! @shareable"}
    ${/\bcode\b/.test(key) ? "code: String" : ""}
    ${/\bref\b/.test(key) ? "ref: Ref" : ""}
    ${own.map((field) => printField(field)).join("\n    ")}
    ${external.map((field) => printField({ ...field, owners: [] }, " @external")).join("\n    ")}
  }`;
};

const printValue = ({ name, fields }: WorldValue, subgraph: string): string =>
  `type ${name} @shareable {
    ${ownFields(fields, subgraph)
      .map((field) => printField({ ...field, owners: [] }))
      .join("\n    ")}
  }`;

/** A subgraph's types. */
export const printSubgraph = (world: World, subgraph: string): string => {
  const entities = world.entities.filter(({ keys }) => keys[subgraph] !== undefined);
  return `
  scalar Json
  enum Color { RED GREEN BLUE }
  type Ref @shareable { no: Int }
  ${entities.length === 0 ? "" : `interface Node { id: ID! }\n  union Thing = ${entities.map(({ name }) => name).join(" | ")}`}
  type Query {
    ${ownFields(world.roots, subgraph)
      .map((field) => printField(field))
      .join("\n    ")}
  }
  ${entities.map((entity) => printEntity(entity, subgraph)).join("\n  ")}
  ${world.values.map((value) => printValue(value, subgraph)).join("\n  ")}
`;
};
