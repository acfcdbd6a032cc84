import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoWorld, personas } from "../../demo/index.js";
import { storiesOf } from "../../demo/stories/stories.js";
import { openDatabase } from "../../drizzle/open.js";
import { partiesOf, type Scope } from "../../schema/scope.js";
import { viewerFromClaims } from "../../schema/viewer.js";
import {
  type Authorization,
  AuthorizationStore,
  createAuthorizationPort,
  seedAuthorization,
} from "../../subgraphs/authorization/index.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { newLocation, type TestLocation } from "../kit/databases.js";
import { NOW, worldOf } from "./kit.js";

const DAY = 86_400_000;
const stories = new Map(storiesOf(NOW).stories.map((story) => [story.name, story]));

const storyOf = (name: string): readonly DialogSeed[] => {
  const story = stories.get(name);
  if (story === undefined) throw new Error(`There is no story "${name}".`);
  return story.dialogs;
};

const titled = (seeds: readonly DialogSeed[]): string[] =>
  seeds.map(({ dialog: { title } }) => title.en ?? title.nb ?? title.nn ?? "").sort();

/** The plain rule: the party and the service are in one group, or the dialog or its form was given by itself. */
const isInScope = (scope: Scope, { dialog }: DialogSeed): boolean =>
  scope.groups.some(
    ({ parties, services }) =>
      parties.some(({ urn }) => urn === dialog.party) &&
      services.some(({ service }) => service === dialog.serviceResource),
  ) ||
  scope.instances.some(
    ({ party, service, instanceRef }) =>
      party.urn === dialog.party &&
      service === dialog.serviceResource &&
      [`urn:altinn:dialog-id:${dialog.id}`, dialog.instanceRef].includes(instanceRef),
  );

