import { tableOf } from "../../../lib/table-of.js";
import type { LocalizedText } from "../../../schema/localization.js";

/** What a text speaks to: a person of their own affairs, or somebody who acts for an organisation. */
export interface TextByAudience {
  readonly person: LocalizedText;
  readonly organization: LocalizedText;
}

/**
 * The frame around every question for consent. `{receiver}` is who asks, `{giver}` is who is asked, `{validTo}` is the
 * day that it ends. What it is consent to is said by each service's own text.
 */
export interface ConsentTemplate {
  readonly id: string;
  /** Whether the organisation that asks writes a message of its own. */
  readonly hasMessage: boolean;
  /** Whether it lets the receiver act, not only fetch. */
  readonly isPowerOfAttorney: boolean;
  readonly title: TextByAudience;
  readonly heading: TextByAudience;
  readonly introduction: TextByAudience;
  readonly expiry: LocalizedText;
  readonly oneTime: LocalizedText;
}

const EXPIRY: LocalizedText = {
  nb: "Samtykket gjelder til og med {validTo}. Du kan trekke det når som helst.",
  nn: "Samtykket gjeld til og med {validTo}. Du kan trekkje det når som helst.",
  en: "Your consent holds until {validTo}. You can withdraw it whenever you want.",
};

const ONE_TIME: LocalizedText = {
  nb: "Opplysningene hentes én gang. Deretter gjelder ikke samtykket lenger.",
  nn: "Opplysningane blir henta éin gong. Deretter gjeld ikkje samtykket lenger.",
  en: "The details are fetched once. After that your consent holds no longer.",
};

const GENERAL: ConsentTemplate = {
  id: "default",
  hasMessage: true,
  isPowerOfAttorney: false,
  title: {
    person: {
      nb: "Vil du dele opplysninger?",
      nn: "Vil du dele opplysningar?",
      en: "Will you share your details?",
    },
    organization: {
      nb: "Skal {giver} dele opplysninger?",
      nn: "Skal {giver} dele opplysningar?",
      en: "Will {giver} share its details?",
    },
  },
  heading: {
    person: {
      nb: "{receiver} ber om å få hente opplysninger om deg",
      nn: "{receiver} bed om å få hente opplysningar om deg",
      en: "{receiver} asks to fetch details about you",
    },
    organization: {
      nb: "{receiver} ber om å få hente opplysninger om {giver}",
      nn: "{receiver} bed om å få hente opplysningar om {giver}",
      en: "{receiver} asks to fetch details about {giver}",
    },
  },
  introduction: {
    person: {
      nb: "Sier du ja, kan {receiver} hente dette om deg:",
      nn: "Seier du ja, kan {receiver} hente dette om deg:",
      en: "If you say yes, {receiver} can fetch this about you:",
    },
    organization: {
      nb: "Sier du ja, kan {receiver} hente dette om {giver}:",
      nn: "Seier du ja, kan {receiver} hente dette om {giver}:",
      en: "If you say yes, {receiver} can fetch this about {giver}:",
    },
  },
  expiry: EXPIRY,
  oneTime: ONE_TIME,
};

const LOAN: ConsentTemplate = {
  ...GENERAL,
  id: "loan-application",
  hasMessage: false,
  title: {
    person: {
      nb: "Opplysninger til lånesøknaden",
      nn: "Opplysningar til lånesøknaden",
      en: "Details for your loan",
    },
    organization: {
      nb: "Opplysninger til lånesøknaden fra {giver}",
      nn: "Opplysningar til lånesøknaden frå {giver}",
      en: "Details for the loan that {giver} applies for",
    },
  },
  introduction: {
    person: {
      nb: "For å behandle lånesøknaden trenger {receiver} dette om deg:",
      nn: "For å behandle lånesøknaden treng {receiver} dette om deg:",
      en: "To handle your application, {receiver} needs this about you:",
    },
    organization: {
      nb: "For å behandle lånesøknaden trenger {receiver} dette om {giver}:",
      nn: "For å behandle lånesøknaden treng {receiver} dette om {giver}:",
      en: "To handle the application, {receiver} needs this about {giver}:",
    },
  },
};

const RESEARCH: ConsentTemplate = {
  ...GENERAL,
  id: "research",
  title: {
    person: {
      nb: "Vil du bidra til forskning?",
      nn: "Vil du bidra til forsking?",
      en: "Will you take part in research?",
    },
    organization: {
      nb: "Skal {giver} bidra til forskning?",
      nn: "Skal {giver} bidra til forsking?",
      en: "Will {giver} take part in research?",
    },
  },
};

const POWER_OF_ATTORNEY: ConsentTemplate = {
  ...GENERAL,
  id: "power-of-attorney",
  isPowerOfAttorney: true,
  title: {
    person: { nb: "Vil du gi fullmakt?", nn: "Vil du gi fullmakt?", en: "Will you give power of attorney?" },
    organization: {
      nb: "Skal {giver} gi fullmakt?",
      nn: "Skal {giver} gi fullmakt?",
      en: "Will {giver} give power of attorney?",
    },
  },
  heading: {
    person: {
      nb: "{receiver} ber om å få handle på dine vegne",
      nn: "{receiver} bed om å få handle på dine vegner",
      en: "{receiver} asks to act on your behalf",
    },
    organization: {
      nb: "{receiver} ber om å få handle på vegne av {giver}",
      nn: "{receiver} bed om å få handle på vegner av {giver}",
      en: "{receiver} asks to act on behalf of {giver}",
    },
  },
  introduction: {
    person: {
      nb: "Sier du ja, kan {receiver} gjøre dette for deg:",
      nn: "Seier du ja, kan {receiver} gjere dette for deg:",
      en: "If you say yes, {receiver} can do this for you:",
    },
    organization: {
      nb: "Sier du ja, kan {receiver} gjøre dette for {giver}:",
      nn: "Seier du ja, kan {receiver} gjere dette for {giver}:",
      en: "If you say yes, {receiver} can do this for {giver}:",
    },
  },
};

/** The catalogue of templates. Altinn's own ids of templates with the same meaning lead to ours. */
export const CONSENT_TEMPLATES: readonly ConsentTemplate[] = [GENERAL, LOAN, RESEARCH, POWER_OF_ATTORNEY];

const ALTINN_IDS: Readonly<Record<string, string>> = tableOf({
  sblanesoknad: "loan-application",
  samtykkemal_simpleconsent: "default",
  bst_krav: "default",
  poa: "power-of-attorney",
});

/** A template by our id or Altinn's; `null` where there is none. */
export const consentTemplate = (id: string): ConsentTemplate | null =>
  CONSENT_TEMPLATES.find((template) => template.id === (ALTINN_IDS[id] ?? id)) ?? null;

/** A text with its placeholders filled in. What has no value stays as it is, to be seen and mended. */
export const fillIn = (text: LocalizedText, values: Readonly<Record<string, string>>): LocalizedText =>
  Object.fromEntries(
    Object.entries(text).map(([language, value]) => [
      language,
      value.replaceAll(/\{(\w+)\}/g, (whole, key: string) =>
        Object.hasOwn(values, key) ? (values[key] ?? whole) : whole,
      ),
    ]),
  );
