import { readFileSync } from "node:fs";
import { join } from "node:path";
import { graphql } from "graphql";
import { expect, onTestFinished } from "vitest";
import { packageRoot } from "../../../lib/package-root.js";
import { readHistoryAnswer } from "../../../schema/history-source/answer.js";
import { actionQuestion, historyQuestion, type LiveAct } from "../../../schema/history-source/question.js";
import { readActionAnswer } from "../../../schema/history-source/small-answers.js";
import type { LiveItem, LivePage, LiveQuestion, LiveSource } from "../../../schema/history-source/source.js";
import type { SubgraphQuestion, SubgraphReply } from "../../../schema/subgraphs-port.js";
import { receiveCase } from "../../../subgraphs/agencies/fiks/inbound/digisos.js";
import { receiveMessages } from "../../../subgraphs/agencies/fiks/inbound/innsyn.js";
import { receiveLetter } from "../../../subgraphs/agencies/fiks/inbound/svarut.js";
import type { Municipality } from "../../../subgraphs/agencies/fiks/municipality.js";
import { createPlatform, type Platform } from "../../../subgraphs/agencies/fiks/platform.js";
import type { SourceId } from "../../../subgraphs/agencies/fiks/records.js";
import { FIKS_SOURCES, wholeSdl } from "../../../subgraphs/agencies/fiks/sources.js";
import { PlatformStore } from "../../../subgraphs/agencies/fiks/store.js";
import { buildSchema, createContext } from "../../../subgraphs/agencies/fiks/subgraph.js";
import { partyTold, serveTunet } from "../tunet.js";

export const NOW = Date.parse("2026-11-20T12:00:00Z");
export const DAY = 86_400_000;
export const KARI_NUMBER = "17858400120";
export const KARI = `urn:altinn:person:identifier-no:${KARI_NUMBER}`;
export const COMPANY_NUMBER = "310000026";
export const COMPANY = `urn:altinn:organization:identifier-no:${COMPANY_NUMBER}`;
export const OTHER = "urn:altinn:organization:identifier-no:310000042";

const municipality = (number: string, owner: string, name: string, from: number | null): Municipality => ({
  id: `0f1c5000-0000-4000-8000-00000000${number}`,
  number,
  organizationNumber: `39000${number}`,
  owner,
  name: { nb: name, nn: name, en: `${name} (en)` },
  pages: `https://${owner}.example.com`,
  persona: owner,
  services: {
    letters: `${owner}-svarut`,
    socialAssistance: `${owner}-sosialhjelp`,
    caseFiles: `${owner}-byggesak`,
    buildingCases: `${owner}-byggesak`,
    invoices: `${owner}-faktura`,
    forms: `${owner}-svarut`,
  },
  accounts: [`konto-${owner}`],
  integration: { id: `integrasjon-${owner}`, password: `passord-${owner}` },
  from,
});

export const nordvik = municipality("9901", "nvk", "Nordvik", null);
export const sordal = municipality("9902", "sdk", "Sørdal", Date.parse("2020-01-01T00:00:00Z"));

export const sdl = wholeSdl(
  readFileSync(join(packageRoot(), "subgraphs", "agencies", "fiks", "schema.graphql"), "utf8"),
);
const schema = buildSchema(sdl);

/** A source as Tunet reads it from the mark. */
export const liveSource = (id: SourceId): LiveSource => {
  const source = FIKS_SOURCES.find((one) => one.id === id);
  if (source === undefined) throw new Error(`No source is ${id}.`);
  return {
    id,
    subgraph: "fiks",
    field: source.field,
    name: source.name,
    lastGoodMillis: source.lastGoodSeconds * 1_000,
    presenceField: source.presence,
    actionField: source.action,
    searches: source.searches,
  };
};

/** A party that authorization names. @param services which may be read for it; `null`: all */
export const readable = (urn: string, services: readonly string[] | null = null) => ({ urn, services });

export interface FiksOptions {
  /** Whom authorization names; a number: it answers with that status. */
  readonly parties?: readonly ReturnType<typeof readable>[] | number;
  /** Whether authorization lets anything be done. */
  readonly mayWrite?: boolean;
}

