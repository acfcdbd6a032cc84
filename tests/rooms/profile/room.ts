import type { Dialect } from "../../../drizzle/columns.js";
import { idFromName } from "../../../lib/ids.js";
import type { Room } from "../../../schema/room.js";
import type { Scope, ScopeParty } from "../../../schema/scope.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { type Message, openProfileRoom, ProfileStore } from "../../../subgraphs/profile/index.js";
import { createCodes } from "../../../subgraphs/profile/rules/verification.js";
import { askRoom, NOW, partyOf, personClaims, readTestCall, scopePort } from "../../kit/ask-room.js";
import { openTestDatabase } from "../../kit/databases.js";

export const MINUTE = 60_000;
export const CODE_KEY = new Uint8Array(32).fill(7);
export const codes = createCodes(CODE_KEY);

/** Everybody in these tests acts for these parties. */
export const scopeOf = (parties: readonly ScopeParty[]): Scope => ({
  level: 4,
  groups: [{ parties, services: [{ service: "urn:altinn:resource:letters", requiredLevel: 3 }] }],
  instances: [],
});

export interface ProfileRoomOptions {
  /** Whom everybody acts for; by default the first three parties. */
  readonly parties?: readonly ScopeParty[];
  /** Delivers messages; `null`: nobody does. By default they are kept in `messages`. */
  readonly sendMessage?: ((message: Message) => Promise<void>) | null;
}

/** The room on an empty database, with a clock that is moved by hand. */
export const openTestRoom = async (dialect: Dialect, options: ProfileRoomOptions = {}) => {
  const { database, statements } = await openTestDatabase(dialect, "profile");
  const store = new ProfileStore(database);
  const time = { now: NOW };
  const messages: Message[] = [];
  let ids = 0;
  let parties = options.parties ?? [partyOf(0), partyOf(1), partyOf(2)];
  const sendMessage =
    options.sendMessage === undefined
      ? async (message: Message) => {
          messages.push(message);
        }
      : options.sendMessage;
  const room: Room = openProfileRoom({
    store,
    readCall: readTestCall,
    authorization: { ...scopePort(scopeOf([])), scope: async () => scopeOf(parties) },
    clock: () => time.now,
    newId: (at) => idFromName(`profile test ${ids++}`, at),
    codeKey: CODE_KEY,
    sendMessage,
  });
  return {
    room,
    store,
    database,
    statements,
    time,
    messages,
    /** From now on everybody acts for these. */
    actFor(now: readonly ScopeParty[]) {
      parties = [...now];
    },
    /** Asks as one of some persons. */
    ask: (person: number, query: string, variables: Readonly<Record<string, unknown>> = {}) =>
      askRoom(room, query, variables, { claims: personClaims(person) }),
  };
};

/** Party URN of one of those persons. */
export const ownerOf = (person: number): string => PERSON_PREFIX + String(personClaims(person)["pid"]);

export type TestRoom = Awaited<ReturnType<typeof openTestRoom>>;

export const uuidUrn = ({ id }: ScopeParty): string => `urn:altinn:party:uuid:${id}`;

/** Asks for the workspace's or the viewer's own fields, as the gateway does. */
export const entity = (type: "Workspace" | "Viewer" | "Party", selection: string, id?: string): string => {
  const key = id ?? (type === "Workspace" ? "everyone" : "me");
  return `{ _entities(representations: [{ __typename: "${type}", id: "${key}" }]) { ... on ${type} { ${selection} } } }`;
};
