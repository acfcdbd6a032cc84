const VARIABLES = { $service: "ID!", $first: "Int", $after: "Cursor", $agent: "PartyUrn!" };

/** A query of one party's fields, by the variables that they use. */
export const entity = (fields: string): string => {
  const used = Object.entries(VARIABLES).filter(([name]) => fields.includes(name));
  const declared = [["$id", "ID!"], ...used].map(([name, type]) => `${name}: ${type}`).join(", ");
  return `query (${declared}) {
    _entities(representations: [{ __typename: "Party", id: $id }]) { ... on Party { ${fields} } }
  }`;
};
