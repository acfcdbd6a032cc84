import { expect, it } from "vitest";
import type { DocumentProblem } from "../../../lib/document-reader.js";
import { importOrganizationAddresses, readOrganizationAddresses } from "../../../subgraphs/profile/index.js";
import { partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { openTestRoom } from "./room.js";

const numberOf = (index: number): string => partyOf(index).urn.split(":").at(-1) ?? "";
const ASK = `query($orgnr: String) { getNotificationAddressByOrgNumber(orgnr: $orgnr) {
  organizationNumber notificationAddresses { email phone countryCode } status } }`;

describeOnBothDatabases("organisations' own addresses", (dialect) => {
  it("are imported, brought up to date, and shown to those who act for the organisation", async () => {
    const { ask, store } = await openTestRoom(dialect, { parties: [partyOf(0)] });
    const read = (document: unknown) => {
      const problems: DocumentProblem[] = [];
      return { organizations: readOrganizationAddresses(document, problems), problems };
    };
    const document = [
      { organizationNumber: numberOf(0), notificationAddresses: [{ email: "Post@Firma.example" }] },
      {
        organizationNumber: numberOf(1),
        notificationAddresses: [{ phone: "40 00 00 01", countryCode: "+47" }],
      },
    ];
    const { organizations, problems } = read(document);
    expect(problems).toEqual([]);
    const kind = "organisations' addresses";
    const both = [numberOf(0), numberOf(1)];
    expect(await importOrganizationAddresses(store, organizations)).toEqual([
      { kind, added: both, changed: [], unchanged: 0, missing: [] },
    ]);
    expect(await importOrganizationAddresses(store, organizations)).toEqual([
      { kind, added: [], changed: [], unchanged: 2, missing: [] },
    ]);
    const shown = async (index: number) => {
      const { data, errors } = await ask(0, ASK, { orgnr: numberOf(index) });
      return errors?.[0]?.code ?? data.getNotificationAddressByOrgNumber;
    };
    expect(await shown(0)).toEqual({
      organizationNumber: numberOf(0),
      notificationAddresses: [{ email: "Post@firma.example", phone: null, countryCode: null }],
      status: 200,
    });
    expect(await shown(1)).toBe("PARTY_NOT_AUTHORISED");
    const emptied = read([{ organizationNumber: numberOf(0), notificationAddresses: [] }]).organizations;
    expect(await importOrganizationAddresses(store, emptied)).toMatchObject([{ changed: [numberOf(0)] }]);
    expect(await shown(0)).toMatchObject({ notificationAddresses: [], status: 404 });
  });
});

it("says where a document of organisations' addresses can't be understood, and leaves those out", () => {
  const problems: DocumentProblem[] = [];
  const document = [
    { organizationNumber: "123", notificationAddresses: [] },
    { organizationNumber: numberOf(0), notificationAddresses: [{ email: "post" }, { phone: "12" }, {}] },
    { organizationNumber: numberOf(1), notificationAddresses: [{ email: "post@firma.example" }] },
  ];
  expect(readOrganizationAddresses(document, problems).map((one) => one.organizationNumber)).toEqual([
    numberOf(1),
  ]);
  expect(problems.map(({ place, problem }) => `${place} ${problem}`)).toEqual([
    '[0].organizationNumber "123" is not an organisation number',
    "[1].notificationAddresses[0].email is not an e-mail address",
    "[1].notificationAddresses[1].phone is not a number without its country code",
    "[1].notificationAddresses[2]. has neither email nor phone",
  ]);
});
