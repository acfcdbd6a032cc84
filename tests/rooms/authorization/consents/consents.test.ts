import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../../drizzle/columns.js";
import { idFromName } from "../../../../lib/ids.js";
import {
  CONSENT_STATUSES,
  CONSENT_STEPS,
  type ConsentStatus,
  type ConsentStep,
  consentStatusAfter,
  consentStepRule,
  isInForce,
  metadataProblem,
  type ShownConsentStatus,
  type Standing,
  shownStatus,
} from "../../../../subgraphs/authorization/consents/rules.js";
import {
  CONSENT_TEMPLATES,
  consentTemplate,
} from "../../../../subgraphs/authorization/consents/templates.js";
import { openAuthorizationPort } from "../../../../subgraphs/authorization/index.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { openGraph, uuidUrn } from "../graph.js";
import { callBy } from "../room.js";
import { createWorld, NOW, ROLES, serviceUrn, viewerOf } from "../world.js";

const FIELDS = `id status giver { name } receiver { name } isOneTime isForOnePerson validTo usedAt redirectUrl
  rights { serviceResource { id } actions metadata { key value } text(lang: "en") }
  title(lang: "en") heading(lang: "en") introduction(lang: "en") expiry(lang: "en") message(lang: "en")`;
const PAYLOAD = "{ consent { id status } errors { code requiredLevel } }";
const MUTATIONS: Readonly<Record<ConsentStep, string>> = {
  ACCEPT: "acceptConsent",
  REJECT: "rejectConsent",
  REVOKE: "revokeConsent",
  DELETE: "withdrawConsentRequest",
};

const YEAR_END = "2026-12-31T23:00:00Z";
const BOTH = ["altinn:consentrequests.write", "altinn:consentrequests.read"];

const openBank = async (dialect: Dialect) => {
  const world = createWorld();
  world.accessPackage("tilgangsstyrer");
  world.roleHolds("LEDE", "tilgangsstyrer");
  const person = world.person("Gro Giver");
  const other = world.person("Omar Annen");
  const leader = world.person("Kari Leder");
  const chair = world.person("Lars Styreleder");
  const company = world.organization("Fjordheim Bygg AS");
  const bank = world.organization("Test Bank AS");
  const rival = world.organization("Annen Bank AS");
  world.assign(company, leader, "DAGL");
  world.assign(company, chair, "LEDE");
  world.service("income", { consent: [ROLES.DAGL.urn, ROLES.PRIV.urn] }, 3, { resourceType: "CONSENT" });
  world.service("health", { consent: [ROLES.PRIV.urn] }, 4, { resourceType: "CONSENT" });
  world.service("once", { consent: [ROLES.PRIV.urn] }, 3, { resourceType: "CONSENT" });
  world.service("plain", { read: [ROLES.PRIV.urn] });
  const { ask, store } = await openGraph(dialect, world);
  const { database, tables } = store.open;
  const text = { nb: "Inntekt i {year}", en: "Income in {year}" };
  const metadataKeys = { year: { isOptional: false }, note: { isOptional: true } };
  await database.transaction(async (tx) => {
    await tx.insert(tables.consentServices).values([
      { service: serviceUrn("income"), template: "default", text, metadataKeys, isOneTime: false },
      { service: serviceUrn("health"), template: "default", text, metadataKeys, isOneTime: false },
      { service: serviceUrn("once"), template: "sblanesoknad", text, metadataKeys, isOneTime: true },
    ]);
  });

  const machine = (organization: PartyRow, scopes: readonly string[] = BOTH) =>
    viewerOf(organization, { scopes });
  const input = (more: object = {}) => ({
    from: person.urn,
    validTo: YEAR_END,
    rights: [{ service: serviceUrn("income"), metadata: [{ key: "year", value: "2025" }] }],
    message: { en: "For your loan" },
    redirectUrl: "https://bank.example.com/done",
    ...more,
  });
  const request = async (more: object = {}, viewer = machine(bank)) => {
    const source = `mutation ($input: RequestConsentInput!) { requestConsent(input: $input) ${PAYLOAD} }`;
    return (await ask(viewer, source, { input: input(more) })).data.requestConsent;
  };
  const step = async (viewer: ReturnType<typeof viewerOf>, id: string, taken: ConsentStep) => {
    const name = MUTATIONS[taken];
    return (await ask(viewer, `mutation ($id: ID!) { ${name}(id: $id) ${PAYLOAD} }`, { id })).data[name];
  };
  const lookUp = async (viewer: ReturnType<typeof viewerOf>, id: string, from: string) => {
    const source = `mutation ($id: ID!, $from: PartyUrn!) { lookUpConsent(id: $id, from: $from) ${PAYLOAD} }`;
    return (await ask(viewer, source, { id, from })).data.lookUpConsent;
  };
  const see = async (viewer: ReturnType<typeof viewerOf>, id: string) =>
    (await ask(viewer, `query ($id: ID!) { consent(id: $id) { ${FIELDS} } }`, { id })).data.consent;
  const trail = async () =>
    (await database.read.select().from(tables.auditEntries).orderBy(tables.auditEntries.id)).map(
      ({ kind }) => kind,
    );
  const parties = { person, other, leader, chair, company, bank, rival };
  return { ...parties, request, step, lookUp, see, trail, machine, ask, store };
};