describe("what each persona may see of the demo, as the authorization room says", () => {
  let location: TestLocation;
  let store: AuthorizationStore;
  let authorization: Authorization;
  let world: DemoWorld;
  let dialogs: DialogSeed[];

  beforeAll(async () => {
    world = worldOf(20_000);
    dialogs = [...world.dialogs()];
    location = await newLocation("sqlite");
    store = new AuthorizationStore(
      await openDatabase({ room: "authorization", location: location.location }),
    );
    await seedAuthorization(store, world.authorization);
    authorization = createAuthorizationPort({ store, clock: () => NOW });
  });

  afterAll(async () => {
    await store.close();
    await location.remove();
  });

  const scopeOf = async (name: string): Promise<Scope> => {
    const viewer = viewerFromClaims(personas.find((persona) => persona.name === name)?.claims ?? {});
    if (viewer === null) throw new Error(`There is no persona "${name}".`);
    return authorization.scope({ requestId: `as ${name}`, viewer, language: "nb", token: "test" });
  };

  const seenBy = async (name: string, seeds: readonly DialogSeed[] = dialogs): Promise<DialogSeed[]> => {
    const scope = await scopeOf(name);
    return seeds.filter((seed) => isInScope(scope, seed));
  };

  it.each([
    "nobody",
    "operator",
    "service-owner",
    "vogntilsynet",
    "virkeregisteret",
    "municipal-platform",
    "nordvik",
    "sordal",
  ])("nothing, for %s", async (name) => {
    expect(await seenBy(name)).toEqual([]);
  });

  it("exactly one dialog of somebody else, for the helper", async () => {
    expect(titled(await seenBy("helper"))).toEqual([
      "Application for permission: garage and extension, Testbakken 12",
    ]);
  });

  it("a single request, for somebody with an e-mail address only", async () => {
    expect(titled(await seenBy("email-user"))).toEqual(["Request to see a registration case"]);
  });

  it("VAT of one business and nothing else, for its system user", async () => {
    const seen = await seenBy("system-user");
    const current = world.catalogue.serviceResources.filter(({ id }) => id.endsWith("app_fjs_mva-melding"));
    expect(new Set(seen.map(({ dialog }) => dialog.serviceResource))).toEqual(
      new Set(current.map(({ id }) => id)),
    );
    expect(new Set(seen.map(({ dialog }) => dialog.party)).size).toBe(1);
    expect(await seenBy("system-user", storyOf("vat-reports"))).toHaveLength(9);
  });

  it("two hundred clients and their owners' tax, for the accountant; some of it for the assistant and the auditor", async () => {
    const scope = await scopeOf("accountant");
    const clients = new Set(
      world.authorization.assignments
        .filter(({ roleUrn }) => roleUrn.endsWith(":regnskapsforer"))
        .map(({ fromId }) => fromId),
    );
    const served = [...partiesOf(scope).keys()].filter((id) => clients.has(id));
    expect(served.length).toBeGreaterThanOrEqual(200);
    const seen = await seenBy("accountant");
    expect(seen.length).toBeGreaterThan(4_000);
    expect(new Set(seen.map(({ dialog }) => dialog.sourceId)).size).toBe(3);

    const ofAssistant = await seenBy("accountant-assistant");
    const ofAuditor = await seenBy("auditor");
    for (const some of [ofAssistant, ofAuditor]) {
      expect(some.length).toBeGreaterThan(200);
      expect(some.length).toBeLessThan(seen.length / 2);
    }
  });

  it("what ten clients gave by name and no more, for the accounting firm's machine", async () => {
    const seen = await seenBy("accounting-machine");
    expect(seen.length).toBeGreaterThan(50);
    const partyByUrn = new Map(world.authorization.parties.map((party) => [party.urn, party]));
    // What a main unit gave holds for its subunits too.
    const givers = new Set(
      seen.map(({ dialog }) => {
        const party = partyByUrn.get(dialog.party);
        return party?.parentId ?? party?.id;
      }),
    );
    expect(givers.size).toBe(10);
    expect(new Set(seen.map(({ dialog }) => dialog.org))).toEqual(new Set(["fjs"]));
  });

  it("one subunit, for somebody who has rights there alone; main unit and subunits for its managing director", async () => {
    const [main, north, south] = [
      "Fjordbygg AS",
      "Fjordbygg AS avd. Nordvik",
      "Fjordbygg AS avd. Sørdal",
    ].map((name) => world.authorization.parties.find((party) => party.name === name)?.urn ?? name);
    const partiesSeenBy = async (persona: string) =>
      new Set((await seenBy(persona)).map(({ dialog }) => dialog.party));
    const ofSiv = await partiesSeenBy("subunit");
    expect([main, north, south].map((urn) => ofSiv.has(urn ?? ""))).toEqual([false, true, false]);
    const ofDag = await partiesSeenBy("daglig-leder");
    expect([main, north, south].map((urn) => ofDag.has(urn ?? ""))).toEqual([true, true, true]);
    expect(await seenBy("subunit", storyOf("inspection"))).toHaveLength(1);
  });

  it("the same for a weaker login, with the levels that the rest needs", async () => {
    const [strong, weak] = [await scopeOf("kari"), await scopeOf("kari-level3")];
    expect({ ...weak, level: 4 }).toEqual(strong);
    const secret = storyOf("secrets").map(({ dialog }) => dialog.serviceResource);
    const levels = strong.groups.flatMap(({ services }) =>
      services.filter(({ service }) => secret.includes(service)).map(({ requiredLevel }) => requiredLevel),
    );
    expect(levels).toEqual([4]);
  });

  it.each([
    ["kari", "neighbour-notice", 2],
    ["ola", "neighbour-notice", 2],
    ["guardian", "neighbour-notice", 1],
    ["styreleder", "neighbour-notice", 1],
    ["housing-manager", "neighbour-notice", 1],
    ["heir", "estate", 6],
    ["kari", "tax-return", 2],
    ["daglig-leder", "vat-reports", 9],
    ["social-assistance", "social-assistance", 2],
    ["daglig-leder", "building-case", 1],
    ["kari", "invoices", 3],
    ["kari", "secrets", 2],
    ["kari", "drafts", 1],
    ["daglig-leder", "drafts", 3],
    ["housing-manager", "moved-service", 6],
    ["kari", "shown-later", 1],
    ["kari", "put-away", 7],
    ["sole-proprietor", "new-business", 4],
    ["guardian", "guardianship", 3],
    ["farmer", "languages", 3],
  ])("for %s of the story %s: %i dialogs", async (persona, story, count) => {
    expect(await seenBy(persona, storyOf(story))).toHaveLength(count);
  });

  it("every story is seen by somebody", async () => {
    const scopes = await Promise.all(personas.map(({ name }) => scopeOf(name)));
    const unseen = [...stories.values()].flatMap(({ dialogs: told }) =>
      told.filter((seed) => !scopes.some((scope) => isInScope(scope, seed))),
    );
    expect(titled(unseen)).toEqual([]);
  });

  it("every persona with a history has one that spans several agencies", async () => {
    const withHistory = personas.filter(
      ({ name }) =>
        ![
          "nobody",
          "operator",
          "heir-brother",
          "court",
          "property-register",
          "social-security",
          "service-owner",
          "vogntilsynet",
          "virkeregisteret",
          "municipal-platform",
          "nordvik",
          "sordal",
          "building-agency",
          "helper",
          "email-user",
          "system-user",
          "accounting-machine",
        ].includes(name),
    );
    for (const { name } of withHistory) {
      const seen = await seenBy(name);
      expect(new Set(seen.map(({ dialog }) => dialog.org)).size, name).toBeGreaterThan(1);
    }
  });
});

