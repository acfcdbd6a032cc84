import { readFileSync } from "node:fs";
import { join } from "node:path";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { mountPorts } from "../../../bin/room/port-routes.js";
import type { Dialect } from "../../../drizzle/columns.js";
import { packageRoot } from "../../../lib/package-root.js";
import { createCallReader } from "../../../schema/call.js";
import { generateCallKey, signCallToken } from "../../../schema/call-token.js";
import { createHttpPoliciesPort } from "../../../schema/policies-client.js";
import { RESOURCE_WRITE_SCOPE } from "../../../schema/policies-port.js";
import { createPoliciesPort } from "../../../subgraphs/authorization/index.js";
import {
  createServicesPort,
  createServiceWriter,
  seedCatalogue,
} from "../../../subgraphs/catalogue/index.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { openTestRoom } from "../authorization/room.js";
import { createWorld, NOW } from "../authorization/world.js";
import { OWNER, openCatalogue, urnOf } from "./catalogue.js";
import { aDocument, OTHER } from "./served.js";

const page = readFileSync(join(packageRoot(), "docs", "services-for-owners.md"), "utf8");
/** The policy of the page for owners: every person may read and write on their own behalf. */
const POLICY = /<<'XML'\n(.*?)XML\n/s.exec(page)?.[1] ?? "";

const key = generateCallKey("test");
const readCall = createCallReader(new Map([[key.kid, key.publicKey]]), () => NOW);
const callOf = (organizationNumber: string) => {
  const consumer = { authority: "iso6523-actorid-upis", ID: `0192:${organizationNumber}` };
  const viewer = { scope: RESOURCE_WRITE_SCOPE, consumer };
  return readCall({ "x-tunet-call": signCallToken(key, { requestId: "r", viewer }, () => NOW) });
};

/** Both rooms on databases of their own, the one asking the other over HTTP or by calls. */
const openBoth = async (dialect: Dialect, isRemote: boolean) => {
  const world = createWorld();
  const kari = world.person("Kari");
  const { store, authorization, decide } = await openTestRoom(dialect, world);
  const catalogue = await openCatalogue(dialect, []);
  await seedCatalogue(catalogue.store, { serviceOwners: [OTHER], serviceResources: [] });
  const here = createPoliciesPort({
    store,
    services: createServicesPort(catalogue.store),
    clock: () => NOW,
  });
  const app = Fastify();
  mountPorts(app, { policies: here, readCall, callKeys: { prepareFor: async () => undefined } });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const remote = createHttpPoliciesPort({ url, timeoutMillis: 5_000, maxBytes: 1_000_000 });
  onTestFinished(async () => {
    await remote.close();
    await app.close();
  });
  const policies = isRemote ? remote : here;
  const writer = createServiceWriter({ store: catalogue.store, policies, clock: () => NOW });
  const call = callOf(OWNER.organizationNumber);
  const [owner = null] = await catalogue.store.serviceOwnersByCodes([OWNER.code]);
  const caller = { call, organization: call.viewer.party, owner, isAdmin: false };
  return { kari, authorization, decide, policies, writer, caller, call };
};

describeOnBothDatabases("a policy that an owner sends", (dialect) => {
  it.each([
    ["in one process", false],
    ["over HTTP", true],
  ])("is in force when it is taken, and one that is refused changes nothing (%s)", async (_how, isRemote) => {
    const { kari, decide, policies, writer, caller, call } = await openBoth(dialect, isRemote);
    const service = urnOf("fjs-fiskeskatt");
    const may = async (action: string) =>
      (await decide(kari, { party: kari.urn, service, action })).decision === "PERMIT";

    expect(await writer.create(caller, aDocument("fjs-fiskeskatt"))).toMatchObject({ outcome: "WRITTEN" });
    expect(await may("read")).toBe(false);
    expect(await writer.putPolicy(caller, "fjs-fiskeskatt", "<Policy>", null)).toMatchObject({
      outcome: "INVALID",
      problems: [{ path: "policy", message: expect.stringMatching(/^POLICY_INVALID: /) }],
    });
    expect(await may("read")).toBe(false);
    expect((await policies.inForce(call, [service])).size).toBe(0);

    expect(await writer.putPolicy(caller, "fjs-fiskeskatt", POLICY, null)).toMatchObject({
      outcome: "WRITTEN",
      row: { version: 2 },
    });
    expect([await may("read"), await may("write"), await may("sign")]).toEqual([true, true, false]);
    expect((await policies.inForce(call, [service])).get(service)).toEqual({
      service,
      xml: POLICY,
      minimumLevel: null,
      rights: [
        { subjectUrn: "urn:altinn:rolecode:priv", action: "read" },
        { subjectUrn: "urn:altinn:rolecode:priv", action: "write" },
      ],
    });
  });

  it("is put in force for its owner only, whoever lets others try", async () => {
    const { policies, writer, caller } = await openBoth(dialect, true);
    await writer.create(caller, aDocument("fjs-fiskeskatt"));
    const registered = {
      service: urnOf("fjs-fiskeskatt"),
      resourceType: "GENERIC_ACCESS_RESOURCE",
      isDelegable: true,
      isRestrictedToAccessLists: false,
      consent: null,
      policy: POLICY,
    };
    await expect(policies.register(callOf(OTHER.organizationNumber), registered)).rejects.toMatchObject({
      code: "SERVICE_OWNER_REQUIRED",
    });
    expect((await policies.inForce(caller.call, [registered.service])).size).toBe(0);
  });

  it("is not looked for where authorization can't be reached", async () => {
    const away = createHttpPoliciesPort({ url: "http://127.0.0.1:9", timeoutMillis: 500, maxBytes: 1_000 });
    onTestFinished(() => away.close());
    const call = callOf(OWNER.organizationNumber);
    const unavailable = { code: "AUTHORIZATION_UNAVAILABLE" };
    await expect(away.check(call, urnOf("x"), POLICY)).rejects.toMatchObject(unavailable);
    await expect(away.inForce(call, [urnOf("x")])).rejects.toMatchObject(unavailable);
  });
});
