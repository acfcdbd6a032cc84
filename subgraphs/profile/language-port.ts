import type { LanguagePort } from "../../schema/language-port.js";
import { languageNamed } from "./rules/preferences.js";
import type { ProfileStore } from "./store.js";

/** What the profile tells the gateway: the language that a viewer has chosen. One statement. */
export const createLanguagePort = (store: Pick<ProfileStore, "preferences">): LanguagePort => ({
  async chosenLanguage({ viewer }) {
    const row = await store.preferences.of(viewer.party);
    return row?.language == null ? null : languageNamed(row.language);
  },
});
