import type { HistoryItem } from "../../kit/history-source.js";
import type { Municipality } from "../municipality.js";
import type { DerivedItem, PlatformRecord } from "../records.js";
import { socialCaseItems } from "./digisos.js";
import { indexedItems } from "./indexed.js";
import { letterItems } from "./letter.js";

/** The items of the history that a record comes to: none where nobody may be shown it. */
export const itemsOf = (record: PlatformRecord, municipality: Municipality): DerivedItem[] => {
  switch (record.kind) {
    case "letter":
      return letterItems(record, municipality);
    case "social-case":
      return socialCaseItems(record, municipality);
    case "indexed":
      return indexedItems(record, municipality);
  }
};

/** What the platform has noted of an item, beside the item itself. */
interface Noted {
  readonly item: string;
  readonly updatedAt: number;
  readonly readAt: number | null;
  readonly canBeAnswered: number;
}

const isSeen = ({ readAt, updatedAt }: Noted): boolean => readAt !== null && readAt >= updatedAt;

/** An item as the contract has it. */
export const shownItem = (noted: Noted): HistoryItem => {
  const seen = isSeen(noted);
  const actions: HistoryItem["actions"] = [
    ...(seen ? [] : (["MARK_READ"] as const)),
    ...(noted.canBeAnswered === 1 ? (["REPLY"] as const) : []),
  ];
  return { ...(JSON.parse(noted.item) as DerivedItem["item"]), isSeen: seen, actions };
};

/** All that is searched in an item. */
export const searchedText = ({ item }: DerivedItem): string =>
  [item.title, item.summary]
    .flatMap((texts) => [texts?.nb, texts?.nn, texts?.en])
    .concat(item.externalReference, item.sourceStatus)
    .filter((text) => typeof text === "string")
    .join("\n");
