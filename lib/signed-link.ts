import { createHmac, timingSafeEqual } from "node:crypto";

/** What a link is good for. */
export interface SignedLink {
  readonly method: "GET" | "PUT" | "POST";
  /** Below the installation's URL, without a query; all that the link is bound to stands in it. */
  readonly path: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** What a link that somebody came with is. */
export type LinkState = "GOOD" | "EXPIRED" | "ALTERED";

/** Makes links that whoever has them may use, for a while, and tells them from others. */
export interface LinkSigner {
  /** The path with its query. */
  sign(link: SignedLink): string;
  /** @param url path and query, as they came */
  check(asked: { readonly method: string; readonly url: string }, now: number): LinkState;
}

/** @param key at least 32 bytes, the same on all nodes */
export const createLinkSigner = (key: Uint8Array): LinkSigner => {
  const signatureOf = (method: string, path: string, expires: string): string =>
    createHmac("sha256", key).update(`${method}\n${path}\n${expires}`).digest("base64url");
  return {
    sign({ method, path, expiresAt }) {
      return `${path}?expires=${expiresAt}&signature=${signatureOf(method, path, String(expiresAt))}`;
    },
    check({ method, url }, now) {
      const [path = "", query = ""] = url.split("?");
      const parameters = new URLSearchParams(query);
      const expires = parameters.get("expires") ?? "";
      const shown = Buffer.from(parameters.get("signature") ?? "");
      const right = Buffer.from(signatureOf(method, path, expires));
      if (shown.length !== right.length || !timingSafeEqual(shown, right)) return "ALTERED";
      return Number(expires) <= now ? "EXPIRED" : "GOOD";
    },
  };
};
