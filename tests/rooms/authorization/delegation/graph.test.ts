import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { codes, openGraph, uuidUrn } from "../graph.js";
import { viewerOf } from "../world.js";
import { createCompany, FIXED, PACKAGES, SECRET, TAX } from "./company.js";
import { entity } from "./query.js";

describeOnBothDatabases("what the graph says of giving access", (dialect) => {
  it("checks packages with the reasons, and the role and the way that let one", async () => {
    const { world, director, manager, company } = createCompany();
    const { ask } = await openGraph(dialect, world);
    const query = entity(`mayAdministerAccess packageDelegationChecks {
      accessPackage { urn } isDelegable reasons { code isMainAdministrator role { code } via { name } }
    }`);
    const checks = async (viewer: typeof director) => {
      const { data, errors } = await ask(viewerOf(viewer), query, { id: company.id });
      expect(errors).toBeUndefined();
      const [party] = data._entities;
      expect(party.mayAdministerAccess).toBe(true);
      return Object.fromEntries(
        party.packageDelegationChecks.map((check: { accessPackage: { urn: string } }) => {
          const { accessPackage, ...rest } = check;
          return [accessPackage.urn, rest];
        }),
      );
    };
    const byRole = {
      code: "ROLE_ACCESS",
      isMainAdministrator: false,
      role: { code: "daglig-leder" },
      via: null,
    };
    const asMain = { ...byRole, isMainAdministrator: true, role: { code: "hovedadministrator" } };
    const missing = { code: "MISSING_PACKAGE_ACCESS", isMainAdministrator: false, role: null, via: null };
    const byDirector = await checks(director);
    expect(Object.keys(byDirector).sort()).toEqual(
      [
        PACKAGES.books,
        PACKAGES.clientAdministrator,
        PACKAGES.mainAdministrator,
        PACKAGES.mail,
        PACKAGES.tax,
        PACKAGES.accessManager,
      ].sort(),
    );
    expect(byDirector[PACKAGES.tax]).toEqual({ isDelegable: true, reasons: [byRole, asMain] });
    expect(byDirector[PACKAGES.mail]).toEqual({ isDelegable: true, reasons: [asMain] });
    expect(byDirector[PACKAGES.books]).toEqual({
      isDelegable: false,
      reasons: [missing, { ...missing, code: "PACKAGE_NOT_ASSIGNABLE" }],
    });
    const byManager = await checks(manager);
    expect(byManager[PACKAGES.tax]).toEqual({
      isDelegable: true,
      reasons: [
        {
          code: "DELEGATION_ACCESS",
          isMainAdministrator: false,
          role: { code: "rettighetshaver" },
          via: null,
        },
      ],
    });
    expect(byManager[PACKAGES.mail]).toEqual({ isDelegable: false, reasons: [missing] });
  });

  it("checks each right to a service, with its key", async () => {
    const { world, director, company } = createCompany();
    const { ask } = await openGraph(dialect, world);
    const query = entity(
      "rightDelegationChecks(service: $service) { rightKey action isDelegable reasons { code } }",
    );
    const checks = async (service: string, level: 3 | 4 = 3) => {
      const { data } = await ask(viewerOf(director, { level }), query, { id: company.id, service });
      return data._entities[0].rightDelegationChecks?.map(
        ({
          action,
          isDelegable,
          reasons,
        }: {
          action: string;
          isDelegable: boolean;
          reasons: { code: string }[];
        }) => [action, isDelegable, ...new Set(reasons.map(({ code }) => code))],
      );
    };
    expect(await checks(TAX)).toEqual([
      ["read", true, "PACKAGE_ACCESS"],
      ["sign", false, "MISSING_ROLE_ACCESS", "MISSING_DELEGATION_ACCESS"],
      ["write", true, "PACKAGE_ACCESS", "ROLE_ACCESS"],
    ]);
    expect(await checks(SECRET)).toEqual([
      ["read", false, "PACKAGE_ACCESS", "INSUFFICIENT_AUTHENTICATION_LEVEL"],
    ]);
    expect(await checks(SECRET, 4)).toEqual([["read", true, "PACKAGE_ACCESS"]]);
    expect(await checks(FIXED)).toEqual([["read", false, "PACKAGE_ACCESS", "RESOURCE_NOT_DELEGABLE"]]);
    expect(await checks("urn:altinn:resource:nothing")).toBeUndefined();
    const { data } = await ask(viewerOf(director), query, { id: company.id, service: TAX });
    expect(data._entities[0].rightDelegationChecks[0].rightKey).toMatch(/^read;tax;[0-9a-f]{32}$/);
  });

  it("shows who was given what to those who administer it and to the receiver, and an error to others", async () => {
    const { world, director, company, colleague, helper } = createCompany();
    world.assign(company, helper, "RIGHTHOLDER", { packages: ["tax"], resources: { tax: ["read"] } });
    const { ask, statements } = await openGraph(dialect, world);
    const fields = `edges { node { from { name } to { name } role { code } isRevocable
      packages { accessPackage { urn } } rights { service { id } actions rightKeys } instances { instanceRef } } } totalCount`;
    const given = entity(
      `assignments(first: $first, after: $after) { pageInfo { hasNextPage endCursor } ${fields} }`,
    );
    const { data } = await ask(viewerOf(director), given, { id: company.id, first: 50 });
    const summary = (answer: { _entities: { assignments: { edges: { node: never }[] } }[] }) =>
      answer._entities[0]?.assignments.edges.map(({ node }) => {
        const { to, role, isRevocable } = node as {
          to: { name: string };
          role: { code: string };
          isRevocable: boolean;
        };
        return [to.name, role.code, isRevocable];
      });
    expect(summary(data)).toEqual([
      ["Kari Leder", "daglig-leder", false],
      ["Per Hjelper", "rettighetshaver", true],
      ["Siv Dal Bakke", "styremedlem", false],
      ["Tall og Orden AS", "regnskapsforer", false],
      ["Tor Tilgang", "rettighetshaver", true],
    ]);
    expect(data._entities[0].assignments.totalCount).toBe(5);

    // Page by page, every assignment once, in as many statements for one row as for many.
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 10; pages++) {
      const page = await ask(viewerOf(director), given, { id: company.id, first: 2, after });
      seen.push(...(summary(page.data) ?? []));
      const { hasNextPage, endCursor } = page.data._entities[0].assignments.pageInfo;
      if (!hasNextPage) break;
      after = endCursor;
    }
    expect(seen).toEqual(summary(data));
    const costOf = async (first: number) => {
      await ask(viewerOf(director), given, { id: company.id, first });
      statements.length = 0;
      await ask(viewerOf(director), given, { id: company.id, first });
      return statements.length;
    };
    expect(await costOf(2)).toBe(await costOf(50)); // the first that was given anything is the second

    const received = entity(`assignments(direction: RECEIVED, onlyGivenByName: true) { ${fields} }`);
    const own = await ask(viewerOf(helper), received, { id: helper.id });
    expect(own.data._entities[0].assignments).toMatchObject({
      totalCount: 1,
      edges: [
        {
          node: {
            from: { name: "Fjordheim Bygg AS" },
            packages: [{ accessPackage: { urn: PACKAGES.tax } }],
            rights: [{ service: { id: TAX }, actions: ["read"] }],
            instances: [],
          },
        },
      ],
    });
    const refused = await ask(viewerOf(colleague), given, { id: company.id });
    expect(refused.data._entities[0].assignments).toBeNull();
    expect(codes(refused)).toEqual(["ADMINISTRATION_REQUIRED"]);
    expect(JSON.stringify(refused)).not.toContain("Hjelper");
  });

  it("lists a firm's clients, its agents, and what each agent was passed", async () => {
    const { world, accountant, firm, company, helper, director } = createCompany();
    const agency = world.assign(firm, helper, "AGENT");
    const served = world.seed.assignments.find(
      ({ fromId, toId }) => fromId === company.id && toId === firm.id,
    );
    world.delegate(served?.id ?? "", agency, { packages: ["books"] });
    world.assign(company, firm, "RIGHTHOLDER", {
      packages: ["mail", "tilgangsstyrer"],
      resources: { tax: ["read"] },
    });
    const { ask } = await openGraph(dialect, world);
    const rights = "client { name } role { code } packages { urn } services { service { id } actions }";
    const query = entity(`
      clients { totalCount edges { node { ${rights} } } }
      agents { totalCount edges { node { to { name } } } }
      clientsOfAgent(agent: $agent) { totalCount edges { node { ${rights} } } }`);
    const { data, errors } = await ask(viewerOf(accountant), query, { id: firm.id, agent: uuidUrn(helper) });
    expect(errors).toBeUndefined();
    const books = { client: { name: "Fjordheim Bygg AS" }, role: { code: "regnskapsforer" }, services: [] };
    expect(data._entities[0].clients.totalCount).toBe(2);
    expect(data._entities[0].clients.edges.map(({ node }: { node: object }) => node)).toEqual(
      expect.arrayContaining([
        { ...books, packages: [{ urn: PACKAGES.books }] },
        {
          ...books,
          role: { code: "rettighetshaver" },
          packages: [{ urn: PACKAGES.mail }], // tilgangsstyrer is not for agents
          services: [{ service: { id: TAX }, actions: ["read"] }],
        },
      ]),
    );
    expect(data._entities[0].agents).toEqual({
      totalCount: 1,
      edges: [{ node: { to: { name: "Per Hjelper" } } }],
    });
    expect(data._entities[0].clientsOfAgent).toEqual({
      totalCount: 1,
      edges: [{ node: { ...books, packages: [{ urn: PACKAGES.books }] } }],
    });
    const refused = await ask(viewerOf(director), query, { id: firm.id, agent: uuidUrn(helper) });
    expect(refused.data._entities[0]?.clients ?? null).toBeNull();
  });

  it("asks the register as often for one client as for many, to list them and to change something", async () => {
    const costs: (readonly [number, number, number])[] = [];
    for (const count of [2, 40]) {
      const { world, accountant, firm, director, company, helper } = createCompany();
      const agency = world.assign(firm, helper, "AGENT");
      for (let n = 1; n < count; n++) {
        const client = world.organization(`Klient ${n} AS`);
        world.assign(client, accountant, "DAGL");
        world.delegate(world.assign(client, firm, "REGN"), agency, { packages: ["books"] });
      }
      const { ask, statements } = await openGraph(dialect, world);
      const costOf = async (viewer: typeof director, query: string, variables: Record<string, unknown>) => {
        await ask(viewerOf(viewer), query, variables); // what is kept until it changes is read once
        statements.length = 0;
        expect((await ask(viewerOf(viewer), query, variables)).errors).toBeUndefined();
        return statements.length;
      };
      const rights = "edges { node { client { name } role { code } packages { urn } services { actions } } }";
      const agent = uuidUrn(helper);
      const input = { from: company.urn, to: uuidUrn(director), packages: [PACKAGES.tax] };
      costs.push([
        await costOf(accountant, entity(`clients { ${rights} }`), { id: firm.id }),
        await costOf(accountant, entity(`clientsOfAgent(agent: $agent) { ${rights} }`), {
          id: firm.id,
          agent,
        }),
        await costOf(
          director,
          `mutation ($input: GiveAccessPackagesInput!) { giveAccessPackages(input: $input) { errors { message } } }`,
          { input },
        ),
      ]);
    }
    expect(costs[1]).toEqual(costs[0]);
  });

  it("has a mutation for each change, and says of each why it is refused", async () => {
    const { world, director, accountant, firm, company, helper } = createCompany();
    const { ask } = await openGraph(dialect, world);
    const run = async (viewer: typeof director, name: string, input: Record<string, unknown>) => {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { change: ${name}(input: $input) { isChanged errors { __typename
        ... on DelegationUnknownSubject { subject } ... on DelegationNotDelegable { subject reasons { code } }
        ... on DelegationLevelTooLow { requiredAuthenticationLevel currentAuthenticationLevel } } } }`;
      const { data, errors } = await ask(viewerOf(viewer), query, { input });
      expect(errors).toBeUndefined();
      return data.change.errors.length > 0 ? data.change.errors : data.change.isChanged;
    };
    const instanceRef = "urn:altinn:dialog-id:0199a000-0000-7000-8000-000000000001";
    const to = { to: helper.urn, lastName: "Hjelper" };
    const giving = { from: company.urn, ...to, service: TAX, rights: ["read"] };
    const taking = { from: company.urn, to: uuidUrn(helper) };
    const agent = { facilitator: firm.urn, agent: uuidUrn(helper) };
    const client = { ...agent, client: company.urn, packages: [PACKAGES.books] };

    expect(await run(director, "giveRights", giving)).toBe(true);
    expect(await run(director, "giveInstanceRights", { ...giving, instanceRef })).toBe(true);
    expect(await run(director, "revokeInstanceRights", { ...taking, instanceRef })).toBe(true);
    expect(await run(director, "revokeRights", { ...taking, service: TAX })).toBe(true);
    expect(
      await run(director, "giveAccessPackages", { from: company.urn, ...to, packages: [PACKAGES.tax] }),
    ).toBe(true);
    expect(await run(director, "revokeAllAccess", taking)).toBe(true);
    expect(await run(accountant, "addAgent", { ...agent, agent: helper.urn, lastName: "Hjelper" })).toBe(
      true,
    );
    expect(await run(accountant, "addClientAccess", client)).toBe(true);
    expect(await run(accountant, "removeClientAccess", client)).toBe(true);
    expect(await run(accountant, "removeAgent", agent)).toBe(true);

    const give = (more: Record<string, unknown>) => run(director, "giveRights", { ...giving, ...more });
    expect(await give({ from: firm.urn })).toEqual([{ __typename: "DelegationNotAuthorised" }]);
    expect(await give({ lastName: "Feil" })).toEqual([{ __typename: "DelegationRecipientNotFound" }]);
    expect(await give({ rights: [] })).toEqual([{ __typename: "DelegationValidationError" }]);
    expect(await give({ rights: ["fly"] })).toEqual([
      { __typename: "DelegationUnknownSubject", subject: "fly" },
    ]);
    expect(await give({ service: SECRET })).toEqual([
      { __typename: "DelegationLevelTooLow", requiredAuthenticationLevel: 4, currentAuthenticationLevel: 3 },
    ]);
    expect(await give({ service: FIXED })).toEqual([
      {
        __typename: "DelegationNotDelegable",
        subject: expect.stringMatching(/^read;fixed;/),
        reasons: expect.arrayContaining([{ code: "RESOURCE_NOT_DELEGABLE" }]),
      },
    ]);
    expect(await run(accountant, "addAgent", { ...agent, agent: company.urn })).toEqual([
      { __typename: "DelegationRecipientNotAllowed" },
    ]);
    await run(accountant, "addAgent", { ...agent, agent: helper.urn, lastName: "Hjelper" });
    expect(await run(accountant, "addClientAccess", { ...client, client: firm.urn })).toEqual([
      { __typename: "DelegationClientNotFound" },
    ]);
  });

  it("answers what a mutation asks for with what it has just changed", async () => {
    const { world, director, company } = createCompany();
    const { ask } = await openGraph(dialect, world);
    const answer = await ask(
      viewerOf(director),
      `mutation ($give: GiveAccessPackagesInput!, $take: RevokeAccessPackagesInput!, $service: ID!) {
        give: giveAccessPackages(input: $give) { assignment { from { access(service: $service) { isPermitted } } } errors { message } }
        take: revokeAccessPackages(input: $take) { assignment { from { access(service: $service) { isPermitted } } } errors { message } }
      }`,
      {
        give: { from: company.urn, to: uuidUrn(director), packages: [PACKAGES.mail] },
        take: { from: company.urn, to: uuidUrn(director), packages: [PACKAGES.mail] },
        service: "urn:altinn:resource:mail",
      },
    );
    expect(answer.data).toEqual({
      give: { assignment: { from: { access: { isPermitted: true } } }, errors: [] },
      take: { assignment: { from: { access: { isPermitted: false } } }, errors: [] },
    });
  });
});
