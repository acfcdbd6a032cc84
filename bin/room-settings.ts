import { type Environment, parseConfig, parsed } from "../lib/config.js";
import { parseSettings } from "./settings.js";

const parseUrl = (value: string): string => {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new Error(`"${value}" is no http(s) URL`);
  return value;
};

/** What a room that runs by itself is told besides; every setting is described in the README. */
export const parseRoomSettings = (environment: Environment) => ({
  ...parseSettings(environment),
  ...parseConfig(environment, {
    callKeysUrls: parsed<readonly string[]>("TUNET_CALL_KEYS_URL", [], (value) =>
      value.split(",").map((url) => parseUrl(url.trim())),
    ),
    authorizationUrl: parsed<string | null>("TUNET_AUTHORIZATION_URL", null, parseUrl),
    catalogueUrl: parsed<string | null>("TUNET_CATALOGUE_URL", null, parseUrl),
    gatewayUrl: parsed<string | null>("TUNET_GATEWAY_URL", null, parseUrl),
    dialogsUrl: parsed<string | null>("TUNET_DIALOGS_URL", null, parseUrl),
  }),
});

export type RoomSettings = ReturnType<typeof parseRoomSettings>;
