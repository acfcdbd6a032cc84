import { describe, expect, it, onTestFinished } from "vitest";
import { createInbound } from "../../../subgraphs/agencies/fiks/inbound/routes.js";
import { buildSchema } from "../../../subgraphs/agencies/fiks/subgraph.js";
import { serveSubgraph } from "../../../subgraphs/agencies/kit/serve.js";
import { KARI_NUMBER, NOW, nordvik, openFiks, sdl, sordal } from "./fiks.js";

const ACCOUNT = "konto-nvk";

/** The platform's own interfaces, over HTTP. Tokens are an organisation's number and its scopes. */
const serve = async () => {
  const fiks = await openFiks();
  const served = await serveSubgraph(
    {
      schema: buildSchema(sdl),
      readCall: () => Promise.reject(new Error("Nobody asks here.")),
      contextFor: () => ({}),
      answerOther: createInbound(fiks.platform, async (token) => {
        const [organizationNumber = "", ...scopes] = token.split("|");
        return organizationNumber.length === 9 ? { organizationNumber, scopes } : null;
      }),
      onError: (error) => {
        throw error;
      },
    },
    0,
  );
  onTestFinished(() => served.close());
  const base = served.url.replace("/graphql", "");
  const call = async (
    route: string,
    body: object | string | FormData | null = null,
    {
      token = `${nordvik.organizationNumber}|ks:fiks`,
      id = nordvik.integration.id,
      password = nordvik.integration.password,
    } = {},
  ) => {
    const [method = "", path = ""] = route.split(" ");
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, integrasjonid: id, integrasjonpassord: password },
      ...(body === null
        ? {}
        : { body: body instanceof FormData || typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { fiks, call };
};

const letter = (more: object = {}, ...files: readonly string[]): FormData => {
  const form = new FormData();
  const dokumenter = files.map((_, n) => ({ filnavn: `${n}.txt`, mimeType: "text/plain" }));
  const sent = { tittel: "Brev", mottaker: { navn: "Kari", digitalId: KARI_NUMBER }, dokumenter, ...more };
  form.append("forsendelse", new Blob([JSON.stringify(sent)], { type: "application/json" }));
  for (const [n, text] of files.entries()) form.append("filer", new Blob([text]), `${n}.txt`);
  return form;
};

const refusal = (status: number, message: string) => ({
  status,
  body: {
    timestamp: NOW,
    status,
    error: expect.any(String),
    errorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    path: expect.any(String),
    originalPath: expect.any(String),
    message,
    errorCode: expect.any(String),
    errorJson: null,
  },
});

describe("what a municipality's system sends", () => {
  it("is a letter with its files, whose way it follows", async () => {
    const { call, fiks } = await serve();
    const { status, body } = await call(
      `POST /v2/kontoer/${ACCOUNT}/forsendelser`,
      letter({}, "hei", "hallo"),
    );
    const id = String(body["id"]);
    expect(status).toBe(200);
    expect(
      await call(`POST /v2/kontoer/${ACCOUNT}/forsendelser/status-sok`, { forsendelseIds: [id, "ukjent"] }),
    ).toEqual({
      status: 200,
      body: { statuser: [{ id, sisteStatusEndring: NOW, status: "MOTTATT" }] },
    });
    fiks.wait(1_000);
    const receipt = { status: "VARSLET", hendelse: "Varslet i Altinn" };
    expect(await call(`POST /kanal/v1/forsendelser/${id}/kvittering`, receipt)).toMatchObject({
      status: 200,
    });
    expect(
      await call(`POST /v2/forsendelser/${id}/lest`, { fnr: KARI_NUMBER, eksterntSystemnavn: "Kortsiden" }),
    ).toMatchObject({ status: 200 });
    expect(
      (await call(`POST /v3/kontoer/${ACCOUNT}/forsendelser/status-sok`, { forsendelseIds: [id] })).body,
    ).toEqual({
      statuser: [{ id, sisteStatusEndring: NOW + 1_000, status: "LEST" }],
    });
    const told = (hendelse: string, at: number) => ({ tidspunkt: new Date(at).toISOString(), hendelse });
    expect((await call(`GET /v2/forsendelser/${id}/hendelser`)).body).toEqual({
      hendelser: [
        told("Forsendelse mottatt", NOW),
        told("Varslet i Altinn", NOW + 1_000),
        told("Forsendelse lest gjennom Kortsiden", NOW + 1_000),
      ],
    });
    expect((await call(`GET /v2/forsendelser/${id}/signeringshendelser`)).body).toEqual({ hendelser: [] });
    expect((await call(`GET /v2/forsendelser/${id}/metadata`)).body).toMatchObject({
      dokumenter: [
        { filnavn: "0.txt", mimeType: "text/plain", storrelse: 3, sha256Hash: expect.any(String) },
        { filnavn: "1.txt", storrelse: 5 },
      ],
    });
    expect(await fiks.items("fiks-svarut")).toMatchObject([{ id, isSeen: true, attachmentCount: 2 }]);
  });

  it("is a letter of version 3, a case, what it can do, and messages for the index", async () => {
    const { call, fiks } = await serve();
    const sent = letter({ sikkerhetsniva: "HOYESTE" });
    expect(await call(`POST /v3/kontoer/${ACCOUNT}/forsendelser/person`, sent)).toMatchObject({
      status: 200,
    });
    const body = { sokerFnr: KARI_NUMBER, digisosSoker: { hendelser: [] } };
    expect(await call(`PUT /digisos/api/v1/${nordvik.id}/sak-1`, body)).toMatchObject({ status: 200 });
    expect(
      await call(`PUT /digisos/api/v1/${nordvik.id}/kommuneinfo`, { kanOppdatereStatus: false }),
    ).toMatchObject({ status: 200 });
    expect(await call("PUT /innsyn-index/api/v2/indexRequest", { meldinger: [] })).toEqual({
      status: 200,
      body: { opprettet: 0, oppdatert: 0, manglerSamtykke: 0, meldingerUtenSamtykke: [], avvist: [] },
    });
    expect(await fiks.items("fiks-svarut")).toMatchObject([{ requiredLevel: 4 }]);
    expect(await fiks.page("fiks-digisos")).toMatchObject({
      items: [{ id: "sak-1" }],
      coverage: { ratio: 0 },
    });
  });

  it.each([
    ["no good token", { token: "x" }, 401, "Klarte ikke å validere access_token"],
    ["no scope", { token: nordvik.organizationNumber }, 403, "Tokenet mangler scope ks:fiks."],
    ["another's integration", { id: sordal.integration.id }, 401, "Autentisering feilet for integrasjon"],
    ["a wrong password", { password: "gjett" }, 401, "Autentisering feilet for integrasjon"],
    [
      "another's token",
      { token: `${sordal.organizationNumber}|ks:fiks` },
      401,
      "Autentisering feilet for integrasjon",
    ],
  ])("is refused with %s", async (_why, as, status, message) => {
    const { call } = await serve();
    const route = "PUT /innsyn-index/api/v2/indexRequest";
    expect(await call(route, { meldinger: [] }, as)).toEqual(refusal(status, message));
  });

  it("is refused where it is of another's account, organisation or letter, or can't be read", async () => {
    const { call, fiks } = await serve();
    const other = fiks.send({}, { sender: sordal });
    const broken = new FormData();
    broken.append("forsendelse", "{");
    expect(await call("POST /v2/kontoer/konto-sdk/forsendelser", letter())).toEqual(
      refusal(403, "Integrasjonen har ikke tilgang til konto konto-sdk."),
    );
    expect(await call(`GET /v2/forsendelser/${other}/metadata`)).toEqual(
      refusal(404, `Fant ikke forsendelse ${other}.`),
    );
    expect(await call(`POST /kanal/v1/forsendelser/${other}/kvittering`, { status: "LEST" })).toMatchObject({
      status: 404,
    });
    expect(
      (await call(`POST /v2/kontoer/konto-sdk/forsendelser/status-sok`, { forsendelseIds: [other] })).body,
    ).toEqual({ statuser: [] });
    expect(await call(`PUT /digisos/api/v1/${sordal.id}/sak`, {})).toMatchObject({ status: 404 });
    expect(await call(`POST /v2/kontoer/${ACCOUNT}/forsendelser`, broken)).toEqual(
      refusal(400, "Delen forsendelse er ikke et JSON-objekt."),
    );
    expect(await call(`POST /v2/kontoer/${ACCOUNT}/forsendelser`, {})).toEqual(
      refusal(400, "Send multipart/form-data."),
    );
    expect(await call(`POST /v2/kontoer/${ACCOUNT}/forsendelser`, letter({ tittel: "" }))).toMatchObject({
      status: 400,
    });
    expect(await call("PUT /innsyn-index/api/v2/indexRequest", "[")).toEqual(
      refusal(400, "Kroppen er ikke et JSON-objekt."),
    );
    expect(await call("GET /ingenting")).toMatchObject({ status: 404, body: { errors: [{}] } });
  });
});
