import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { onTestFinished } from "vitest";
import type { FormDefinitionRow } from "../../../../drizzle/forms/tables.js";
import { DomainError } from "../../../../lib/errors.js";
import type { AuthorizationPort } from "../../../../schema/ports.js";
import type { FormsConfig } from "../../../../subgraphs/forms/index.js";
import { personClaims, testCallOf } from "../../../kit/ask-room.js";
import { testFormsOptions } from "../../../kit/forms-options.js";
import { roomHttpWith } from "../../../kit/room-http.js";
import { ALL_ACTIONS, Filler, OTHER_ROOMS, permitting } from "../filling-kit.js";
import { openForms, PLAIN_SCOPE } from "../forms.js";

const LINK = `query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance { pageLink { url expiresAt } } } }`;

/** What came back: a page, or where it leads. */
export interface Page {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A room with its pages, and a browser without scripts: it keeps cookies by their paths, and sends what a form holds. */
export const openBrowsing = async (
  definition: FormDefinitionRow,
  more: Partial<FormsConfig> & { readonly authorization?: AuthorizationPort } = {},
) => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-pages-"));
  const { roomFor, store } = await openForms("sqlite", [], [definition]);
  const { authorization = permitting(PLAIN_SCOPE, ALL_ACTIONS), ...config } = more;
  const room = roomFor(authorization, { ...OTHER_ROOMS, ...testFormsOptions(directory), ...config });
  const app = Fastify();
  onTestFinished(async () => {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  });
  await app.register(async (own) =>
    room.routes?.(
      own,
      roomHttpWith({
        publicUrl: "https://tunet.example",
        asSignedIn: () => testCallOf(personClaims(0)),
        identify: async ({ headers }) => {
          if (headers.authorization !== "Bearer kari") throw new DomainError("UNAUTHENTICATED", "Sign in.");
          return testCallOf(personClaims(0));
        },
      }),
    ),
  );

  const newBrowser = () => {
    const cookies = new Map<string, string>();
    const request = async (
      method: "GET" | "POST",
      url: string,
      {
        payload,
        headers = {},
      }: { payload?: string | Buffer; headers?: Readonly<Record<string, string>> } = {},
    ): Promise<Page> => {
      const path = url.replace("https://tunet.example", "").replace(/#.*/, ""); // browsers keep that to themselves
      const cookie = [...cookies].find(([at]) => path.split("?")[0]?.startsWith(at))?.[1];
      const answer = await app.inject({
        method,
        url: path,
        headers: {
          "accept-language": "en",
          ...(cookie === undefined ? {} : { cookie }),
          ...(method === "POST"
            ? { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" }
            : {}),
          ...headers,
        },
        ...(payload === undefined ? {} : { payload }),
      });
      const set = String(answer.headers["set-cookie"] ?? "");
      const [, value, at] = /^(tunet_form=[^;]*); Path=([^;]+)/.exec(set) ?? [];
      if (value !== undefined && at !== undefined) cookies.set(at, value);
      const location = answer.headers["location"];
      return {
        status: answer.statusCode,
        location: location === undefined ? null : String(location),
        text: answer.body,
        headers: answer.headers,
      };
    };
    /** What a form on a page holds, as a browser would send it; what is given is typed or chosen. */
    const submit = (at: string, page: Page, wanted: string, typed: Readonly<Record<string, string>> = {}) => {
      const sent = new URLSearchParams();
      for (const [, name = "", value = ""] of page.text.matchAll(
        /<input type="hidden" name="([^"]+)" value="([^"]*)"/g,
      )) {
        sent.set(name, unescaped(value));
        if (name.startsWith("o:")) sent.set(`a:${name.slice(2)}`, unescaped(value));
      }
      for (const [path, value] of Object.entries(typed)) sent.set(`a:${path}`, value);
      sent.set("do", wanted);
      return request("POST", at, { payload: sent.toString() });
    };
    return {
      request,
      submit,
      get: (url: string) => request("GET", url),
      cookies,
    };
  };

  const person = new Filler(room);
  const linkOf = async (id: string): Promise<string> =>
    (await person.ask(LINK, { r: [{ __typename: "FormInstance", id }] })).data._entities[0].pageLink.url;
  return { app, room, store, person, linkOf, newBrowser };
};

const unescaped = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
