import { DAY_MILLIS } from "../../lib/clock.js";
import type { SourceSeed } from "../../subgraphs/dialogs/index.js";
import { localized } from "../texts.js";

/** The platforms that dialogs come from. */
export type PlatformId = "altinn3" | "altinn2" | "fiks";

/** The share of the archive that could be converted. */
export const ARCHIVE_HELD_RATIO = 0.97;

/** How long a copy counts as fresh. */
const FIKS_STALE_AFTER_MILLIS = 1.5 * DAY_MILLIS;
const ARCHIVE_STALE_AFTER_MILLIS = 20 * DAY_MILLIS;

/** The first moment of the year so many years before `now`. */
export const yearsBefore = (now: number, years: number): number =>
  Date.UTC(new Date(now).getUTCFullYear() - years, 0, 1);

/**
 * The demo's platforms and the truth about them.
 * @param held how many dialogs of the archive the demo holds: it says that it has more
 */
export const sourcesOf = (
  now: number,
  archive: { readonly held: number; readonly years: number },
): readonly SourceSeed[] => {
  const supplied = Math.ceil(archive.held / ARCHIVE_HELD_RATIO);
  const missing = supplied - archive.held;
  const coversFrom = yearsBefore(now, archive.years);
  const year = new Date(coversFrom).getUTCFullYear();
  return [
    {
      id: "altinn3",
      name: localized(["Fellesplattformen", "Fellesplattforma", "The common platform"]),
      delivery: "PUSH",
      copiedAt: null,
      staleAfterMillis: null,
      coversFrom: null,
      suppliedCount: null,
      reason: null,
    },
    {
      id: "altinn2",
      name: localized([
        "Arkivet etter den gamle plattformen",
        "Arkivet etter den gamle plattforma",
        "The old platform's archive",
      ]),
      delivery: "COPY",
      copiedAt: now,
      staleAfterMillis: ARCHIVE_STALE_AFTER_MILLIS,
      coversFrom,
      suppliedCount: supplied,
      reason: localized([
        `Arkivet er kopiert fra ${year}. ${missing} saker i gammelt filformat lot seg ikke konvertere.`,
        `Arkivet er kopiert frå ${year}. ${missing} saker i gammalt filformat lét seg ikkje konvertere.`,
        `The archive was copied from ${year} on. ${missing} items in an old file format could not be converted.`,
      ]),
    },
    {
      id: "fiks",
      name: localized(["Kommunenes plattform", "Plattforma til kommunane", "The municipalities' platform"]),
      delivery: "COPY",
      copiedAt: now,
      staleAfterMillis: FIKS_STALE_AFTER_MILLIS,
      coversFrom: null,
      suppliedCount: null,
      reason: null,
    },
  ];
};