describe("the demo's stories", () => {
  it("tell one case over several parties and over four agencies", () => {
    const partiesOfNotice = new Set(storyOf("neighbour-notice").map(({ dialog }) => dialog.party));
    expect(partiesOfNotice.size).toBe(4);
    for (const name of ["neighbour-notice", "estate"]) {
      expect(new Set(storyOf(name).map(({ dialog }) => dialog.process)).size).toBe(1);
    }
    expect(new Set(storyOf("estate").map(({ dialog }) => dialog.org))).toEqual(
      new Set(["tit", "fjs", "eir", "try"]),
    );
  });

  it("hold what a workspace has to cope with", () => {
    const all = [...stories.values()].flatMap((story) => story.dialogs);
    const some = (is: (seed: DialogSeed) => boolean) => all.filter(is).length;
    const attachments = all.flatMap(({ body, transmissions }) => [
      ...body.attachments,
      ...transmissions.flatMap((transmission) => transmission.attachments),
    ]);
    expect({
      dueWithinAMonth: some(
        ({ dialog }) => dialog.dueAt !== null && dialog.dueAt > NOW && dialog.dueAt < NOW + 30 * DAY,
      ),
      overdue: some(
        ({ dialog }) => dialog.dueAt !== null && dialog.dueAt < NOW && dialog.status === "REQUIRES_ATTENTION",
      ),
      shownLater: some(({ dialog }) => (dialog.visibleFrom ?? 0) > NOW),
      expired: some(({ dialog }) => dialog.expiresAt !== null && dialog.expiresAt < NOW),
      deleted: some(({ dialog }) => dialog.deletedAt !== null),
      drafts: some(({ dialog }) => dialog.status === "DRAFT"),
      apiOnly: some(({ dialog }) => dialog.isApiOnly),
      plainTitled: some(({ dialog }) => dialog.hasNonSensitiveTitle),
      expiredAttachments: attachments.filter(({ expiresAt }) => expiresAt !== null && expiresAt < NOW).length,
      inSami: some(({ dialog }) => dialog.title.se !== undefined),
      seenBySystem: some(({ seenLog }) => seenLog.some(({ endUserType }) => endUserType === "SYSTEM_USER")),
    }).toEqual({
      dueWithinAMonth: expect.any(Number),
      overdue: 1,
      shownLater: 1,
      expired: 1,
      deleted: 1,
      drafts: 2,
      apiOnly: 1,
      plainTitled: 3,
      expiredAttachments: 1,
      inSami: 1,
      seenBySystem: 8,
    });
    expect(some(({ dialog }) => dialog.dueAt !== null && dialog.dueAt > NOW)).toBeGreaterThan(7);
  });

  it("tell of a service before and after it moved, without a gap", () => {
    const bySource = storyOf("moved-service").map(({ dialog }) => dialog.sourceId);
    expect(bySource).toEqual(["altinn3", "altinn3", "altinn2", "altinn2", "altinn2", "altinn2"]);
  });

  it("keep their ids whatever the day, and their distance to it", () => {
    const later = storiesOf(NOW + 3 * DAY);
    const before = storiesOf(NOW);
    expect(later.dialogs.map(({ dialog }) => dialog.id.slice(14))).toEqual(
      before.dialogs.map(({ dialog }) => dialog.id.slice(14)),
    );
    expect(later.dialogs.map(({ dialog }) => dialog.createdAt - 3 * DAY)).toEqual(
      before.dialogs.map(({ dialog }) => dialog.createdAt),
    );
  });
});
