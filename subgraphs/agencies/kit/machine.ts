import { createRemoteJWKSet, errors, jwtVerify } from "jose";

/** Reads the token of a machine, as Maskinporten gives it. */
export type ReadMachine = (token: string) => Promise<Machine | null>;

export interface Machine {
  readonly organizationNumber: string;
  readonly scopes: readonly string[];
}

/** `0192:` and nine digits, as ISO 6523 has organisation numbers. */
const organizationIn = (consumer: unknown): string | null => {
  const { ID: id } = (consumer ?? {}) as { readonly ID?: unknown };
  return /^0192:(\d{9})$/.exec(String(id))?.[1] ?? null;
};

/**
 * Checks machines' tokens with their issuer's keys.
 * @returns what gives `null` for a token that is not good, and throws where the keys can't be had
 */
export const createMachineReader = ({
  keysUrl,
  issuer,
}: {
  readonly keysUrl: string;
  readonly issuer: string;
}): ReadMachine => {
  const keys = createRemoteJWKSet(new URL(keysUrl));
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, requiredClaims: ["exp", "consumer"] });
      const organizationNumber = organizationIn(payload["consumer"]);
      if (organizationNumber === null) return null;
      return { organizationNumber, scopes: String(payload["scope"] ?? "").split(" ") };
    } catch (error) {
      const isTokensFault =
        error instanceof errors.JOSEError &&
        !(error instanceof errors.JWKSTimeout) &&
        !["ERR_JOSE_GENERIC", "ERR_JWKS_INVALID"].includes(error.code);
      if (isTokensFault) return null;
      throw error;
    }
  };
};