const refusal = (code: string, requiredLevel: number | null = null) => ({
  consent: null,
  errors: [{ code, requiredLevel }],
});

describe("the rules of consents", () => {
  const standing = fc.record({
    status: fc.constantFrom(...CONSENT_STATUSES),
    validTo: fc.integer({ min: 0, max: 10 }),
    isOneTime: fc.boolean(),
    usedAt: fc.option(fc.integer({ min: 0, max: 10 })),
  });
  const moment = fc.integer({ min: 0, max: 10 });

  it("let a consent be in force only while it is accepted, in time, and not used up", () => {
    fc.assert(
      fc.property(standing, moment, (consent, now) => {
        const isUsedUp = consent.isOneTime && consent.usedAt !== null;
        expect(isInForce(consent, now)).toBe(
          consent.status === "ACCEPTED" && now < consent.validTo && !isUsedUp,
        );
      }),
    );
  });

  it("lead only from where a step may be taken, never out of an end, and never bring anything into force again", () => {
    fc.assert(
      fc.property(standing, moment, fc.constantFrom(...CONSENT_STEPS), (consent, now, step) => {
        const next = consentStatusAfter(consent, step, now);
        const isEnded: ShownConsentStatus[] = ["REJECTED", "REVOKED", "DELETED"];
        if (isEnded.includes(shownStatus(consent, now))) expect(next).toBeNull();
        if (next !== null) expect(consentStepRule(step).from).toContain(consent.status);
        if (next === "ACCEPTED") expect([consent.status, now < consent.validTo]).toEqual(["CREATED", true]);
        if (consent.status === "ACCEPTED" && step === "REVOKE") expect(next).toBe("REVOKED");
      }),
    );
  });

  it("want the metadata that a service needs, and none that it does not know", () => {
    const keys = { year: { isOptional: false }, note: { isOptional: true } };
    expect(metadataProblem("s", keys, { year: "2025" })).toBeNull();
    expect(metadataProblem("s", keys, { year: " ", note: "x" })).toBe(
      "s must be told year; give them as metadata.",
    );
    expect(metadataProblem("s", keys, { year: "2025", colour: "red" })).toBe(
      "s does not know colour; leave them out.",
    );
  });

  it("have templates that say everything in three languages, to persons and to organisations", () => {
    for (const template of CONSENT_TEMPLATES) {
      const texts = [template.title, template.heading, template.introduction].flatMap((text) => [
        text.person,
        text.organization,
      ]);
      for (const text of [...texts, template.expiry, template.oneTime]) {
        expect([template.id, Object.keys(text).sort()]).toEqual([template.id, ["en", "nb", "nn"]]);
        expect(
          Object.values(text)
            .join("")
            .replaceAll(/\{(receiver|giver|validTo)\}/g, ""),
        ).not.toMatch(/[{}]/);
      }
    }
    expect(consentTemplate("sblanesoknad")?.id).toBe("loan-application");
    expect(consentTemplate("unknown")).toBeNull();
  });
});

