import { expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { openGraph, uuidUrn } from "../graph.js";
import { viewerOf } from "../world.js";
import { createCompany, PACKAGES, TAX } from "./company.js";

const GIVE = `mutation ($input: GiveAccessPackagesInput!) {
  giveAccessPackages(input: $input) {
    isChanged
    assignment {
      from { name } to { name } role { code } isRevocable givenBy { name } givenAt
      packages { accessPackage { urn name } givenBy { name } givenAt }
    }
    errors { __typename message }
  }
}`;

const REVOKE = `mutation ($input: RevokeAccessPackagesInput!) {
  revokeAccessPackages(input: $input) { isChanged assignment { packages { accessPackage { urn } } } errors { __typename } }
}`;

const ACCESS = `query ($party: ID!, $service: ID!) {
  _entities(representations: [{ __typename: "Party", id: $party }]) {
    ... on Party { access(service: $service) { isPermitted evidence { reason } } }
  }
}`;

const NOTHING = { isPermitted: false, evidence: null };

const named = ({ urn }: PartyRow, lastName: string) => ({ to: urn, lastName });

describeOnBothDatabases("giving access packages", (dialect) => {
  it("opens the receiver's next query, and taking them back closes the one after", async () => {
    const { world, director, company, colleague } = createCompany();
    const { ask } = await openGraph(dialect, world);
    const seen = async () => {
      const answer = await ask(viewerOf(colleague), ACCESS, { party: company.id, service: TAX });
      return answer.data._entities[0].access;
    };
    expect(await seen()).toEqual(NOTHING);

    const input = { from: company.urn, ...named(colleague, "Dal Bakke"), packages: [PACKAGES.tax] };
    const giving = { givenBy: { name: "Kari Leder" }, givenAt: "2026-06-15T08:00:00.000Z" };
    expect(await ask(viewerOf(director), GIVE, { input })).toEqual({
      data: {
        giveAccessPackages: {
          isChanged: true,
          assignment: {
            from: { name: "Fjordheim Bygg AS" },
            to: { name: "Siv Dal Bakke" },
            role: { code: "rettighetshaver" },
            isRevocable: true,
            ...giving,
            packages: [{ accessPackage: { urn: PACKAGES.tax, name: "Skatt næring" }, ...giving }],
          },
          errors: [],
        },
      },
    });
    expect(await seen()).toEqual({
      isPermitted: true,
      evidence: { reason: "Fullmakt fra Fjordheim Bygg AS, gjennom tilgangspakken Skatt næring" },
    });

    const taking = { from: company.urn, to: uuidUrn(colleague), packages: [PACKAGES.tax] };
    expect(await ask(viewerOf(director), REVOKE, { input: taking })).toEqual({
      data: { revokeAccessPackages: { isChanged: true, assignment: { packages: [] }, errors: [] } },
    });
    expect(await seen()).toEqual(NOTHING);
  });
});
