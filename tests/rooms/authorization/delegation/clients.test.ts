import { expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { createCompany, FIXED, PACKAGES, TAX } from "./company.js";
import { byId, numbered, openDesk } from "./room.js";

const BOOKS = "urn:altinn:resource:books";

const uuidOf = (party: PartyRow): string => byId(party).urn;

describeOnBothDatabases("agents of a firm", (dialect) => {
  // biome-ignore format: a table, one row a line
  const rows = [
    ["accountant", "helper", "Hjelper", "changed"],
    ["accountant", "agentSystem", null, "changed"],
    ["accountant", "standardSystem", null, "RECIPIENT_NOT_ALLOWED"],
    ["accountant", "partner", null, "RECIPIENT_NOT_ALLOWED"],
    ["accountant", "helper", "Feil", "RECIPIENT_NOT_FOUND"],
    ["director", "helper", "Hjelper", "NOT_AUTHORISED"], // of the client, not of the firm
    ["stranger", "helper", "Hjelper", "NOT_AUTHORISED"],
  ] as const;

  it.each(rows)("%s makes %s (%s) an agent: %s", async (by, agent, lastName, expected) => {
    const cast = createCompany();
    const { change } = await openDesk(dialect, cast.world);
    const order = { facilitator: cast.firm.urn, agent: numbered(cast[agent], lastName) };
    expect(await change(cast[by], "addAgent", order)).toBe(expected);
    expect(await change(cast[by], "addAgent", order)).toBe(expected === "changed" ? "same" : expected);
  });

  it("belong to organisations only", async () => {
    const { world, accountant, helper } = createCompany();
    const { change } = await openDesk(dialect, world);
    const agent = numbered(helper, "Hjelper");
    expect(await change(accountant, "addAgent", { facilitator: accountant.urn, agent })).toBe(
      "NOT_AUTHORISED",
    );
  });
});

describeOnBothDatabases("a firm's clients", (dialect) => {
  const open = async () => {
    const cast = createCompany();
    const room = await openDesk(dialect, cast.world);
    const { accountant, firm, helper, company } = cast;
    await room.change(accountant, "addAgent", { facilitator: firm.urn, agent: numbered(helper, "Hjelper") });
    const ends = { facilitator: firm.urn, client: company.urn, agent: uuidOf(helper), role: null };
    const may = async (who: PartyRow, service = BOOKS, action = "read") =>
      (await room.decide(who, { party: company.urn, service, action })).decision === "PERMIT";
    return { ...cast, ...room, ends, may };
  };

  it("are passed on to an agent, as far as the client's role gives, and taken back", async () => {
    const { change, ends, may, accountant, helper, company, stranger, director } = await open();
    expect(await may(helper)).toBe(false);
    const order = { ...ends, packages: [PACKAGES.books], services: [] };
    expect(await change(stranger, "addClientAccess", order)).toBe("NOT_AUTHORISED");
    expect(await change(director, "addClientAccess", order)).toBe("NOT_AUTHORISED");
    expect(await change(accountant, "addClientAccess", order)).toBe("changed");
    expect(await change(accountant, "addClientAccess", order)).toBe("same");
    expect(await may(helper)).toBe(true);

    // By role: what it does not hold, what is not for agents, and what there is not.
    const more = (packages: readonly string[], services: readonly string[] = []) =>
      change(accountant, "addClientAccess", { ...ends, packages, services });
    expect(await more([PACKAGES.tax])).toBe("NOT_DELEGABLE");
    expect(await more([PACKAGES.accessManager])).toBe("NOT_DELEGABLE");
    expect(await more(["urn:altinn:accesspackage:nothing"])).toBe("UNKNOWN_SUBJECT");
    expect(await more([], [TAX])).toBe("NOT_DELEGABLE");
    expect(await more([])).toBe("VALIDATION");

    const taking = { ...ends, packages: [PACKAGES.books], services: null };
    expect(await change(stranger, "removeClientAccess", taking)).toBe("NOT_AUTHORISED");
    expect(await change(helper, "removeClientAccess", taking)).toBe("changed"); // gives it up
    expect(await may(helper)).toBe(false);
    expect(await change(accountant, "removeClientAccess", { ...taking, packages: null })).toBe("same");
    expect(company.id).not.toBe(helper.id);
  });

  it("are passed on by name with the very actions that the client gave, and narrowed with them", async () => {
    const { change, ends, may, accountant, helper, company, firm, director } = await open();
    const gift = { from: company.urn, to: numbered(firm) };
    await change(director, "giveRights", { ...gift, service: TAX, rights: ["read", "write"] });
    await change(director, "givePackages", { ...gift, packages: [PACKAGES.mail] });
    const order = { ...ends, packages: [PACKAGES.mail], services: [TAX] };
    // The firm is both its accountant and its rightholder: which of them passes it on has to be said.
    expect(await change(accountant, "addClientAccess", order)).toBe("VALIDATION");
    const role = "rettighetshaver";
    expect(await change(accountant, "addClientAccess", { ...order, role })).toBe("changed");
    expect(await change(accountant, "addClientAccess", { ...order, role, services: [FIXED] })).toBe(
      "NOT_DELEGABLE",
    );
    expect(await change(accountant, "addClientAccess", { ...order, role: "revisor" })).toBe(
      "CLIENT_NOT_FOUND",
    );
    const seen = async () => [
      await may(helper, TAX, "read"),
      await may(helper, TAX, "write"),
      await may(helper, "urn:altinn:resource:mail"),
    ];
    expect(await seen()).toEqual([true, true, true]);

    const taking = { from: company.urn, to: firm.urn };
    await change(director, "revokeRights", { ...taking, service: TAX, rights: ["write"] });
    expect(await seen()).toEqual([true, false, true]);
    await change(director, "revokePackages", { ...taking, packages: [PACKAGES.mail] });
    expect(await seen()).toEqual([true, false, false]);
    await change(director, "revokeEverything", taking);
    expect(await seen()).toEqual([false, false, false]);
  });

  it("are gone for an agent who is no longer one", async () => {
    const { change, ends, may, accountant, helper, firm, store, company } = await open();
    await change(accountant, "addClientAccess", { ...ends, packages: [PACKAGES.books], services: [] });
    expect(await may(helper)).toBe(true);
    const order = { facilitator: firm.urn, agent: uuidOf(helper) };
    expect(await change(accountant, "removeAgent", order)).toBe("changed");
    expect(await may(helper)).toBe(false);
    expect(await change(accountant, "removeAgent", order)).toBe("same");
    expect(await change(helper, "removeAgent", order)).toBe("NOT_AUTHORISED");
    expect(
      await change(accountant, "addClientAccess", { ...ends, packages: [PACKAGES.books], services: [] }),
    ).toBe("RECIPIENT_NOT_FOUND");
    const { database, tables } = store.open;
    expect(await database.read.select().from(tables.clientDelegations)).toEqual([]);
    const trail = await database.read.select().from(tables.auditEntries);
    expect(
      trail.map(({ kind, partyId }) => [kind, partyId === company.id ? "client" : "firm"]).sort(),
    ).toEqual([
      ["ACCESS_GRANTED", "firm"],
      ["ACCESS_REVOKED", "firm"],
      ["CLIENT_ADDED", "client"],
      ["CLIENT_ADDED", "firm"],
    ]);
  });
});
