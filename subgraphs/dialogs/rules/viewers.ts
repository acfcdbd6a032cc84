import type { Actor } from "../../../drizzle/dialogs/values.js";
import type { Viewer } from "../../../schema/viewer.js";

/** The viewer as an actor on the party's side. */
export const actorOfViewer = ({ party }: Viewer): Actor => ({
  actorType: "PARTY_REPRESENTATIVE",
  actorId: party,
  actorName: null,
});

const END_USER_TYPES: Readonly<Record<Viewer["kind"], string>> = {
  PERSON: "Person",
  SELF_IDENTIFIED: "IdportenEmail",
  SYSTEM_USER: "SystemUser",
  ORGANIZATION: "Unknown",
};

/** What Dialogporten's seen log calls this kind of viewer. */
export const endUserTypeOf = ({ kind }: Viewer): string => END_USER_TYPES[kind];
