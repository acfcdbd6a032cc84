import { idFromName } from "../../lib/ids.js";
import { type Random, randomFromSeed } from "../../lib/random.js";
import { ORGANIZATION_PREFIX, organizationNumberOf, RESOURCE_PREFIX } from "../../schema/urns.js";

/** Services that the bodies name, of one owner. */
export const SERVICES = Array.from({ length: 20 }, (_, index) => `${RESOURCE_PREFIX}bench-service-${index}`);
export const ORG = "ben";
/** Everything is from here on. */
export const SINCE = Date.parse("2026-01-01T00:00:00Z");
const PARTIES = 5_000;

const parties: readonly string[] = (() => {
  const found: string[] = [];
  for (let eight = 31_000_000; found.length < PARTIES; eight++) {
    const number = organizationNumberOf(String(eight));
    if (number !== null) found.push(ORGANIZATION_PREFIX + number);
  }
  return found;
})();

export const OWNER = parties[0] ?? "";

/** Some three thousand made-up words, the first ones far more frequent than the last, as in texts. */
const words: readonly string[] = (() => {
  const starts = [
    "for",
    "sø",
    "mel",
    "ved",
    "opp",
    "inn",
    "ut",
    "av",
    "til",
    "gjen",
    "sam",
    "bo",
    "skatt",
    "år",
  ];
  const middles = [
    "ling",
    "tak",
    "nad",
    "ding",
    "sikt",
    "lys",
    "gang",
    "bruk",
    "stand",
    "verk",
    "hånd",
    "krav",
  ];
  const ends = [
    "",
    "en",
    "er",
    "s",
    "et",
    "lig",
    "het",
    "fri",
    "eier",
    "giver",
    "dato",
    "plikt",
    "rett",
    "frist",
  ];
  return starts.flatMap((start) => middles.flatMap((middle) => ends.map((end) => `${start}${middle}${end}`)));
})();

const textOf = (random: Random, count: number): string =>
  Array.from({ length: count }, () => words[Math.floor(random.next() ** 3 * words.length)]).join(" ");

const plain = (nb: string, en: string, mediaType = "text/plain") => ({
  mediaType,
  value: [
    { languageCode: "nb", value: nb },
    { languageCode: "en", value: en },
  ],
});

/**
 * A dialog in the format of the service owners' create, of an ordinary size (some 3 kB): texts in two languages, a
 * paragraph of markdown, an attachment, an action, a transmission and an activity. The same for the same number.
 */
export const bodyOf = (index: number): Record<string, unknown> => {
  const random = randomFromSeed(index);
  const at = SINCE + index * 1_000;
  const text = (count: number): string => textOf(random, count);
  return {
    id: idFromName(`bench dialog ${index}`, at),
    idempotentKey: `bench-${index}`,
    serviceResource: random.pick(SERVICES),
    party: random.pick(parties),
    status: random.pick(["NotApplicable", "InProgress", "Awaiting", "RequiresAttention", "Completed"]),
    externalReference: `REF-${index}`,
    createdAt: new Date(at).toISOString(),
    content: {
      title: plain(text(6), text(6)),
      summary: plain(text(18), text(18)),
      senderName: plain("Benkeetaten", "The Bench Agency"),
      additionalInfo: plain(`**${text(4)}** ${text(50)}`, `**${text(4)}** ${text(50)}`, "text/markdown"),
    },
    searchTags: [{ value: text(1).padEnd(3, "x") }, { value: `tag${index % 500}` }],
    serviceOwnerContext: { serviceOwnerLabels: [{ value: `urn:bench:case:${index}` }] },
    attachments: [
      {
        displayName: plain(text(3), text(3)).value,
        urls: [
          {
            url: `https://bench.example/attachments/${index}`,
            mediaType: "application/pdf",
            consumerType: "Gui",
          },
        ],
      },
    ],
    guiActions: [
      {
        action: "open",
        url: `https://bench.example/cases/${index}`,
        priority: "Primary",
        httpMethod: "GET",
        title: plain(text(2), text(2)).value,
      },
    ],
    transmissions: [
      {
        type: "Information",
        sender: { actorType: "ServiceOwner" },
        content: { title: plain(text(5), text(5)), summary: plain(text(12), text(12)) },
      },
    ],
    activities: [{ type: "DialogCreated", performedBy: { actorType: "ServiceOwner" } }],
  };
};
