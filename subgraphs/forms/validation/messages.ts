import { tableOf } from "../../../lib/table-of.js";
import type { LocalizedText } from "../../../schema/localization.js";

/** Languages that a form speaks: every text of its own has all three. */
export const FORM_LANGUAGES = ["nb", "nn", "en"] as const;

type Words = Readonly<Record<(typeof FORM_LANGUAGES)[number], string>>;

const words = (nb: string, nn: string, en: string): Words => ({ nb, nn, en });

/** By keyword of JSON Schema. `{limit}` and the like are the keyword's own parameters. */
const BY_KEYWORD: Readonly<Record<string, Words>> = tableOf({
  required: words("må fylles ut.", "må fyllast ut.", "must be filled in."),
  type: words("er ikke av rett slag.", "er ikkje av rett slag.", "is not of the right kind."),
  enum: words("er ikke blant valgene.", "er ikkje blant vala.", "is not one of the choices."),
  const: words(
    "har ikke verdien som kreves.",
    "har ikkje verdien som krevst.",
    "is not the value that is required.",
  ),
  format: words("er ikke skrevet riktig.", "er ikkje skrive rett.", "is not written correctly."),
  pattern: words("er ikke skrevet riktig.", "er ikkje skrive rett.", "is not written correctly."),
  minLength: words(
    "må ha minst {limit} tegn.",
    "må ha minst {limit} teikn.",
    "must have at least {limit} characters.",
  ),
  maxLength: words(
    "kan ha høyst {limit} tegn.",
    "kan ha høgst {limit} teikn.",
    "may have at most {limit} characters.",
  ),
  minimum: words("må være minst {limit}.", "må vere minst {limit}.", "must be at least {limit}."),
  maximum: words("kan være høyst {limit}.", "kan vere høgst {limit}.", "may be at most {limit}."),
  exclusiveMinimum: words("må være over {limit}.", "må vere over {limit}.", "must be more than {limit}."),
  exclusiveMaximum: words("må være under {limit}.", "må vere under {limit}.", "must be less than {limit}."),
  multipleOf: words(
    "må gå opp i {multipleOf}.",
    "må gå opp i {multipleOf}.",
    "must be a multiple of {multipleOf}.",
  ),
  minItems: words(
    "må ha minst {limit} oppføringer.",
    "må ha minst {limit} oppføringar.",
    "must have at least {limit} entries.",
  ),
  maxItems: words(
    "kan ha høyst {limit} oppføringer.",
    "kan ha høgst {limit} oppføringar.",
    "may have at most {limit} entries.",
  ),
  uniqueItems: words(
    "har samme oppføring to ganger.",
    "har same oppføring to gonger.",
    "has the same entry twice.",
  ),
  additionalProperties: words(
    "hører ikke til i skjemaet.",
    "høyrer ikkje til i skjemaet.",
    "is no part of the form.",
  ),
  unevaluatedProperties: words(
    "hører ikke til i skjemaet.",
    "høyrer ikkje til i skjemaet.",
    "is no part of the form.",
  ),
  minCount: words(
    "mangler vedlegg: minst {limit}.",
    "manglar vedlegg: minst {limit}.",
    "lacks attachments: at least {limit}.",
  ),
  maxCount: words(
    "har for mange vedlegg: høyst {limit}.",
    "har for mange vedlegg: høgst {limit}.",
    "has too many attachments: at most {limit}.",
  ),
});

const OTHERWISE = words(
  "er ikke fylt ut slik det skal.",
  "er ikkje fylt ut slik det skal.",
  "is not filled in as it should be.",
);

/** What is wrong with an answer, in all of a form's languages. @param label the question's; a path where it has none */
export const messageFor = (
  keyword: string,
  parameters: Readonly<Record<string, unknown>>,
  label: LocalizedText | string,
): LocalizedText => {
  const texts = BY_KEYWORD[keyword] ?? OTHERWISE;
  return Object.fromEntries(
    FORM_LANGUAGES.map((language) => {
      const name = typeof label === "string" ? label : (label[language] ?? label.nb ?? "");
      const said = texts[language].replace(/\{(\w+)\}/g, (_, parameter: string) =>
        String(parameters[parameter]),
      );
      return [language, `${name}: ${said}`];
    }),
  );
};
