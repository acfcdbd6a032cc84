/** What the server says about itself: the page knows nothing else of what it shows. */
export interface SandboxConfig {
  readonly title: string;
  /** Path of the GraphQL endpoint on this server. */
  readonly endpoint: string;
  /** How to sign in as one of a few known personas; null where a token has to be pasted. */
  readonly signIn: SignInConfig | null;
  readonly examples: readonly Example[];
}

export interface SignInConfig {
  /** Words on the picker, for example "Sign in as". */
  readonly label: string;
  /** Path that gives `{token, expiresAt}` for a posted `{persona}`. */
  readonly url: string;
  readonly personas: readonly Persona[];
}

export interface Persona {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}

export interface Example {
  readonly name: string;
  readonly description?: string;
  readonly query: string;
  /** JSON text for the variables editor. */
  readonly variables?: string;
}

/**
 * Reads the page's configuration from its server.
 * @throws Error in words for the person at the page, when the server is away or answers with something else
 */
export const loadConfig = async (url: string): Promise<SandboxConfig> => {
  const response = await fetch(url, { headers: { accept: "application/json" } }).catch(() => null);
  if (response === null) throw new Error("The server does not answer. Start it, then try again.");
  const body: unknown = response.ok ? await response.json().catch(() => null) : null;
  if (!isConfig(body)) {
    throw new Error(`The server gave no sandbox configuration at ${url} (it answered ${response.status}).`);
  }
  return body;
};

const isConfig = (body: unknown): body is SandboxConfig =>
  typeof body === "object" &&
  body !== null &&
  "title" in body &&
  "endpoint" in body &&
  "signIn" in body &&
  "examples" in body &&
  Array.isArray(body.examples);
