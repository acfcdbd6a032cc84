import type { SignInConfig } from "./config.js";

/** A token that the page sends, and whose it is. */
export interface SignedIn {
  readonly token: string;
  /** Name of the persona; null for a token that somebody pasted. */
  readonly persona: string | null;
  /** ISO time; null where nobody told us. */
  readonly expiresAt: string | null;
}

export interface SessionState {
  readonly signedIn: SignedIn | null;
  /** A sign-in is under way. */
  readonly isBusy: boolean;
  /** What went wrong last, in words; null when all is well. */
  readonly problem: string | null;
}

/** Who the page is signed in as, for as long as the browser's tab is open. */
export interface Session {
  state(): SessionState;
  /** Calls back after every change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
  signInAs(persona: string): Promise<void>;
  signInWith(pastedToken: string): void;
  signOut(): void;
  /** The token to send now, renewed when it is about to expire; null when nobody is signed in. */
  token(): Promise<string | null>;
  /** A token to try instead of one that the server refused; null where there is none. */
  replace(refused: string): Promise<string | null>;
}

export interface SessionOptions {
  readonly signIn: SignInConfig | null;
  readonly storage: Storage;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const storageKey = "sandbox:session";
/** So that a token does not expire on its way to the server. */
const renewBeforeMillis = 5_000;

export const createSession = ({ signIn, storage, now }: SessionOptions): Session => {
  let state: SessionState = { signedIn: restore(storage, signIn), isBusy: false, problem: null };
  /** Counts what the person asked for: an answer to what they have left behind changes nothing. */
  let attempts = 0;
  let renewal: Promise<string | null> | null = null;
  const listeners = new Set<() => void>();

  const change = (next: SessionState) => {
    state = next;
    if (next.signedIn === null) storage.removeItem(storageKey);
    else storage.setItem(storageKey, JSON.stringify(next.signedIn));
    for (const listener of listeners) listener();
  };
  const settle = (signedIn: SignedIn | null, problem: string | null) => {
    attempts += 1;
    change({ signedIn, isBusy: false, problem });
  };

  const signInAs = async (persona: string) => {
    if (signIn === null) return;
    attempts += 1;
    const attempt = attempts;
    change({ ...state, isBusy: true, problem: null });
    try {
      const signedIn = await fetchToken(signIn, persona);
      if (attempt === attempts) settle(signedIn, null);
    } catch (error) {
      if (attempt === attempts) settle(null, wordsOf(error));
    }
  };

  const replace = async (refused: string) => {
    const { signedIn } = state;
    if (signedIn === null || signedIn.token !== refused) return signedIn?.token ?? null;
    if (signIn === null || signedIn.persona === null) {
      settle(null, "The server refused the token. Paste a new one.");
      return null;
    }
    // Requests that are refused together share one renewal.
    const { persona } = signedIn;
    renewal ??= signInAs(persona)
      .then(() => state.signedIn?.token ?? null)
      .finally(() => {
        renewal = null;
      });
    return renewal;
  };

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signInAs,
    signInWith: (pasted) => {
      const token = pasted.trim().replace(/^bearer\s+/i, "");
      if (/^[\x21-\x7e]+$/.test(token)) {
        settle({ token, persona: null, expiresAt: null }, null);
      } else {
        settle(null, "That is not a token: a token is one long word. Copy it again.");
      }
    },
    signOut: () => settle(null, null),
    token: async () => {
      const { signedIn } = state;
      if (signedIn === null) return null;
      const isStale =
        signedIn.expiresAt !== null && Date.parse(signedIn.expiresAt) - renewBeforeMillis <= now();
      return isStale ? replace(signedIn.token) : signedIn.token;
    },
    replace,
  };
};

/** @throws Error in words when the server is away, refuses, or gives no token */
const fetchToken = async ({ url, personas }: SignInConfig, persona: string): Promise<SignedIn> => {
  const label = personas.find(({ name }) => name === persona)?.label ?? persona;
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ persona }),
  }).catch(() => null);
  if (response === null) throw new Error(`Not signed in as ${label}: the server does not answer.`);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const reason = messageIn(body);
    throw new Error(`The server refused to sign in ${label} (${response.status})${reason && `: ${reason}`}`);
  }
  if (!isTokenAnswer(body)) throw new Error(`Not signed in as ${label}: the server's answer holds no token.`);
  return { token: body.token, expiresAt: body.expiresAt, persona };
};

const isTokenAnswer = (body: unknown): body is { token: string; expiresAt: string } =>
  typeof body === "object" &&
  body !== null &&
  "token" in body &&
  typeof body.token === "string" &&
  "expiresAt" in body &&
  typeof body.expiresAt === "string";

/** What a refusal says: its `message`, `error` or first of `errors`, whichever it has; empty where it says nothing. */
const messageIn = (body: unknown): string => {
  if (typeof body === "string") return body;
  if (typeof body !== "object" || body === null) return "";
  if ("message" in body) return messageIn(body.message);
  if ("error" in body) return messageIn(body.error);
  return "errors" in body && Array.isArray(body.errors) ? messageIn(body.errors[0]) : "";
};

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What an earlier load of the page left in this tab, if it still fits the way that one signs in here. */
const restore = (storage: Storage, signIn: SignInConfig | null): SignedIn | null => {
  try {
    const stored: SignedIn | null = JSON.parse(storage.getItem(storageKey) ?? "null");
    if (typeof stored?.token !== "string") return null;
    const fits =
      signIn === null
        ? stored.persona === null
        : signIn.personas.some((persona) => persona.name === stored.persona);
    return fits ? stored : null;
  } catch {
    return null;
  }
};
