import { historySourceSdl, type MarkedSource } from "../kit/history-source-sdl.js";
import type { SourceId } from "./records.js";

/** How long what the platform answered may be shown when it is away. */
const DAY_SECONDS = 86_400;

interface FiksSource extends MarkedSource {
  readonly id: SourceId;
  readonly presence: string;
  readonly action: string;
}

/** The platform's live sources of the history. Cases of social assistance are copied nowhere. */
export const FIKS_SOURCES: readonly FiksSource[] = [
  {
    id: "fiks-svarut",
    field: "fiksSvarutHistory",
    name: {
      nb: "Brev fra kommunene (SvarUt)",
      nn: "Brev frå kommunane (SvarUt)",
      en: "Letters from municipalities (SvarUt)",
    },
    lastGoodSeconds: DAY_SECONDS,
    searches: true,
    presence: "fiksSvarutPresence",
    action: "fiksSvarutAct",
  },
  {
    id: "fiks-digisos",
    field: "fiksDigisosHistory",
    name: {
      nb: "Økonomisk sosialhjelp (DigiSos)",
      nn: "Økonomisk sosialhjelp (DigiSos)",
      en: "Social assistance (DigiSos)",
    },
    lastGoodSeconds: 0,
    searches: true,
    presence: "fiksDigisosPresence",
    action: "fiksDigisosAct",
  },
  {
    id: "fiks-innsyn",
    field: "fiksInnsynHistory",
    name: {
      nb: "Saker og fakturaer hos kommunene (Innsyn)",
      nn: "Saker og fakturaer hos kommunane (Innsyn)",
      en: "Municipalities' cases and invoices (Innsyn)",
    },
    lastGoodSeconds: DAY_SECONDS,
    searches: true,
    presence: "fiksInnsynPresence",
    action: "fiksInnsynAct",
  },
];

/** What is published. @param own of schema.graphql */
export const wholeSdl = (own: string): string => `${own}\n${historySourceSdl("Fiks", FIKS_SOURCES)}`;
