import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../lib/package-root.js";
import { descriptionProblems, isEcho, resolvedKeysOf } from "./kit/descriptions.js";

const ROOMS = join(packageRoot(), "subgraphs");

/** Agencies join through the registry as programs of their own; all other folders are rooms. */
const rooms = readdirSync(ROOMS).filter((room) => room !== "agencies");

/** A room's SDL, by way of its door: `build…Subgraph`. */
const sdlOf = async (room: string): Promise<string> => {
  const door: Record<string, unknown> = await import(pathToFileURL(join(ROOMS, room, "index.ts")).href);
  const build = Object.entries(door).find(([name]) => /^build\w+Subgraph$/.test(name))?.[1];
  if (typeof build !== "function") throw new Error(`The room ${room} exports no build…Subgraph.`);
  return build().sdl;
};

const sdls: Readonly<Record<string, string>> = Object.fromEntries(
  await Promise.all(rooms.map(async (room) => [room, await sdlOf(room)] as const)),
);

it("describes every type, field, argument and value of every room, in more words than its name", () => {
  expect(Object.keys(sdls)).toEqual(
    expect.arrayContaining(["authorization", "catalogue", "dialogs", "forms", "profile"]),
  );
  expect(descriptionProblems(sdls)).toEqual([]);
});

describe.each(rooms)("the room %s", (room) => {
  const path = join(ROOMS, room, "README.md");

  it("has a README that names its entities and their keys", () => {
    expect(existsSync(path), `${room}/README.md is not there`).toBe(true);
    const readme = readFileSync(path, "utf8");
    const missing = [...resolvedKeysOf(sdls[room] ?? "")].flatMap(([type, fields]) =>
      [type, ...fields].filter((name) => !readme.includes(`\`${name}\``)).map((name) => `${type}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("the checker of descriptions", () => {
  const OWNER =
    '"Where people live." type House @key(fields: "id") { "A number." id: ID! "Who lives there." people: Int! }';

  it("names everything that is not described", () => {
    const sdl = `
      type Query { house(id: ID!): House }
      type House { rooms(first: Int): [Room!]! }
      enum Room { KITCHEN }
      input Wish { colour: String }
      scalar Colour
      interface Place { name: String }
      union Thing = House
      directive @link(url: String) on SCHEMA
    `;
    const missing = [
      "Query.house",
      "Query.house(id:)",
      "House",
      "House.rooms",
      "House.rooms(first:)",
      "Room",
      "Room.KITCHEN",
      "Wish",
      "Wish.colour",
      "Colour",
      "Place",
      "Place.name",
      "Thing",
    ];
    expect(descriptionProblems({ yard: sdl })).toEqual(
      missing.map((what) => `yard: ${what} has no description`),
    );
  });

  it("lets a stub be bare where the owner describes it, and only its key and external fields", () => {
    const stub =
      'type House @key(fields: "id") { id: ID! people: Int! @external "How warm it is." heat: Int! }';
    expect(descriptionProblems({ owner: OWNER, guest: stub })).toEqual([]);
    expect(descriptionProblems({ guest: stub })).toEqual([
      "guest: House has no description",
      "guest: House.id has no description",
      "guest: House.people has no description",
    ]);
    const more = 'type House @key(fields: "id") { id: ID! heat: Int! people: Int! }';
    expect(descriptionProblems({ owner: OWNER, guest: more })).toEqual([
      "guest: House.heat has no description",
      "guest: House.people has no description",
    ]);
  });

  it.each([
    ["createdAt", "createdAt", true],
    ["createdAt", "Created at.", true],
    ["systemLabels", "The system labels", true],
    ["KITCHEN", "Kitchen", true],
    ["first", "The first", true],
    ["name", "Its name.", true],
    ["House", "", true],
    ["createdAt", "When it was created.", false],
    ["node", "The house.", false],
    ["id", "UUIDv7.", false],
  ])("of %s, takes %j for an echo: %s", (name, description, echo) => {
    expect(isEcho(name, description)).toBe(echo);
  });

  it("reads the keys of the entities that a room resolves, not of those that it refers to", () => {
    const sdl = `${OWNER}
      type Street @key(fields: "name") @key(fields: "town { code }") { name: String town: Town }
      type Town @key(fields: "code", resolvable: false) { code: ID! }`;
    expect([...resolvedKeysOf(sdl)]).toEqual([
      ["House", ["id"]],
      ["Street", ["name", "town", "code"]],
    ]);
  });
});
