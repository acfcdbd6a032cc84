import { hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ed25519From } from "../lib/ed25519.js";
import { type CallKey, generateCallKey } from "../schema/call-token.js";
import type { DialogTokenSeeds } from "../subgraphs/dialogs/index.js";
import type { Settings } from "./settings.js";

/**
 * Reads a secret that this installation keeps for itself, and makes it at the first start. Two processes that start at
 * once end up with the same one: whoever links it first wins.
 */
export const keptSecret = (directory: string, name: string, make: () => string): string => {
  const path = join(directory, name);
  if (!existsSync(path)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, make(), { mode: 0o600 });
    try {
      linkSync(draft, path);
    } catch (error) {
      if (!existsSync(path)) throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(path, "utf8");
};

/** The secrets of one installation. */
export interface Keys {
  /** Signs calls to subgraphs; new at each start, for calls live a minute. */
  readonly callKey: CallKey;
  /** Signs cursors. The same on all nodes of an installation. */
  readonly cursorKey: Uint8Array;
  /** Makes pseudonyms of persons. The same on all nodes, and over restarts. */
  readonly pseudonymKey: Uint8Array;
  /** Signs supergraphs. The same on all nodes. */
  readonly registryKey: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  /** What rooms sign with when they ask the graph on a viewer's behalf. The same on all nodes. */
  readonly roomsKey: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  /** What gateways show the registry. The same on all nodes. */
  readonly gatewaySecret: string;
  /** What rooms that run by themselves show the gateway. The same on all nodes. */
  readonly roomSecret: string;
  /** Signs links to files. The same on all nodes. */
  readonly linkKey: Uint8Array;
  /** What copies of live sources' answers are sealed with. The same on all nodes. */
  readonly copiesKey: Uint8Array;
  /** What the key is made from that signs what people have signed. The same on all nodes, and for ever. */
  readonly signingSeed: Uint8Array;
  /** What the demo's payment provider and the forms sign with. */
  readonly demoPaymentSecret: Uint8Array;
  /** What the keys of dialog tokens are made from. The same on all nodes. */
  readonly dialogTokenSeeds: DialogTokenSeeds;
}

const KEY_BYTES = 32;

/** A key of this start's own, under a name that no other has: whoever knows the one before looks for this one. */
export const newCallKey = (): CallKey => generateCallKey(randomBytes(8).toString("hex"));

/** Keys from the setting TUNET_SECRET, or from one that is kept in the data directory. */
export const openKeys = (settings: Pick<Settings, "secret" | "dataDirectory" | "dialogTokenKey">): Keys => {
  const secret =
    settings.secret ??
    Buffer.from(
      keptSecret(settings.dataDirectory, "secret", () => randomBytes(KEY_BYTES).toString("base64url")),
    );
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync("sha256", secret, "tunet", purpose, KEY_BYTES));
  const dialogTokenSeed = (number: number): Uint8Array => derive(`dialog tokens ${number}`);
  return {
    callKey: newCallKey(),
    cursorKey: derive("cursors"),
    pseudonymKey: derive("pseudonyms"),
    registryKey: ed25519From(derive("supergraphs")),
    roomsKey: ed25519From(derive("rooms")),
    gatewaySecret: Buffer.from(derive("gateways")).toString("base64url"),
    roomSecret: Buffer.from(derive("rooms")).toString("base64url"),
    linkKey: derive("links"),
    copiesKey: derive("copies"),
    signingSeed: derive("signatures"),
    demoPaymentSecret: derive("demo payments"),
    dialogTokenSeeds: {
      primary: dialogTokenSeed(settings.dialogTokenKey),
      secondary: dialogTokenSeed(settings.dialogTokenKey + 1),
      previous: settings.dialogTokenKey === 1 ? null : dialogTokenSeed(settings.dialogTokenKey - 1),
    },
  };
};
