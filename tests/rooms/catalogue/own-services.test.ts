import { expect, it, vi } from "vitest";
import type { Claims } from "../../../schema/viewer.js";
import { seedCatalogue } from "../../../subgraphs/catalogue/index.js";
import { askRoom, personClaims, scopePort } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { OWNER, openCatalogue, scopeOf, urnOf } from "./catalogue.js";
import { policiesInMemory } from "./policies.js";
import { OTHER, WRITE } from "./served.js";

const machine = (number: string, scope = WRITE): Claims => ({
  scope,
  consumer: { authority: "iso6523-actorid-upis", ID: `0192:${number}` },
});

const inThree = (text: string) => ({ nb: text, nn: text, en: text });

const INPUT = {
  identifier: "tst-permit",
  title: inThree("Fiskeløyve"),
  description: inThree("En tillatelse."),
  rightDescription: inThree("Gir rett til å søke."),
  resourceType: "GENERIC_ACCESS_RESOURCE",
  isVisible: false,
  availableForType: ["PRIVATE_PERSON"],
  references: [{ referenceSource: "ALTINN2", referenceType: "SERVICE_CODE", reference: "1051" }],
  costs: [{ description: { nb: "Gebyr" }, amount: 250 }],
  processingTime: { duration: "P3W", description: { nb: "Tre uker" } },
  legalBasis: [{ title: { nb: "Fiskeloven" }, url: "https://lov.example.com" }],
  purpose: { nb: "Fiske lovlig" },
};

const PAYLOAD = "version errors { path message } serviceResource { id title }";
const CREATE = `mutation($input: ServiceResourceInput!) { done: createServiceResource(input: $input) { ${PAYLOAD} } }`;
const REPLACE = `mutation($input: ServiceResourceInput!, $version: Int) {
  done: replaceServiceResource(input: $input, version: $version) { ${PAYLOAD} } }`;
const REMOVE = `mutation($id: ID!) { done: deleteServiceResource(id: $id) { ${PAYLOAD} } }`;
const POLICY = `mutation($id: ID!, $policy: String!) { done: setServicePolicy(id: $id, policy: $policy) { ${PAYLOAD} } }`;

