import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Answer } from "../../kit/answer.js";
import type { ReadMachine } from "../../kit/machine.js";
import { readBytes } from "../../kit/serve.js";
import { isJson, type Json } from "../json.js";
import type { Municipality } from "../municipality.js";
import type { Platform } from "../platform.js";
import { receiveCapabilities, receiveCase } from "./digisos.js";
import { receiveMessages } from "./innsyn.js";
import { answerOfRefusal, badRequest, notThere, Refusal } from "./refusal.js";
import {
  letterPart,
  letterStatuses,
  newReplies,
  type ReceivedFile,
  receiveLetter,
  receiveRead,
  receiveReceipt,
  receiveReplyTaken,
} from "./svarut.js";

const SCOPE = "ks:fiks";

/** What a municipality's system has sent. */
interface Inbound {
  readonly platform: Platform;
  readonly municipality: Municipality;
  readonly request: IncomingMessage;
}

/** What stands in the path where the route has a name in brackets. */
type Path = Readonly<Record<string, string>>;

const jsonIn = async (request: IncomingMessage): Promise<Json> => {
  const text = (await readBytes(request)).toString("utf8");
  try {
    const body: unknown = JSON.parse(text);
    if (isJson(body)) return body;
  } catch {
    // Told below, like what is no object.
  }
  throw badRequest("Kroppen er ikke et JSON-objekt.");
};

/** Multipart: the part `forsendelse`, then the files in the order of `dokumenter`. */
const letterIn = async (
  request: IncomingMessage,
): Promise<{ readonly letter: Json; readonly files: readonly ReceivedFile[] }> => {
  const contentType = request.headers["content-type"] ?? "";
  if (!contentType.startsWith("multipart/form-data")) throw badRequest("Send multipart/form-data.");
  const body = await readBytes(request);
  const parts = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } })
    .formData()
    .catch(() => {
      throw badRequest("Kroppen er ikke multipart/form-data.");
    });
  const part = parts.get("forsendelse");
  const text = typeof part === "string" ? part : await part?.text();
  const files: ReceivedFile[] = [];
  for (const [name, value] of parts) {
    if (name === "forsendelse" || typeof value === "string") continue;
    const bytes = Buffer.from(await value.arrayBuffer());
    files.push({ bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("base64") });
  }
  try {
    const letter: unknown = JSON.parse(text ?? "");
    if (isJson(letter)) return { letter, files };
  } catch {
    // Told below, like what is no object.
  }
  throw badRequest("Delen forsendelse er ikke et JSON-objekt.");
};

const send = async ({ platform, municipality, request }: Inbound, account: string, version: 2 | 3) =>
  receiveLetter(platform, municipality, { account, version, ...(await letterIn(request)) }, platform.now());

const part =
  (name: "hendelser" | "signeringshendelser" | "metadata") =>
  async ({ platform, municipality }: Inbound, { id = "" }: Path) =>
    letterPart(platform, municipality, { id, part: name });

const statuses = async ({ platform, municipality, request }: Inbound, { account = "" }: Path) =>
  letterStatuses(platform, municipality, { account, asked: await jsonIn(request) });

/** A municipality writes to its own organisation only. */
const checkOwn = ({ municipality }: Inbound, { organization = "" }: Path): void => {
  if (organization !== municipality.id) throw notThere(`organisasjon ${organization}`);
};

type Handler = (inbound: Inbound, path: Path) => Promise<object>;

const NOTED = { status: "OK" };

