import { graphql, parse } from "graphql";
import { Directive, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from "type-graphql";
import { expect, it } from "vitest";
import { buildFederatedSchema } from "../../lib/federated-schema.js"; // first: it loads what decorators need

@ObjectType("House", { description: "Where people live.", simpleResolvers: true })
@Directive('@key(fields: "id")')
class House {
  @Field(() => ID, { description: "A number." })
  id!: string;
}

@Resolver(() => House)
class HouseResolver {
  @FieldResolver(() => String, { description: "As the neighbours call it." })
  name(@Root() house: House): string {
    return `House ${house.id}`;
  }
}

@ObjectType("Boat", { description: "Where people sail.", simpleResolvers: true })
@Directive("@shareable")
class Boat {
  @Field(() => ID, { description: "A number." })
  id!: string;
}

@Resolver(() => Boat)
class BoatResolver {
  @Query(() => Boat, { description: "Some boat." })
  boat(): Boat {
    return { id: "1" };
  }
}

const houses = () =>
  buildFederatedSchema<{ known: readonly string[] }>({
    resolvers: [HouseResolver],
    orphanedTypes: [House],
    references: { House: ({ id }, { known }) => (known.includes(String(id)) ? { id } : null) },
  });

it("prints a Federation 2 subgraph without a query of its own, with its directives and descriptions", () => {
  expect(houses().sdl).toBe(`extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag"]
)

"""Where people live."""
type House @key(fields: "id") {
  """A number."""
  id: ID!
  """As the neighbours call it."""
  name: String!
}
`);
});

it("keeps the types of one subgraph out of another, also where both live in one process", () => {
  const boats = buildFederatedSchema({ resolvers: [BoatResolver], references: {} });
  expect(boats.sdl).toContain("type Boat @shareable");
  expect(boats.sdl).not.toContain("House");
  expect(houses().sdl).not.toContain("Boat");
  expect(() => parse(boats.sdl)).not.toThrow();
});

it("finds entities by reference, and gives its SDL to those who compose", async () => {
  const { schema } = houses();
  const source = `{
    _service { sdl }
    _entities(representations: [{ __typename: "House", id: "1" }, { __typename: "House", id: "2" }]) {
      ... on House { id name }
    }
  }`;
  const { data, errors } = await graphql({ schema, source, contextValue: { known: ["2"] } });
  expect(errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    _service: { sdl: expect.stringMatching(/type House\s+@key\(fields: "id"\)/) },
    _entities: [null, { id: "2", name: "House 2" }],
  });
});
