import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import type { Viewer } from "../../../schema/viewer.js";
import { type Named, namedOf, SUBJECT } from "./attribute-names.js";

/** What a party is known by as a subject, whatever it has been given. */
export const partyIdentity = ({ id, urn, type, partyId }: PartyRow): Named[] => {
  const value = namedOf(urn)[1];
  const known: Named[] = [
    [SUBJECT.party, id],
    [SUBJECT.partyId, String(partyId)],
  ];
  if (urn.startsWith(PERSON_PREFIX)) known.push([SUBJECT.person, value], [SUBJECT.personUuid, id]);
  if (type === "ORGANIZATION") {
    known.push(
      [SUBJECT.organization, value],
      [SUBJECT.organizationNumber, value],
      [SUBJECT.organizationUuid, id],
    );
  }
  if (type === "SYSTEM_USER") known.push([SUBJECT.systemUser, value]);
  return known;
};

/**
 * Who a viewer is, as policies name it.
 * @param ownerCode the service owner that the viewer's organisation is, e.g. `skd`; `null` where it is none
 */
export const viewerIdentity = (
  party: PartyRow,
  { scopes }: Pick<Viewer, "scopes">,
  ownerCode: string | null,
): Named[] => [
  ...partyIdentity(party),
  ...scopes.map((scope): Named => [SUBJECT.scope, scope]),
  ...(ownerCode === null ? [] : [[SUBJECT.org, ownerCode] as const]),
];
