import { idFromName, type NewId } from "../../../../lib/ids.js";
import type { OwnerCall, OwnerRight } from "../../../../subgraphs/dialogs/writing/index.js";
import { NOW, partyOf, serviceOf } from "../dialogs.js";

/** What may be sent: JSON. */
// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape that it sends
export type Body = Record<string, any>;

export const SERVICE = serviceOf(0);
export const CORRESPONDENCE_SERVICE = serviceOf(1);
/** Another owner's. */
export const OTHER_SERVICE = serviceOf(9);

const SERVICES = new Map([
  [SERVICE, { org: "tst", type: "genericaccessresource" }],
  [CORRESPONDENCE_SERVICE, { org: "tst", type: "correspondenceservice" }],
  [OTHER_SERVICE, { org: "oth", type: "genericaccessresource" }],
]);

/** A call of the owner `tst`, or of another, with these rights. */
export const ownerWith = (rights: readonly OwnerRight[] = [], org = "tst"): OwnerCall => ({
  org,
  organization: partyOf(20).urn,
  rights: new Set(rights),
  findServices: async (services) => new Map([...SERVICES].filter(([service]) => services.includes(service))),
});

export const OWNER = ownerWith();
export const ADMIN = ownerWith(["ADMIN"], "adm");

export const plain = (value: string, languageCode = "nb"): Body => ({
  mediaType: "text/plain",
  value: [{ value, languageCode }],
});

/** The least that makes a dialog; what is given replaces what it would have. */
export const aBody = (more: Body = {}): Body => ({
  serviceResource: SERVICE,
  party: partyOf(0).urn,
  content: { title: plain("Skattemelding") },
  ...more,
});

/** The least that changes one: PUT. */
export const aChange = (more: Body = {}): Body => ({ content: { title: plain("Skattemelding") }, ...more });

export const SERVICE_OWNER: Body = { actorType: "ServiceOwner" };
export const representative = (index = 0): Body => ({
  actorType: "PartyRepresentative",
  actorId: partyOf(index).urn,
});

export const aTransmissionBody = (more: Body = {}): Body => ({
  type: "Information",
  sender: SERVICE_OWNER,
  content: { title: plain("Vedtak"), summary: plain("Om vedtaket") },
  ...more,
});

export const anActivityBody = (more: Body = {}): Body => ({
  type: "DialogOpened",
  performedBy: representative(),
  ...more,
});

export const iso = (at: number): string => new Date(at).toISOString();
export const inDays = (days: number): string => iso(NOW + days * 86_400_000);
/** A UUIDv7 that follows from a name. */
export const idOf = (name: string, at = NOW): string => idFromName(name, at);

/** Ids in the order in which they were asked for. */
export const countingIds = (): NewId => {
  let count = 0;
  return (at) => idFromName(`made ${count++}`, at);
};
