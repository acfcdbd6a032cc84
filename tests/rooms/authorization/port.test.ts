import { expect, it } from "vitest";
import { authorizationTables } from "../../../drizzle/authorization/tables.js";
import { columnsOf } from "../../../drizzle/columns.js";
import type { Database } from "../../../drizzle/database.js";
import type { Viewer } from "../../../schema/viewer.js";
import {
  AuthorizationStore,
  createAuthorizationPort,
  seedAuthorization,
} from "../../../subgraphs/authorization/index.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { callBy, openTestRoom, readable } from "./room.js";
import { createWorld, NOW, ROLES, serviceUrn, viewerOf } from "./world.js";

const createCompany = () => {
  const world = createWorld();
  const [director, stranger] = [world.person("Kari Leder"), world.person("Nils Fremmed")];
  const company = world.organization("Fjordheim Bygg AS");
  world.assign(company, director, "DAGL");
  world.service("tax", { read: [ROLES.DAGL.urn] });
  return { world, director, stranger, company };
};

/** Counters, the viewer and what they were given, their company's counter and its gifts, and the parties. */
const EVALUATION = 6;
/** An evaluation that is still true costs the counters only. */
const STILL_TRUE = 1;
const unavailable = {
  code: "AUTHORIZATION_UNAVAILABLE",
  message: "It could not be found out what you may see just now; try again in a moment.",
};

describeOnBothDatabases("the authorization port", (dialect) => {
  it("works a scope out once for all who ask within a request, at once or later", async () => {
    const { world, director } = createCompany();
    const { authorization, statements } = await openTestRoom(dialect, world);
    const call = callBy(viewerOf(director));
    const [first, second] = await Promise.all([authorization.scope(call), authorization.scope({ ...call })]);
    const third = await authorization.scope({ ...call, language: "en" });
    expect(second).toBe(first);
    expect(third).toBe(first);
    expect(statements).toHaveLength(EVALUATION);
  });

  it("never shares between two viewers, whatever they differ in, under one request id", async () => {
    const { world, director, stranger } = createCompany();
    const { authorization, statements } = await openTestRoom(dialect, world);
    const base = viewerOf(director);
    const others: Viewer[] = [
      viewerOf(stranger),
      { ...base, kind: "SYSTEM_USER" },
      { ...base, organization: "urn:altinn:organization:identifier-no:310000000" },
      { ...base, supplier: "urn:altinn:organization:identifier-no:310000000" },
      { ...base, level: 4 },
      { ...base, scopes: ["digdir:dialogporten"] },
      { ...base, clientId: "a-client" },
    ];
    const ask = (viewer: Viewer) => authorization.scope(callBy(viewer, { requestId: "the-same" }));
    const mine = await ask(base);
    const theirs = await Promise.all(others.map(ask));
    expect(new Set([mine, ...theirs]).size).toBe(1 + others.length);
    expect(readable(mine, world)).toEqual({ "Fjordheim Bygg AS": ["tax"] });
    expect(theirs[0]?.groups).toEqual([]);
    expect(theirs.map(({ level }) => level)).toEqual([3, 3, 3, 3, 4, 3, 3]);
    expect(await ask(base)).toBe(mine);
    // A stranger leads no company and was given nothing: less is read.
    expect(statements.length).toBe(EVALUATION * others.length + 3);
  });

  it("forgets between requests: a right that is withdrawn is gone from the next one", async () => {
    const { world, director } = createCompany();
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuthorizationStore(database);
    await seedAuthorization(store, world.seed);
    const authorization = createAuthorizationPort({ store, clock: () => NOW });
    const before = callBy(viewerOf(director));
    expect(readable(await authorization.scope(before), world)).toEqual({ "Fjordheim Bygg AS": ["tax"] });

    const { assignments } = authorizationTables(columnsOf(dialect));
    await database.transaction(async (tx) => {
      await tx.delete(assignments);
    });
    expect(readable(await authorization.scope(before), world)).toEqual({ "Fjordheim Bygg AS": ["tax"] });
    expect((await authorization.scope(callBy(viewerOf(director)))).groups).toEqual([]);
  });

  it("works out anew what one request id asks for after a call token's lifetime", async () => {
    const { world, director } = createCompany();
    let now = NOW;
    const { authorization, statements } = await openTestRoom(dialect, world, () => now);
    const call = callBy(viewerOf(director));
    await authorization.scope(call);
    now += 59_999;
    await authorization.scope(call);
    expect(statements).toHaveLength(EVALUATION);
    now += 1;
    await authorization.scope(call);
    expect(statements).toHaveLength(EVALUATION + STILL_TRUE);
  });

  it("fails closed where the database does, and asks again afterwards", async () => {
    const { world, director, company } = createCompany();
    const { database } = await openTestDatabase(dialect, "authorization");
    await seedAuthorization(new AuthorizationStore(database), world.seed);
    let isDown = true;
    const flaky: Database = {
      ...database,
      get read() {
        if (isDown) throw new Error("connect ECONNREFUSED 10.0.0.7:5432");
        return database.read;
      },
    };
    const authorization = createAuthorizationPort({
      store: new AuthorizationStore(flaky),
      clock: () => NOW,
    });
    const call = callBy(viewerOf(director));
    const question = { party: company.urn, service: serviceUrn("tax"), action: "read", instanceRef: null };
    await expect(authorization.scope(call)).rejects.toMatchObject(unavailable);
    await expect(authorization.decide(call, [question])).rejects.toMatchObject(unavailable);
    isDown = false;
    expect(readable(await authorization.scope(call), world)).toEqual({ "Fjordheim Bygg AS": ["tax"] });
    isDown = true;
    await expect(authorization.decide(call, [question])).rejects.toMatchObject(unavailable);
  });

  it("decides on one thing and on a thousand in the same few statements", async () => {
    const { world, director, company } = createCompany();
    const { authorization, statements } = await openTestRoom(dialect, world);
    const call = callBy(viewerOf(director));
    await authorization.scope(call);
    statements.length = 0;
    const question = (service: string) => ({
      party: company.urn,
      service: serviceUrn(service),
      action: "read",
      instanceRef: null,
    });
    await authorization.decide(call, [question("tax")]);
    expect(statements).toHaveLength(1); // its policy
    statements.length = 0;
    const thousand = Array.from({ length: 1_000 }, (_, n) => question(n === 500 ? "tax" : `service-${n}`));
    const decisions = await authorization.decide(call, thousand);
    expect(statements).toHaveLength(0); // a service that the register does not know has no policy to read
    expect(decisions.map(({ decision }) => decision).indexOf("PERMIT")).toBe(500);
    expect(decisions.filter(({ decision }) => decision === "PERMIT")).toHaveLength(1);

    await expect(authorization.decide(call, [...thousand, question("tax")])).rejects.toMatchObject({
      code: "BATCH_TOO_LARGE",
      message: "Ask for at most 1000 decisions at once; it was 1001.",
    });
    expect(await authorization.decide(call, [])).toEqual([]);
  });
});
