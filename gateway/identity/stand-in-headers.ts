import type { IncomingHttpHeaders } from "node:http";
import type { VerifiedClaims } from "./options.js";

/** Headers by their names in lower case. */
type Headers = Readonly<Record<string, string>>;

/** What stands in for headers that a client has not sent: what whoever asks has chosen once and for all. */
export interface StandInHeaders {
  /** Whether a request needs any. Asked of each, so it is quick. */
  isNeeded(sent: IncomingHttpHeaders): boolean;
  /** Those of a viewer; `undefined`: it has to be found out. */
  known(claims: VerifiedClaims): Headers | undefined;
  /** Finds it out. Whatever fails, the request goes on: none then. Never rejects. */
  find(claims: VerifiedClaims): Promise<Headers>;
}

const withThose = (sent: IncomingHttpHeaders, others: Headers): IncomingHttpHeaders => ({
  ...sent,
  ...others,
});

/** A client's headers with those that stand in; `undefined` where these have to be found out. */
export const completedHeaders = (
  standIns: StandInHeaders | undefined,
  sent: IncomingHttpHeaders,
  claims: VerifiedClaims | null,
): IncomingHttpHeaders | undefined => {
  if (standIns === undefined || claims === null || !standIns.isNeeded(sent)) return sent;
  const known = standIns.known(claims);
  return known === undefined ? undefined : withThose(sent, known);
};

/** The same, where nobody but the stand-ins' source knows. */
export const completeHeaders = async (
  standIns: StandInHeaders | undefined,
  sent: IncomingHttpHeaders,
  claims: VerifiedClaims | null,
): Promise<IncomingHttpHeaders> => {
  const completed = completedHeaders(standIns, sent, claims);
  if (completed !== undefined || standIns === undefined || claims === null) return completed ?? sent;
  return withThose(sent, await standIns.find(claims));
};
