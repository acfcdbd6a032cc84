import { expect, it } from "vitest";
import { createServicesPort } from "../../../subgraphs/catalogue/index.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aService, OWNER, openCatalogue, urnOf } from "./catalogue.js";

const CALL = { token: "not looked at" };
const ORGANIZATION = `urn:altinn:organization:identifier-no:${OWNER.organizationNumber}`;

describeOnBothDatabases("the services port", (dialect) => {
  it("tells whose the services are, and leaves out those that are unknown; two statements", async () => {
    const hidden = aService("hidden", { isVisible: false, isDelegable: false, status: "COMPLETED" });
    const { store, statements } = await openCatalogue(dialect, [aService("tax"), hidden]);
    statements.length = 0;
    const found = await createServicesPort(store).servicesByIds(CALL, [
      urnOf("tax"),
      urnOf("nothing"),
      urnOf("hidden"),
    ]);
    const owner = { code: OWNER.code, organization: ORGANIZATION, name: OWNER.name };
    expect([...found].sort(([one], [other]) => (one < other ? -1 : 1))).toEqual([
      [
        urnOf("hidden"),
        {
          service: urnOf("hidden"),
          owner,
          name: { nb: "Tjenesten hidden" },
          resourceType: "GENERIC_ACCESS_RESOURCE",
          status: "COMPLETED",
          isDelegable: false,
        },
      ],
      [
        urnOf("tax"),
        {
          service: urnOf("tax"),
          owner,
          name: { nb: "Tjenesten tax" },
          resourceType: "GENERIC_ACCESS_RESOURCE",
          status: "ACTIVE",
          isDelegable: true,
        },
      ],
    ]);
    expect(statements).toHaveLength(2);
  });

  it("tells every name that a service had before it moved, or has got since; one statement", async () => {
    const { store, statements } = await openCatalogue(dialect, [
      aService("first", { isVisible: false }),
      aService("second", { replacesId: urnOf("first") }),
      aService("half", { replacesId: urnOf("second") }),
      aService("other-half", { replacesId: urnOf("second") }),
      aService("gone", { replacesId: urnOf("second"), deletedAt: 1 }),
      aService("alone"),
    ]);
    const asked = ["first", "half", "alone", "unknown"].map(urnOf);
    expect(await createServicesPort(store).familiesOf(CALL, asked)).toEqual(
      new Map([
        [urnOf("first"), ["first", "second", "half", "other-half"].map(urnOf)],
        // What it was split off with has another history.
        [urnOf("half"), ["first", "second", "half"].map(urnOf)],
        [urnOf("alone"), [urnOf("alone")]],
        [urnOf("unknown"), [urnOf("unknown")]],
      ]),
    );
    expect(statements).toHaveLength(1);
  });

  it("follows services that replace each other in a circle once", async () => {
    const { store } = await openCatalogue(dialect, [
      aService("one", { replacesId: urnOf("two") }),
      aService("two", { replacesId: urnOf("one") }),
    ]);
    expect(await createServicesPort(store).familiesOf(CALL, [urnOf("one")])).toEqual(
      new Map([[urnOf("one"), [urnOf("two"), urnOf("one")]]]),
    );
  });

  it("tells which agency an organisation is, and null where it is none", async () => {
    const { store } = await openCatalogue(dialect, []);
    const port = createServicesPort(store);
    expect(await port.ownerByOrganization(CALL, ORGANIZATION)).toEqual({
      code: OWNER.code,
      organization: ORGANIZATION,
      name: OWNER.name,
    });
    expect(
      await port.ownerByOrganization(CALL, "urn:altinn:organization:identifier-no:310000000"),
    ).toBeNull();
    expect(await port.ownerByOrganization(CALL, `urn:altinn:person:${OWNER.organizationNumber}`)).toBeNull();
  });

  it("refuses more services than one question may hold, and answers as many as it may", async () => {
    const { store } = await openCatalogue(dialect, [aService("tax")]);
    const port = createServicesPort(store);
    const ids = Array.from({ length: 999 }, (_, index) => urnOf(`service-${index}`));
    expect((await port.servicesByIds(CALL, [...ids, urnOf("tax")])).size).toBe(1);
    await expect(port.servicesByIds(CALL, [...ids, urnOf("a"), urnOf("b")])).rejects.toMatchObject({
      code: "BATCH_TOO_LARGE",
      message: "Ask for at most 1000 services at once; it was 1001.",
    });
  });

  it("fails closed where the database does not answer", async () => {
    const { store } = await openCatalogue(dialect, [aService("tax")]);
    const port = createServicesPort(
      Object.assign(Object.create(store), {
        serviceResourcesByIds: () => Promise.reject(new Error("away")),
        serviceOwnersByOrganizations: () => Promise.reject(new Error("away")),
      }),
    );
    const unavailable = {
      code: "CATALOGUE_UNAVAILABLE",
      message: "It could not be found out whose service this is just now; try again in a moment.",
    };
    await expect(port.servicesByIds(CALL, [urnOf("tax")])).rejects.toMatchObject(unavailable);
    await expect(port.ownerByOrganization(CALL, ORGANIZATION)).rejects.toMatchObject(unavailable);
  });
});
