import { type Language, type LocalizedText, localize } from "../../../schema/localization.js";
import { eventParty } from "../audit/present.js";
import type { AuthorizationStore } from "../store.js";
import type { Consent, ConsentStatusName } from "../types/consent.js";
import { standingOf } from "./answer.js";
import { shownStatus } from "./rules.js";
import { consentServicesOf, type WholeConsent } from "./store.js";
import { type ConsentTemplate, consentTemplate, fillIn } from "./templates.js";

/** Consents with the names of whom and what they are about, in two statements. @param now for how they stand */
export const presentConsents = async (
  store: AuthorizationStore,
  wholes: readonly WholeConsent[],
  now: number,
): Promise<Consent[]> => {
  const { database, tables } = store.open;
  const serviceUrns = [...new Set(wholes.flatMap(({ rights }) => rights.map(({ service }) => service)))];
  const partyIds = [...new Set(wholes.flatMap(({ consent }) => [consent.fromId, consent.toId]))];
  const [partyRows, serviceRows] = await Promise.all([
    store.partiesByIds(partyIds),
    consentServicesOf(database.read, tables, serviceUrns),
  ]);
  const parties = new Map(partyRows.map((party) => [party.id, party]));
  const texts = new Map(serviceRows.map(({ service, text }) => [service, text]));
  return wholes.map(({ consent, rights }) => ({
    id: consent.id,
    status: shownStatus(standingOf(consent), now) as ConsentStatusName,
    giver: eventParty(parties.get(consent.fromId)),
    receiver: eventParty(parties.get(consent.toId)),
    isForOnePerson: consent.requiredDelegatorId !== null,
    rights: rights.map((row) => ({
      serviceResource: { id: row.service },
      actions: row.actions,
      metadata: Object.entries(row.metadata).map(([key, value]) => ({ key, value })),
      row,
      text: fillIn(texts.get(row.service) ?? {}, row.metadata),
    })),
    isOneTime: consent.isOneTime,
    validTo: consent.validTo,
    createdAt: consent.createdAt,
    answeredAt: consent.answeredAt,
    endedAt: consent.endedAt,
    usedAt: consent.usedAt,
    redirectUrl: consent.redirectUrl,
    template: consent.template,
    messageText: consent.message,
    isPerson: parties.get(consent.fromId)?.type !== "ORGANIZATION",
  }));
};

/** The texts that are put around a consent. */
export type ConsentTextName = "title" | "heading" | "introduction" | "expiry";

const DAYS: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  nb: new Intl.DateTimeFormat("nb", { dateStyle: "long", timeZone: "Europe/Oslo" }),
  nn: new Intl.DateTimeFormat("nn", { dateStyle: "long", timeZone: "Europe/Oslo" }),
  en: new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "Europe/Oslo" }),
  se: new Intl.DateTimeFormat("se", { dateStyle: "long", timeZone: "Europe/Oslo" }),
};

const textOf = (template: ConsentTemplate, name: ConsentTextName, consent: Consent): LocalizedText => {
  if (name === "expiry") return consent.isOneTime ? template.oneTime : template.expiry;
  return consent.isPerson ? template[name].person : template[name].organization;
};

/** One of a consent's texts, filled in; `null` where its template is gone. */
export const consentText = (consent: Consent, name: ConsentTextName, language: Language): string | null => {
  const template = consentTemplate(consent.template);
  if (template === null) return null;
  const filled = fillIn(textOf(template, name, consent), {
    receiver: consent.receiver?.name ?? "",
    giver: consent.giver?.name ?? "",
    // It ends with the day before, where it ends at midnight.
    validTo: DAYS[language].format(consent.validTo - 1),
  });
  return localize(filled, language);
};