/** Method and path, with what varies as `:name`. */
const ROUTES: readonly (readonly [route: string, handle: Handler])[] = [
  ["POST /v2/kontoer/:account/forsendelser", (inbound, { account = "" }) => send(inbound, account, 2)],
  ["POST /v2/kontoer/:account/forsendelser/status-sok", statuses],
  ["POST /v3/kontoer/:account/forsendelser/status-sok", statuses],
  ["POST /v3/kontoer/:account/forsendelser/:kind", (inbound, { account = "" }) => send(inbound, account, 3)],
  ["GET /v2/forsendelser/:id/hendelser", part("hendelser")],
  ["GET /v2/forsendelser/:id/signeringshendelser", part("signeringshendelser")],
  ["GET /v2/forsendelser/:id/metadata", part("metadata")],
  [
    "POST /v2/forsendelser/:id/lest",
    async ({ platform, municipality, request }, { id = "" }) => {
      receiveRead(platform, municipality, { id, read: await jsonIn(request) }, platform.now());
      return NOTED;
    },
  ],
  [
    "POST /kanal/v1/forsendelser/:id/kvittering",
    async ({ platform, municipality, request }, { id = "" }) => {
      receiveReceipt(platform, municipality, { id, receipt: await jsonIn(request) }, platform.now());
      return NOTED;
    },
  ],
  [
    "GET /svarinn/mottaker/hentNyeForsendelser",
    async ({ platform, municipality }) => newReplies(platform, municipality),
  ],
  [
    "POST /svarinn/kvitterMottak/forsendelse/:id",
    async ({ platform, municipality }, { id = "" }) => {
      receiveReplyTaken(platform, municipality, id);
      return NOTED;
    },
  ],
  [
    "PUT /digisos/api/v1/:organization/kommuneinfo",
    async (inbound, path) => {
      checkOwn(inbound, path);
      receiveCapabilities(inbound.platform, inbound.municipality, await jsonIn(inbound.request));
      return NOTED;
    },
  ],
  [
    "PUT /digisos/api/v1/:organization/:id",
    async (inbound, path) => {
      checkOwn(inbound, path);
      const { platform, municipality, request } = inbound;
      const sent = { id: path["id"] ?? "", body: await jsonIn(request) };
      receiveCase(platform, municipality, sent, platform.now());
      return NOTED;
    },
  ],
  [
    "PUT /innsyn-index/api/v2/indexRequest",
    async ({ platform, municipality, request }) =>
      receiveMessages(platform, municipality, await jsonIn(request), platform.now()),
  ],
];

const MATCHERS = ROUTES.map(([route, handle]) => ({
  pattern: new RegExp(`^${route.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`),
  handle,
}));

const isSecret = (given: string, secret: string): boolean => {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
};

const header = (request: IncomingMessage, name: string): string => String(request.headers[name] ?? "");

/** Whose system asks: the token's organisation, its integration, and that one's password must agree. */
const identify = async (
  { store }: Platform,
  readMachine: ReadMachine,
  request: IncomingMessage,
): Promise<Municipality> => {
  const [, token = ""] = /^Bearer (\S+)$/.exec(header(request, "authorization")) ?? [];
  const machine = await readMachine(token);
  if (machine === null) throw new Refusal(401, "UNAUTHORIZED", "Klarte ikke å validere access_token");
  if (!machine.scopes.includes(SCOPE)) throw new Refusal(403, "FORBIDDEN", `Tokenet mangler scope ${SCOPE}.`);
  const integrationId = header(request, "integrasjonid");
  const municipality = store
    .municipalities()
    .find(
      ({ organizationNumber, integration }) =>
        organizationNumber === machine.organizationNumber && integration.id === integrationId,
    );
  if (
    municipality === undefined ||
    !isSecret(header(request, "integrasjonpassord"), municipality.integration.password)
  ) {
    throw new Refusal(401, "UNAUTHORIZED", "Autentisering feilet for integrasjon");
  }
  return municipality;
};

/** What municipalities' systems ask the platform: machines only. */
export const createInbound =
  (platform: Platform, readMachine: ReadMachine) =>
  async (request: IncomingMessage): Promise<Answer | null> => {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const asked = `${request.method} ${path}`;
    const route = MATCHERS.find(({ pattern }) => pattern.test(asked));
    if (route === undefined) return null;
    try {
      const municipality = await identify(platform, readMachine, request);
      const names = route.pattern.exec(asked)?.groups ?? {};
      return { status: 200, body: await route.handle({ platform, municipality, request }, names) };
    } catch (error) {
      const refusal =
        error instanceof RangeError ? new Refusal(413, "TOO_LARGE", "Kroppen er for stor.") : error;
      if (!(refusal instanceof Refusal)) throw error;
      return answerOfRefusal(refusal, { path, now: platform.now() });
    }
  };
