import type { Subject } from "./call.js";

const TIMEOUT_MILLIS = 10_000;
/** Composing takes a while. */
const PUBLISH_TIMEOUT_MILLIS = 60_000;

/** Gives a machine token of the agency that is good now: Maskinporten's, or the demo's. */
export type MachineToken = () => Promise<string>;

/** Where Tunet is, and as whom this agency asks it. */
export interface Tunet {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: MachineToken;
}

/** What Tunet refused, or did not answer at all (status 0). */
export class TunetRefused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "TunetRefused";
    this.status = status;
  }

  /** Whether the same might succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const send = async (url: string, init: RequestInit, timeoutMillis: number): Promise<Response> => {
  try {
    return await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(timeoutMillis) });
  } catch (error) {
    throw new TunetRefused(0, `${url} does not answer: ${error instanceof Error ? error.message : error}`);
  }
};

const post = async (tunet: Tunet, path: string, body: unknown, timeoutMillis = TIMEOUT_MILLIS) => {
  const headers = { authorization: `Bearer ${await tunet.token()}`, "content-type": "application/json" };
  return send(`${tunet.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) }, timeoutMillis);
};

const refusedBy = async (response: Response): Promise<TunetRefused> =>
  new TunetRefused(response.status, `HTTP ${response.status}: ${(await response.text()).slice(0, 2_000)}`);

/** Tokens are fetched anew when they have so little left. */
const RENEWAL_MILLIS = 60_000;

/**
 * Machine tokens of the demo's issuer. An agency that is real asks Maskinporten here, with a grant that it signs.
 * @param persona one of `npx tunet personas` that is a machine
 */
export const demoTokens = (url: string, persona: string, now: () => number): MachineToken => {
  let held: { readonly token: string; readonly expiresAt: number } | null = null;
  return async () => {
    if (held !== null && held.expiresAt - now() > RENEWAL_MILLIS) return held.token;
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ persona }),
    };
    const response = await send(`${url}/demo/token`, init, TIMEOUT_MILLIS);
    if (!response.ok) throw await refusedBy(response);
    const { token, expiresAt } = (await response.json()) as { token: string; expiresAt: string };
    held = { token, expiresAt: Date.parse(expiresAt) };
    return token;
  };
};