describeOnBothDatabases("consents", (dialect) => {
  it("are asked for by an organisation, read in words, accepted by the person, and looked up by the organisation", async () => {
    const { person, bank, request, step, lookUp, see, trail, machine } = await openBank(dialect);
    const asked = await request();
    expect(asked).toEqual({ consent: { id: expect.any(String), status: "CREATED" }, errors: [] });
    const { id } = asked.consent;
    expect(await see(viewerOf(person), id)).toEqual({
      id,
      status: "CREATED",
      giver: { name: "Gro Giver" },
      receiver: { name: "Test Bank AS" },
      isOneTime: false,
      isForOnePerson: false,
      validTo: "2026-12-31T23:00:00.000Z",
      usedAt: null,
      redirectUrl: "https://bank.example.com/done",
      rights: [
        {
          serviceResource: { id: serviceUrn("income") },
          actions: ["consent"],
          metadata: [{ key: "year", value: "2025" }],
          text: "Income in 2025",
        },
      ],
      title: "Will you share your details?",
      heading: "Test Bank AS asks to fetch details about you",
      introduction: "If you say yes, Test Bank AS can fetch this about you:",
      expiry: "Your consent holds until 31 December 2026. You can withdraw it whenever you want.",
      message: "For your loan",
    });
    expect(await lookUp(machine(bank), id, person.urn)).toEqual(refusal("STATUS_CONFLICT"));
    expect((await step(viewerOf(person), id, "ACCEPT")).consent.status).toBe("ACCEPTED");
    expect((await lookUp(machine(bank), id, person.urn)).consent.status).toBe("ACCEPTED");
    expect((await step(viewerOf(person), id, "REVOKE")).consent.status).toBe("REVOKED");
    expect(await lookUp(machine(bank), id, person.urn)).toEqual(refusal("STATUS_CONFLICT"));
    expect((await trail()).sort()).toEqual([
      "CONSENT_ACCEPTED",
      "CONSENT_REQUESTED",
      "CONSENT_REVOKED",
      "CONSENT_USED",
    ]);
  });

  it("let the organisation do what they are to while they are in force, as a decision, and not a moment longer", async () => {
    const { person, other, bank, rival, request, step, machine, store } = await openBank(dialect);
    const { id } = (await request()).consent;
    let now = NOW;
    const { authorization } = openAuthorizationPort({
      store,
      clock: () => now,
      newId: (at) => idFromName(`${at}`, at),
    });
    const decide = async (viewer: PartyRow, party: string, action = "consent", code = "income") => {
      const question = { party, service: serviceUrn(code), action, instanceRef: null };
      const [decision] = await authorization.decide(callBy(machine(viewer)), [question]);
      return [decision?.decision, decision?.grants.map(({ subject }) => subject)];
    };
    const no = ["NOT_APPLICABLE", []];
    expect(await decide(bank, person.urn)).toEqual(no);
    await step(viewerOf(person), id, "ACCEPT");
    expect(await decide(bank, person.urn)).toEqual(["PERMIT", [serviceUrn("income")]]);
    expect(await decide(bank, uuidUrn(person))).toEqual(["PERMIT", [serviceUrn("income")]]);
    expect(await decide(bank, other.urn)).toEqual(no);
    expect(await decide(rival, person.urn)).toEqual(no);
    expect(await decide(bank, person.urn, "read")).toEqual(no);
    expect(await decide(bank, person.urn, "consent", "health")).toEqual(no);
    now = Date.parse(YEAR_END);
    expect(await decide(bank, person.urn)).toEqual(no);
    now = NOW;
    await step(viewerOf(person), id, "REVOKE");
    expect(await decide(bank, person.urn)).toEqual(no);
  });

  it("for one time are used up by one lookup, also when two come at once", async () => {
    const { person, bank, request, step, lookUp, see, machine } = await openBank(dialect);
    const rights = [{ service: serviceUrn("once"), metadata: [{ key: "year", value: "2025" }] }];
    const { id } = (await request({ rights, message: null })).consent;
    await step(viewerOf(person), id, "ACCEPT");
    const both = await Promise.all([
      lookUp(machine(bank), id, person.urn),
      lookUp(machine(bank), id, person.urn),
    ]);
    expect(both.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(both.flatMap(({ errors }) => errors)).toEqual([{ code: "STATUS_CONFLICT", requiredLevel: null }]);
    const seen = await see(viewerOf(person), id);
    expect([seen.status, seen.expiry]).toEqual([
      "USED",
      "The details are fetched once. After that your consent holds no longer.",
    ]);
  });

  it("are seen and answered by nobody else: not a stranger, not another organisation, not a machine", async () => {
    const { person, other, bank, rival, request, step, lookUp, see, machine } = await openBank(dialect);
    const { id } = (await request()).consent;
    expect(await see(viewerOf(other), id)).toBeNull();
    expect(await see(machine(rival), id)).toBeNull();
    expect((await see(machine(bank), id)).id).toBe(id);
    expect(await step(viewerOf(other), id, "ACCEPT")).toEqual(refusal("NOT_FOUND"));
    expect(await step(machine(bank), id, "ACCEPT")).toEqual(refusal("NOT_FOUND"));
    expect(await step(viewerOf(person), id, "DELETE")).toEqual(refusal("NOT_FOUND"));
    expect(await step(machine(rival), id, "DELETE")).toEqual(refusal("NOT_FOUND"));
    await step(viewerOf(person), id, "ACCEPT");
    expect(await lookUp(machine(rival), id, person.urn)).toEqual(refusal("NOT_FOUND"));
    expect(await lookUp(machine(bank), id, other.urn)).toEqual(refusal("NOT_FOUND"));
    expect(await lookUp(machine(bank, []), id, person.urn)).toEqual(refusal("NOT_AUTHORISED"));
  });

  it("on behalf of an organisation need the right to give them, and the one person where there is one", async () => {
    const { company, leader, chair, other, request, step } = await openBank(dialect);
    const { id } = (await request({ from: company.urn })).consent;
    expect(await step(viewerOf(other), id, "ACCEPT")).toEqual(refusal("NOT_FOUND"));
    // The chair administers access, and so sees the question; the policy lets the managing director answer it.
    expect(await step(viewerOf(chair), id, "ACCEPT")).toEqual(refusal("NOT_AUTHORISED"));
    expect((await step(viewerOf(leader), id, "ACCEPT")).consent.status).toBe("ACCEPTED");
    expect((await step(viewerOf(chair), id, "REVOKE")).consent.status).toBe("REVOKED");

    const named = (await request({ from: company.urn, requiredDelegator: chair.urn })).consent;
    expect(await step(viewerOf(leader), named.id, "ACCEPT")).toEqual(refusal("NOT_AUTHORISED"));
  });

  it("ask for a stronger login where the service needs one", async () => {
    const { person, request, step } = await openBank(dialect);
    const rights = [{ service: serviceUrn("health"), metadata: [{ key: "year", value: "2025" }] }];
    const { id } = (await request({ rights })).consent;
    expect(await step(viewerOf(person, { level: 3 }), id, "ACCEPT")).toEqual(refusal("LEVEL_TOO_LOW", 4));
    expect((await step(viewerOf(person, { level: 4 }), id, "ACCEPT")).errors).toEqual([]);
  });

  it("are refused as requests where something is missing or does not fit", async () => {
    const { person, bank, request, machine } = await openBank(dialect);
    const right = (code: string, metadata: object[] = [{ key: "year", value: "2025" }]) => ({
      service: serviceUrn(code),
      metadata,
    });
    expect(await request({}, viewerOf(person))).toEqual(refusal("NOT_AUTHORISED"));
    expect(await request({}, machine(bank, []))).toEqual(refusal("NOT_AUTHORISED"));
    expect(await request({ rights: [right("plain")] })).toEqual(refusal("UNKNOWN_SUBJECT"));
    expect(await request({ rights: [right("income", [])] })).toEqual(refusal("VALIDATION"));
    expect(await request({ rights: [right("income"), right("once")] })).toEqual(refusal("VALIDATION"));
    expect(await request({ rights: [] })).toEqual(refusal("VALIDATION"));
    expect(await request({ message: null })).toEqual(refusal("VALIDATION"));
    expect(await request({ validTo: "2026-06-15T08:00:00Z" })).toEqual(refusal("VALIDATION"));
    expect(await request({ redirectUrl: "http://bank.example.com" })).toEqual(refusal("VALIDATION"));
    expect(await request({ from: bank.urn })).toEqual(refusal("VALIDATION"));
  });

  it("are one request where the asker's id is the same, and never another organisation's", async () => {
    const { rival, request, machine } = await openBank(dialect);
    const id = "5f0c2a4e-0000-4000-8000-00000000abcd";
    expect((await request({ id })).consent.id).toBe(id);
    expect((await request({ id })).consent.id).toBe(id);
    expect(await request({ id }, machine(rival))).toEqual(refusal("STATUS_CONFLICT"));
  });

  it("are listed for those who administer the party's access; hidden ones once they are answered", async () => {
    const { person, other, request, step, ask } = await openBank(dialect);
    const hidden = (await request({ portalViewMode: "HIDE" })).consent.id;
    const shown = (await request()).consent.id;
    const list = async () => {
      const source = `query ($party: [_Any!]!) { _entities(representations: $party) {
        ... on Party { consents { edges { node { id } } } } } }`;
      const answer = await ask(viewerOf(person), source, { party: [{ __typename: "Party", id: person.id }] });
      return answer.data._entities[0].consents.edges.map(({ node }: { node: { id: string } }) => node.id);
    };
    expect(other.id).not.toBe(person.id);
    expect(await list()).toEqual([shown]);
    await step(viewerOf(person), hidden, "REJECT");
    expect((await list()).sort()).toEqual([hidden, shown].sort());
  });

  it("follow the state machine under any steps by anybody", async () => {
    const { person, other, bank, request, step, lookUp, machine } = await openBank(dialect);
    const actors = { person: viewerOf(person), other: viewerOf(other), bank: machine(bank) };
    const moves = fc.array(
      fc.record({
        who: fc.constantFrom<keyof typeof actors>("person", "other", "bank"),
        what: fc.constantFrom(...CONSENT_STEPS),
      }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(moves, async (taken) => {
        const { id } = (await request()).consent;
        let status: ConsentStatus = "CREATED";
        for (const { who, what } of taken) {
          const answer = await step(actors[who], id, what);
          const isTheirs = who === (consentStepRule(what).side === "GIVER" ? "person" : "bank");
          const standing: Standing = {
            status,
            validTo: Date.parse(YEAR_END),
            isOneTime: false,
            usedAt: null,
          };
          const next: ConsentStatus | null = isTheirs ? consentStatusAfter(standing, what, NOW) : null;
          expect(answer.consent?.status ?? null).toBe(next);
          status = next ?? status;
        }
        const found = await lookUp(machine(bank), id, person.urn);
        expect(found.errors).toHaveLength(status === "ACCEPTED" ? 0 : 1);
      }),
      { numRuns: 20 },
    );
  });
});
