import { GraphQLError } from "graphql";
import type { Call } from "../kit/call.js";
import { type AuthorizedParty, authorizedParties, partiesOfWorkspace, type Tunet } from "../kit/tunet.js";
import type { Visible } from "./store.js";

/** The service that assessments belong to, as it is registered. */
export const SERVICE = "fjs-skatteoppgjor";
/** What that service asks of a login: the agency wrote its policy, and keeps it here as well. */
const REQUIRED_LEVEL = 3;
const DIALOG_PREFIX = "urn:altinn:dialog-id:";

/** What one viewer may see of the agency's records, found out once in a request. */
export interface Viewable {
  /** @param workspaceId the part of it that a workspace is about; `null` for all @throws GraphQLError */
  of(workspaceId: string | null): Promise<Visible>;
  /** `Party.id` of a party, by its URN. */
  partyId(urn: string): Promise<string | null>;
}

const unavailable = (error: unknown): never => {
  throw new GraphQLError("It could not be found out whose assessments you may see; try again in a moment.", {
    extensions: { code: "SKATT_AUTHORIZATION_UNAVAILABLE" },
    originalError: error instanceof Error ? error : null,
  });
};

const checkLevel = ({ caller: { level } }: Call): void => {
  if (level >= REQUIRED_LEVEL) return;
  throw new GraphQLError(`Sign in at level ${REQUIRED_LEVEL} or higher to see assessments.`, {
    extensions: { code: "SKATT_LOGIN_TOO_WEAK", requiredLevel: REQUIRED_LEVEL },
  });
};

const visibleOf = (parties: readonly AuthorizedParty[]): Visible => ({
  parties: parties.flatMap(({ urn, services }) => (urn !== null && services.includes(SERVICE) ? [urn] : [])),
  dialogIds: parties
    .flatMap(({ instances }) => instances)
    .filter((instance) => instance.startsWith(DIALOG_PREFIX))
    .map((instance) => instance.slice(DIALOG_PREFIX.length)),
});

/** Asks authorization when it is first needed. Where it does not answer, nothing is shown, and that is said. */
export const viewableBy = (tunet: Tunet, call: Call): Viewable => {
  let asked: Promise<readonly AuthorizedParty[]> | null = null;
  const parties = (): Promise<readonly AuthorizedParty[]> => {
    asked ??= authorizedParties(tunet, call.caller.subject, [SERVICE]).catch(unavailable);
    return asked;
  };
  return {
    async of(workspaceId) {
      checkLevel(call);
      const wanted = workspaceId === null ? null : partiesOfWorkspace(workspaceId);
      const all = await parties();
      return visibleOf(wanted === null ? all : all.filter(({ partyUuid }) => wanted.has(partyUuid)));
    },
    async partyId(urn) {
      return (await parties()).find((party) => party.urn === urn)?.partyUuid ?? null;
    },
  };
};
