import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import type { Call } from "../../../schema/call.js";
import type { RoomHttp } from "../../../schema/room.js";
import { NOW } from "../../kit/ask-room.js";
import { roomHttpWith } from "../../kit/room-http.js";
import { ALL_ACTIONS, Filler, FORM, OTHER_ROOMS, permitting } from "./filling-kit.js";
import { openForms, PLAIN_SCOPE, scopeOf } from "./forms.js";

it("serves a receipt to whoever has its signed address or may see the submission, and to nobody else", async () => {
  const { roomFor } = await openForms("sqlite", [], [{ ...FORM, tasks: FORM.tasks.slice(0, 1) }]);
  let now = NOW;
  let scope = PLAIN_SCOPE;
  const authorization = { ...permitting(PLAIN_SCOPE, ALL_ACTIONS), scope: async () => scope };
  const room = roomFor(authorization, { ...OTHER_ROOMS, clock: () => now });
  const app = Fastify();
  onTestFinished(() => app.close());
  const identify: RoomHttp["identify"] = async ({ headers }) => {
    if (headers.authorization === undefined) throw new DomainError("UNAUTHENTICATED", "Sign in.");
    return {} as Call;
  };
  await room.routes?.(app, roomHttpWith({ publicUrl: "https://tunet.example", identify }));

  const person = new Filler(room);
  const { instance } = await person.start({ answers: { applicant: { phone: "12345678" }, kind: "SHED" } });
  const note = '<script>alert("x")</script> & mer';
  await person.save(instance.id, 0, { note });
  expect((await person.submit(instance.id, 1)).instance.state).toBe("COMPLETED");
  const asked = await person.ask(
    "query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance { receipts { url } } } }",
    { r: [{ __typename: "FormInstance", id: instance.id }] },
  );
  const url: string = asked.data._entities[0].receipts[0].url;
  expect(url.startsWith("https://tunet.example/forms/receipts/")).toBe(true);
  const path = url.slice("https://tunet.example".length);
  const get = async (address: string, headers: Record<string, string> = {}) => {
    const { statusCode, body } = await app.inject({ url: address, headers });
    return { statusCode, body };
  };

  const page = await get(path, { "accept-language": "nn" });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('<html lang="nn">');
  expect(page.body).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; mer");
  expect(page.body).not.toContain("<script");
  expect(page.body).toContain("pbl. § 20-4");

  const [plain = ""] = path.split("?");
  const signedIn = { authorization: "Bearer x" };
  expect((await get(plain)).statusCode).toBe(401);
  expect((await get(plain, signedIn)).statusCode).toBe(200);
  expect((await get(`${plain.slice(0, -1)}2`, signedIn)).statusCode).toBe(404);
  expect((await get(`${plain.slice(0, -1)}2?${path.split("?")[1]}`)).statusCode).toBe(403);
  expect((await get("/forms/receipts/1/x/1", signedIn)).statusCode).toBe(404);
  scope = scopeOf([]);
  expect((await get(plain, signedIn)).statusCode).toBe(404);
  now += 600_000;
  expect(await get(path)).toMatchObject({ statusCode: 403, body: expect.stringContaining("LINK_EXPIRED") });
});

it("tells people who land at an instance's address where it is filled in, and nothing of it", async () => {
  const { roomFor } = await openForms("sqlite", [], []);
  const app = Fastify();
  onTestFinished(() => app.close());
  await roomFor(permitting(PLAIN_SCOPE, ALL_ACTIONS), OTHER_ROOMS).routes?.(
    app,
    roomHttpWith({ publicUrl: "https://tunet.example" }),
  );
  const get = (url: string) => app.inject({ url, headers: { "accept-language": "en" } });
  const page = await get("/forms/instances/50000001/0199a000-0000-7000-8000-000000000001");
  expect([page.statusCode, page.headers["content-security-policy"]]).toEqual([
    200,
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  ]);
  expect(page.body).toContain("The form is filled in within your workspace.");
  expect(page.body).toContain("50000001/0199a000-0000-7000-8000-000000000001");
  expect((await get("/forms/instances/1/<script>")).statusCode).toBe(404);
});