/** What the registry found. */
export interface Finding {
  readonly severity: "ERROR" | "WARNING" | "NOTICE";
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** What came of publishing. */
export interface Publication {
  readonly isPublished: boolean;
  /** `false` where the same served already. */
  readonly isChanged: boolean;
  readonly supergraph: number | null;
  readonly check: { readonly findings: readonly Finding[] } | null;
}

const PUBLISH = `mutation ($subgraphs: [SubgraphInput!]!, $reason: String, $probeParties: [String!]) {
  publishSubgraphs(subgraphs: $subgraphs, reason: $reason, probeParties: $probeParties) {
    isPublished isChanged supergraph check { findings { severity message line column } }
  }
}`;

/**
 * Publishes a subgraph: the registry checks it, and gateways serve it a moment later. The same again changes nothing.
 * @param probeParties synthetic parties, by URN: where it is a live history source, it is asked as these first
 * @throws TunetRefused
 */
export const publish = async (
  tunet: Tunet,
  subgraph: { readonly name: string; readonly sdl: string; readonly url: string },
  reason: string,
  probeParties: readonly string[] = [],
): Promise<Publication> => {
  const body = { query: PUBLISH, variables: { subgraphs: [subgraph], reason, probeParties } };
  const response = await post(tunet, "/registry", body, PUBLISH_TIMEOUT_MILLIS);
  const answer = (await response.json().catch(() => ({}))) as {
    readonly data?: { readonly publishSubgraphs?: Publication } | null;
    readonly errors?: readonly { readonly message: string }[];
  };
  const publication = answer.data?.publishSubgraphs;
  if (publication !== undefined) return publication;
  throw new TunetRefused(response.status, answer.errors?.[0]?.message ?? `HTTP ${response.status}`);
};

/** A party whom somebody may act for. */
export interface AuthorizedParty {
  /** UUID: `Party.id` in the graph, and what `Workspace.id` is made of. */
  readonly partyUuid: string;
  /** As agencies name it: `urn:altinn:organization:identifier-no:…` or `urn:altinn:person:identifier-no:…`. */
  readonly urn: string | null;
  /** The services asked about that may be read for it. */
  readonly services: readonly string[];
  /** Single things that may be read: `urn:altinn:dialog-id:…` or `urn:altinn:instance-id:…`. */
  readonly instances: readonly string[];
}

interface PartyTold {
  readonly partyUuid: string;
  readonly organizationNumber: string | null;
  readonly personId: string | null;
  readonly authorizedResources: readonly string[];
  readonly authorizedInstances: readonly { readonly instanceRef: string }[];
  readonly subunits: readonly PartyTold[];
}

const urnOf = ({ organizationNumber, personId }: PartyTold): string | null => {
  if (organizationNumber !== null) return `urn:altinn:organization:identifier-no:${organizationNumber}`;
  return personId === null ? null : `urn:altinn:person:identifier-no:${personId}`;
};

const flat = (parties: readonly PartyTold[]): AuthorizedParty[] =>
  parties.flatMap((party) => [
    {
      partyUuid: party.partyUuid,
      urn: urnOf(party),
      services: party.authorizedResources,
      instances: party.authorizedInstances.map(({ instanceRef }) => instanceRef),
    },
    ...flat(party.subunits),
  ]);

/**
 * Whom somebody may act for in the agency's own services. Ask it of every request anew: rights change.
 * @param services names without `urn:altinn:resource:`
 * @throws TunetRefused: then nothing may be shown
 */
export const authorizedParties = async (
  tunet: Tunet,
  subject: Subject,
  services: readonly string[],
): Promise<readonly AuthorizedParty[]> => {
  const query = new URLSearchParams(
    services.map((service): [string, string] => ["anyOfResourceIds", service]),
  );
  const path = `/accessmanagement/api/v1/resourceowner/authorizedparties?${query}`;
  const response = await post(tunet, path, subject);
  if (!response.ok) throw await refusedBy(response);
  return flat((await response.json()) as PartyTold[]);
};

const ATTRIBUTE = {
  service: "urn:altinn:resource",
  action: "urn:oasis:names:tc:xacml:1.0:action:action-id",
} as const;

/** `urn:altinn:person:identifier-no:…` as a subject. */
const namedBy = (urn: string): Subject => {
  const end = urn.lastIndexOf(":");
  return { type: urn.slice(0, end), value: urn.slice(end + 1) };
};

/**
 * Whether somebody may do something for a party in one of the agency's own services, e.g. `write`. Ask it before
 * anything is done: {@link authorizedParties} tells what may be read.
 * @param service name without `urn:altinn:resource:`
 * @throws TunetRefused: then nothing may be done
 */
export const mayDo = async (
  tunet: Tunet,
  subject: Subject,
  { party, service, action }: { readonly party: string; readonly service: string; readonly action: string },
): Promise<boolean> => {
  const attributes = (...named: readonly Subject[]) => [
    { Attribute: named.map(({ type, value }) => ({ AttributeId: type, Value: value })) },
  ];
  const body = {
    Request: {
      AccessSubject: attributes(subject),
      Action: attributes({ type: ATTRIBUTE.action, value: action }),
      Resource: attributes({ type: ATTRIBUTE.service, value: service }, namedBy(party)),
    },
  };
  const response = await post(tunet, "/authorization/api/v1/authorize", body);
  if (!response.ok) throw await refusedBy(response);
  const { Response: results = [] } = (await response.json()) as {
    readonly Response?: readonly { readonly Decision?: unknown }[];
  };
  return results.length === 1 && results[0]?.Decision === "Permit";
};

/**
 * The parties that a workspace is about, by its key; `null`: everyone whom the viewer may act for. The key gives no
 * right by itself: show what is in both, it and {@link authorizedParties}.
 */
export const partiesOfWorkspace = (id: string): ReadonlySet<string> | null => {
  if (id === "everyone") return null;
  return new Set(id === "nobody" ? [] : Buffer.from(id, "base64url").toString("utf8").split(","));
};

/**
 * Creates a dialog, which becomes part of the party's history. Give it an id or an `idempotentKey` of your own: whoever
 * sends it again then creates no second one.
 * @returns `THERE` where it had been created before
 * @throws TunetRefused
 */
export const createDialog = async (tunet: Tunet, dialog: object): Promise<"CREATED" | "THERE"> => {
  const response = await post(tunet, "/dialogporten/api/v1/serviceowner/dialogs", dialog);
  if (response.status === 201) return "CREATED";
  if (response.status === 409) return "THERE";
  throw await refusedBy(response);
};