describeOnBothDatabases("owners' services over GraphQL", (dialect) => {
  const open = async () => {
    const kit = await openCatalogue(dialect, []);
    await seedCatalogue(kit.store, { serviceOwners: [OTHER], serviceResources: [] });
    const { policies, told, state } = policiesInMemory();
    const room = kit.roomFor(scopePort(scopeOf({})), { policies });
    const as =
      (claims: Claims) =>
      async (source: string, variables: Readonly<Record<string, unknown>> = {}) =>
        askRoom(room, source, variables, { claims });
    return { ...kit, told, policies, state, owner: as(machine(OWNER.organizationNumber)), as };
  };

  it("show their policies to everybody who asks, all in one question, and none that is not in force", async () => {
    const { owner, as, told, policies, state } = await open();
    for (const identifier of ["tst-permit", "tst-none", "tst-gone"]) {
      await owner(CREATE, { input: { ...INPUT, identifier } });
    }
    for (const id of ["tst-permit", "tst-gone"])
      await owner(POLICY, { id, policy: `<Policy>${id}</Policy>` });
    expect((await owner(REMOVE, { id: "tst-gone" })).data.done.errors).toEqual([]);
    const policy = "policy { xml minimumLevel rights { subjectUrn action } }";
    const asked = `{ permit: service(id: "tst-permit") { ${policy} } none: service(id: "tst-none") { ${policy} }
      gone: _entities(representations: [{ __typename: "ServiceResource", id: "${urnOf("tst-gone")}" }]) {
        ... on ServiceResource { ${policy} } } }`;
    const shown = {
      permit: {
        policy: {
          xml: "<Policy>tst-permit</Policy>",
          minimumLevel: 3,
          rights: [{ subjectUrn: "urn:altinn:rolecode:priv", action: "read" }],
        },
      },
      none: { policy: null },
      gone: [{ policy: null }],
    };
    const inForce = vi.spyOn(policies, "inForce");
    for (const claims of [personClaims(0), machine(OTHER.organizationNumber, "other:scope")]) {
      expect(await as(claims)(asked)).toEqual({ data: shown });
    }
    expect(inForce.mock.calls.map(([, services]) => services)).toEqual(
      [0, 1].map(() => [urnOf("tst-permit"), urnOf("tst-none")]),
    );
    // What can't be found out is an error, never a service without a policy.
    state.isAway = true;
    const unknown = await as(personClaims(0))(`{ service(id: "tst-permit") { title ${policy} } }`);
    expect(unknown.data).toEqual({ service: { title: "Fiskeløyve", policy: null } });
    expect(unknown.errors?.map(({ code }) => code)).toEqual(["AUTHORIZATION_UNAVAILABLE"]);
    expect(told).toHaveLength(6);
  });

  it("are made, changed at the version that is known, given a policy, and deleted; every version can be read", async () => {
    const { owner, told } = await open();
    const done = (version: number, title = "Fiskeløyve") => ({
      done: { version, errors: [], serviceResource: { id: urnOf("tst-permit"), title } },
    });
    expect((await owner(CREATE, { input: INPUT })).data).toEqual(done(1));
    const renamed = { ...INPUT, title: inThree("Løyve") };
    expect((await owner(REPLACE, { input: renamed, version: 1 })).data).toEqual(done(2, "Løyve"));
    expect((await owner(REPLACE, { input: INPUT, version: 1 })).data.done).toEqual({
      version: null,
      serviceResource: null,
      errors: [
        {
          path: "version",
          message: "It is at version 2, not at the one that you named. Read it and try again.",
        },
      ],
    });
    const refused = await owner(POLICY, { id: "tst-permit", policy: "wrong" });
    expect(refused.data.done.errors).toEqual([{ path: "policy", message: "POLICY_INVALID: It is wrong." }]);
    expect((await owner(POLICY, { id: urnOf("tst-permit"), policy: "<Policy/>" })).data).toEqual(
      done(3, "Løyve"),
    );
    expect(told.map(({ policy }) => policy)).toEqual([null, null, "<Policy/>"]);

    const { data } = await owner(`{
      ownServices { id }
      service(id: "tst-permit") {
        purpose costs { amount currency description } processingTime { duration description }
        legalBasis { title url } references { reference } version
        versions { version changedBy { code } document }
      }
      services { totalCount }
    }`);
    expect(data.ownServices).toEqual([{ id: urnOf("tst-permit") }]);
    expect(data.services).toEqual({ totalCount: 0 }); // it is hidden
    const { versions, ...service } = data.service;
    expect(service).toEqual({
      purpose: "Fiske lovlig",
      costs: [{ amount: 250, currency: "NOK", description: "Gebyr" }],
      processingTime: { duration: "P3W", description: "Tre uker" },
      legalBasis: [{ title: "Fiskeloven", url: "https://lov.example.com" }],
      references: [{ reference: "1051" }],
      version: 3,
    });
    expect(
      versions.map(
        ({ version, changedBy, document }: { version: number; changedBy: object; document: string }) => [
          version,
          changedBy,
          JSON.parse(document).title.nb,
        ],
      ),
    ).toEqual([
      [3, { code: "tst" }, "Løyve"],
      [2, { code: "tst" }, "Løyve"],
      [1, { code: "tst" }, "Fiskeløyve"],
    ]);
    expect((await owner(REMOVE, { id: "tst-permit" })).data.done.version).toBe(4);
    expect((await owner('{ ownServices { id } service(id: "tst-permit") { id } }')).data).toEqual({
      ownServices: [],
      service: null,
    });
  });

  it("are refused with everything that is wrong, and to everybody but their owner", async () => {
    const { owner, as, store } = await open();
    const wrong = { ...INPUT, identifier: "app_tst_x", title: { nb: "Bare nb" }, rightDescription: null };
    expect(
      (await owner(CREATE, { input: wrong })).data.done.errors.map(({ path }: { path: string }) => path),
    ).toEqual([
      "identifier",
      "title.nn",
      "title.en",
      "rightDescription.nb",
      "rightDescription.nn",
      "rightDescription.en",
    ]);
    await owner(CREATE, { input: INPUT });
    const problems = async (claims: Claims, source: string, variables: object) =>
      (await as(claims)(source, { ...variables })).data.done.errors;
    for (const [claims, message] of [
      [personClaims(0), "Service owners sign in with a token of their organisation, from Maskinporten."],
      [machine(OWNER.organizationNumber, "other:scope"), `The token lacks the scope ${WRITE}.`],
    ] as const) {
      expect(await problems(claims, REPLACE, { input: INPUT })).toEqual([{ path: "", message }]);
      expect(await problems(claims, POLICY, { id: "tst-permit", policy: "<Policy/>" })).toEqual([
        { path: "", message },
      ]);
      expect((await as(claims)("{ ownServices { id } }")).errors?.[0]?.code).toBe("SERVICE_OWNER_REQUIRED");
    }
    const other = machine(OTHER.organizationNumber);
    const none = [{ path: "", message: "There is no such service among yours." }];
    expect(await problems(other, REPLACE, { input: INPUT })).toEqual(none);
    expect(await problems(other, REMOVE, { id: "tst-permit" })).toEqual(none);
    expect(await problems(other, POLICY, { id: "tst-permit", policy: "<Policy/>" })).toEqual(none);
    expect((await as(other)("{ ownServices { id } }")).data).toEqual({ ownServices: [] });
    expect((await store.serviceResourcesByIds([urnOf("tst-permit")]))[0]).toMatchObject({ version: 1 });
  });
});
