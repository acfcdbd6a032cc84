import { type Assessment, appealDeadlineOf, balanceOf } from "./assessment.js";
import { SERVICE } from "./viewable.js";

/** Where the agency's own pages are. */
const PAGES = "https://fjs.example.com";

/** Norwegian Bokmål, Nynorsk, English. */
type Texts = readonly [nb: string, nn: string, en: string];

const LANGUAGES = ["nb", "nn", "en"] as const;

const localized = (texts: Texts) => texts.map((value, index) => ({ languageCode: LANGUAGES[index], value }));
const plain = (texts: Texts) => ({ mediaType: "text/plain", value: localized(texts) });

const kroner = (amount: number): string =>
  Math.abs(amount)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, " ");

const dateOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

const outcome = (balance: number): Texts => {
  const amount = kroner(balance);
  if (balance > 0) {
    return [
      `Du skal betale ${amount} kroner.`,
      `Du skal betale ${amount} kroner.`,
      `You have NOK ${amount} to pay.`,
    ];
  }
  return [
    `Du har ${amount} kroner til gode.`,
    `Du har ${amount} kroner til gode.`,
    `You are owed NOK ${amount}.`,
  ];
};

/** The dialog that tells of an assessment, as Dialogporten's service owner API takes it. */
export const dialogOf = (assessment: Assessment) => {
  const { id, dialogId, party, incomeYear } = assessment;
  const deadline = appealDeadlineOf(assessment);
  const lastDay = dateOf(deadline);
  const [nb, nn, en] = outcome(balanceOf(assessment));
  return {
    id: dialogId,
    idempotentKey: id,
    serviceResource: `urn:altinn:resource:${SERVICE}`,
    party,
    status: "RequiresAttention",
    externalReference: id,
    process: `urn:fjs:endring:${id}`,
    dueAt: new Date(deadline).toISOString(),
    content: {
      title: plain([
        `Vedtak om endring av skatten for ${incomeYear}`,
        `Vedtak om endring av skatten for ${incomeYear}`,
        `Decision to change the tax for ${incomeYear}`,
      ]),
      summary: plain([
        `${nb} Klagefristen er ${lastDay}.`,
        `${nn} Klagefristen er ${lastDay}.`,
        `${en} You can appeal until ${lastDay}.`,
      ]),
    },
    guiActions: [
      {
        action: "read",
        priority: "Primary",
        url: `${PAGES}/vedtak/${id}`,
        title: localized(["Les vedtaket", "Les vedtaket", "Read the decision"]),
      },
      {
        action: "write",
        priority: "Secondary",
        url: `${PAGES}/klage/${id}`,
        title: localized(["Klag på vedtaket", "Klag på vedtaket", "Appeal against the decision"]),
      },
    ],
  };
};
