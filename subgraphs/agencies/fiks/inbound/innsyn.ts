import { isJson, type Json, momentIn, objectsIn, textIn } from "../json.js";
import { type Municipality, partyOf } from "../municipality.js";
import type { Platform } from "../platform.js";
import type { IndexedRecord } from "../records.js";
import { levelOf } from "../rules/statuses.js";
import { badRequest } from "./refusal.js";

const MAX_MESSAGES = 5_000;
const ID = /^[A-Za-z0-9._-]{1,80}$/;
const NUMBERED = new Set(["FODSELSNUMMER", "ORGANISASJONSNUMMER"]);

/** What came of a request: each message by itself, as the index is not all or nothing. */
export interface IndexOutcome {
  readonly opprettet: number;
  readonly oppdatert: number;
  readonly manglerSamtykke: number;
  readonly meldingerUtenSamtykke: readonly string[];
  /** What could not be taken, and why. */
  readonly avvist: readonly { readonly meldingId: string | null; readonly feil: string }[];
}

type One = "CREATED" | "UPDATED" | "NO_CONSENT" | { readonly fault: string };

const metadataIn = (value: unknown): Json | null => {
  try {
    const metadata: unknown = JSON.parse(Buffer.from(String(value), "base64").toString("utf8"));
    return isJson(metadata) ? metadata : null;
  } catch {
    return null;
  }
};

/** Who a message is shown to; a property's or the public's is nobody's here. */
const partiesIn = (message: Json): string[] => [
  ...new Set(
    objectsIn(message["eksponertFor"]).flatMap(({ identifikatorType, verdi }) =>
      NUMBERED.has(String(identifikatorType)) ? (partyOf(verdi) ?? []) : [],
    ),
  ),
];

/** The party that the message was of first stays the first: its item has the message's own id, always. */
const inOrder = (parties: readonly string[], before: IndexedRecord | null): string[] => {
  const [first] = before?.parties ?? [];
  if (first === undefined || !parties.includes(first)) return [...parties];
  return [first, ...parties.filter((one) => one !== first)];
};

const faultIn = (message: Json, municipality: Municipality): string | null => {
  if (!ID.test(String(message["meldingId"]))) return "meldingId mangler eller kan ikke brukes som id";
  if (message["fiksOrganisasjonId"] !== municipality.id) return "fiksOrganisasjonId er ikke integrasjonens";
  if (textIn(message["versjon"]) === null) return "versjon mangler";
  if (!Array.isArray(message["eksponertFor"])) return "eksponertFor mangler";
  return metadataIn(message["meldingMetadata"]) === null ? "meldingMetadata er ikke base64 av JSON" : null;
};

const receiveOne = ({ store }: Platform, municipality: Municipality, message: Json, at: number): One => {
  const fault = faultIn(message, municipality);
  if (fault !== null) return { fault };
  const id = String(message["meldingId"]);
  const before = store.record("indexed", id);
  if (before !== null && before.municipalityId !== municipality.id) return { fault: "meldingId er i bruk" };
  const parties = partiesIn(message);
  if (parties.some((party) => store.hasRefusedConsent(party))) return "NO_CONSENT";
  const after: IndexedRecord = {
    kind: "indexed",
    id,
    municipalityId: municipality.id,
    version: String(message["versjon"]),
    level: levelOf(message["sikkerhetsniva"]),
    parties: inOrder(parties, before),
    externalReference: textIn(message["eksternRef"]),
    availableUntil: momentIn(message["tilgjengeligTil"]),
    metadata: metadataIn(message["meldingMetadata"]) ?? {},
    createdAt: before?.createdAt ?? at,
    changedAt: before?.changedAt ?? at,
  };
  // Producers send everything again when they like: what is the same as before is no news.
  if (JSON.stringify(before) !== JSON.stringify(after)) store.keepRecord({ ...after, changedAt: at });
  return before === null ? "CREATED" : "UPDATED";
};

/** Takes `{meldinger}`: each message by itself. @throws Refusal where it is no request */
export const receiveMessages = (
  platform: Platform,
  municipality: Municipality,
  request: Json,
  at: number,
): IndexOutcome => {
  const { meldinger } = request;
  if (!Array.isArray(meldinger) || meldinger.length > MAX_MESSAGES) {
    throw badRequest(`meldinger er en liste av opptil ${MAX_MESSAGES}.`);
  }
  const idOf = (message: unknown): string | null => (isJson(message) ? textIn(message["meldingId"]) : null);
  const outcomes = platform.store.transaction(() =>
    meldinger.map((message: unknown) => {
      const one: One = isJson(message)
        ? receiveOne(platform, municipality, message, at)
        : { fault: "meldingen er ikke et objekt" };
      return { id: idOf(message), one };
    }),
  );
  const count = (wanted: One): number => outcomes.filter(({ one }) => one === wanted).length;
  return {
    opprettet: count("CREATED"),
    oppdatert: count("UPDATED"),
    manglerSamtykke: count("NO_CONSENT"),
    meldingerUtenSamtykke: outcomes.flatMap(({ id, one }) => (one === "NO_CONSENT" && id !== null ? id : [])),
    avvist: outcomes.flatMap(({ id, one }) =>
      typeof one === "object" ? { meldingId: id, feil: one.fault } : [],
    ),
  };
};
