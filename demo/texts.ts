import type { LocalizedText } from "../schema/localization.js";

/** A text in bokmål, nynorsk and English. */
export type Texts = readonly [nb: string, nn: string, en: string];

/** As the rooms keep it. */
export const localized = ([nb, nn, en]: Texts): LocalizedText => ({ nb, nn, en });