/** The platform with its real schema and store, asked as Tunet asks it, and every page judged as Tunet judges it. */
export const openFiks = async ({
  parties = [readable(KARI), readable(COMPANY)],
  mayWrite = true,
}: FiksOptions = {}) => {
  const asked: string[] = [];
  const answer = (url: string, body: string): { readonly status: number; readonly body: unknown } => {
    if (typeof parties === "number") return { status: parties, body: {} };
    if (url.startsWith("/authorization/")) {
      return { status: 200, body: { Response: [{ Decision: mayWrite ? "Permit" : "NotApplicable" }] } };
    }
    if (JSON.parse(body).value !== KARI_NUMBER) return { status: 200, body: [] };
    const services = new URL(url, "http://x").searchParams.getAll("anyOfResourceIds");
    const told = parties.map(({ urn, services: own }) =>
      partyTold(
        urn,
        urn,
        services.filter((one) => own?.includes(one) ?? true),
      ),
    );
    return { status: 200, body: told };
  };
  const tunet = await serveTunet(({ url = "" }, body) => {
    asked.push(`${url} ${body}`);
    return answer(url, body);
  });
  const store = new PlatformStore(":memory:");
  onTestFinished(() => store.close());
  let at = NOW;
  let ids = 0;
  const platform: Platform = createPlatform({
    store,
    tunetFor: (persona) => ({ url: tunet.url, token: async () => persona }),
    now: () => at,
    newId: () => `01990000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
    salt: "salt",
  });
  store.addMunicipality(nordvik);
  store.addMunicipality(sordal);

  let requests = 0;
  const run = async (source: string, variables: object, level: number) => {
    const caller = { subject: { type: "urn:altinn:person:identifier-no", value: KARI_NUMBER }, level };
    const contextValue = createContext(platform, { requestId: `r${++requests}`, caller });
    return graphql({ schema, source, contextValue, variableValues: { ...variables } });
  };
  const reply = async ({ query, variables }: SubgraphQuestion, level: number): Promise<SubgraphReply> => {
    const { data, errors = [] } = await run(query, variables, level);
    return {
      data: data ?? null,
      errors: errors.map(({ message, extensions }) => ({ message, code: String(extensions["code"]) })),
    };
  };

  const page = async (
    id: SourceId,
    more: Partial<LiveQuestion> = {},
    level = 4,
  ): Promise<LivePage | SubgraphReply["errors"]> => {
    const question: LiveQuestion = {
      parties: [KARI, COMPANY],
      first: 50,
      after: null,
      updatedAfter: null,
      updatedBefore: null,
      identifiers: null,
      search: null,
      ...more,
    };
    const replied = await reply(historyQuestion(liveSource(id), question), level);
    const { page: read, problems } = readHistoryAnswer(question, replied);
    if (read === null) return replied.errors;
    expect(problems).toEqual([]);
    return read;
  };

  return {
    platform,
    store,
    /** What Tunet was asked. */
    asked,
    /** Moves the clock. */
    wait: (millis: number) => {
      at += millis;
    },
    run,
    reply,
    page,
    /** The items of a page that can be read. */
    items: async (
      id: SourceId,
      more: Partial<LiveQuestion> = {},
      level = 4,
    ): Promise<readonly LiveItem[]> => {
      const read = await page(id, more, level);
      if (!("items" in read)) throw new Error(`There is no page: ${JSON.stringify(read)}`);
      return read.items;
    },
    /** What the graph has of items beside the history's. */
    details: async (ids: readonly string[], selection: string, level = 4): Promise<unknown> => {
      const source = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on HistoryItem { fiks { ${selection} } } } }`;
      const of = ids.map((id) => ({ __typename: "HistoryItem", id }));
      const { data, errors } = await run(source, { of }, level);
      return JSON.parse(JSON.stringify(errors?.map((one) => one.extensions) ?? data?.["_entities"]));
    },
    act: async (id: SourceId, given: Partial<LiveAct>, level = 4) => {
      const question = actionQuestion(liveSource(id), {
        item: "",
        party: KARI,
        action: "MARK_READ",
        text: null,
        idempotencyKey: "key-1",
        ...given,
      });
      if (question === null) throw new Error(`${id} can do nothing.`);
      const replied = await reply(question, level);
      return replied.errors.length > 0 ? replied.errors : readActionAnswer(replied);
    },
    /** Sends a letter to Kari. @returns its id */
    send: (letter: object = {}, { version = 2 as 2 | 3, sender = nordvik, sentAt = at } = {}): string =>
      receiveLetter(
        platform,
        sender,
        {
          account: sender.accounts[0] ?? "",
          version,
          letter: {
            tittel: "Varsel om gravearbeid",
            mottaker: { navn: "Kari", digitalId: KARI_NUMBER },
            ...(version === 3 ? { sikkerhetsniva: "BETYDELIG" } : {}),
            ...letter,
          },
          files: [],
        },
        sentAt,
      ).id,
    /** Tells of Kari's case of social assistance. */
    tellCase: (id: string, body: object, sender = nordvik): void =>
      receiveCase(platform, sender, { id, body: { sokerFnr: KARI_NUMBER, ...body } }, at),
    /** Indexes a message about Kari. */
    index: (meldingId: string, versjon: string, metadata: object, more: object = {}, sender = nordvik) =>
      receiveMessages(
        platform,
        sender,
        {
          meldinger: [
            {
              meldingId,
              versjon,
              sikkerhetsniva: 3,
              eksponertFor: [{ identifikatorType: "FODSELSNUMMER", verdi: KARI_NUMBER }],
              fiksOrganisasjonId: sender.id,
              meldingMetadata: Buffer.from(JSON.stringify(metadata)).toString("base64"),
              ...more,
            },
          ],
        },
        at,
      ),
  };
};

export type Fiks = Awaited<ReturnType<typeof openFiks>>;
