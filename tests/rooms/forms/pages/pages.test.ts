import { expect, it } from "vitest";
import { MINUTE_MILLIS } from "../../../../lib/clock.js";
import { NOW, personClaims } from "../../../kit/ask-room.js";
import { ALL_ACTIONS, CONTENT, FORM, permitting, said } from "../filling-kit.js";
import { PLAIN_SCOPE, scopeOf } from "../forms.js";
import { openBrowsing } from "./browsing.js";

const FILES = {
  id: "drawing",
  title: said("Tegning", "Teikning", "Drawing"),
  allowedContentTypes: ["image/png"],
  taskId: "fill",
  maxSizeBytes: 1_000,
  minCount: 1,
  maxCount: 2,
};

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

it("takes somebody through a form without a script: steps, what is wrong, what is added, over and sent", async () => {
  const { person, linkOf, newBrowser, store } = await openBrowsing(FORM);
  const { instance } = await person.start();
  const place = instance.id.slice("urn:altinn:instance-id:".length);
  const at = `/forms/instances/${place}`;
  const browser = newBrowser();
  const opened = await browser.get(await linkOf(instance.id));
  expect([opened.status, opened.location]).toEqual([303, at]);

  let page = await browser.get(at);
  expect(page.status).toBe(200);
  expect(page.headers["content-security-policy"]).toContain("form-action 'self'");
  expect(page.text).toContain("<h1>Who</h1>");
  expect(page.text).toContain('<label for="f_2fapplicant_2fname">Name</label>'.replace("Name", "Navn"));
  expect(page.text).toContain("From the register.");
  expect(page.text).not.toContain("<script");

  // What is missing is told at the top and at the question, and what was typed is kept.
  page = await browser.submit(at, page, "next", {
    "/applicant/name": "<b>Ny & co</b>",
    "/applicant/phone": "123",
  });
  expect(page.status).toBe(422);
  expect(page.text).toContain("<title>Error: Who");
  expect(page.text).toContain('<a href="#f_2fapplicant_2fphone">A phone number has eight digits.</a>');
  expect(page.text).toContain('role="alert" tabindex="-1" autofocus'); // where the page opens, without a script too
  expect(page.text).toContain('aria-invalid="true"');
  expect(page.text).toMatch(/<a href="\?step=[\w-]+&amp;lang=nn"/); // in another language it is the same step
  expect(page.text).toContain('value="&lt;b&gt;Ny &amp; co&lt;/b&gt;"');

  page = await browser.submit(at, page, "next", { "/applicant/phone": "12345678" });
  expect([page.status, page.location]).toEqual([303, at]);
  page = await browser.get(at);
  expect(page.text).toContain("A shed has at most 50 m².");
  expect(page.text).not.toContain("Areal"); // asked of houses only
  page = await browser.submit(at, page, "next", { "/kind": "HOUSE" });
  expect([page.status, page.location]).toEqual([303, at]); // the answer brings up a question on this step
  page = await browser.get(at);
  expect(page.text).toContain("Areal");
  page = await browser.submit(at, page, "next", { "/area": "1 200,5" });
  page = await browser.get(at);
  expect(page.text).toContain("Neighbours");

  // A list grows and shrinks, and what is typed meanwhile stays.
  const added = await browser.submit(at, page, "add:/neighbours");
  expect(added.location).toBe(`${at}#f_2fneighbours_2f0`); // opens where the new one is
  page = await browser.get(added.location ?? "");
  expect(page.text).toContain('id="f_2fneighbours_2f0" tabindex="-1"');
  page = await browser.get(
    (await browser.submit(at, page, "add:/neighbours", { "/neighbours/0/name": "Ola" })).location ?? "",
  );
  const removed = await browser.submit(at, page, "remove:/neighbours/1");
  expect(removed.location).toBe(`${at}#f_2fneighbours`);
  page = await browser.get(removed.location ?? "");
  page = await browser.get((await browser.submit(at, page, "next")).location ?? "");
  expect(page.text).toContain("<h1>Check your answers</h1>");
  expect(page.text).toContain("Unusually large.");
  expect(page.text).toContain("1200.5");
  const [kept] = await store.filling.answersOf([instance.id]);
  expect(kept?.answers).toEqual({
    applicant: { name: "<b>Ny & co</b>", phone: "12345678", number: expect.any(String) },
    kind: "HOUSE",
    area: 1200.5,
    neighbours: [{ name: "Ola" }],
  });

  expect((await browser.submit(at, page, "send")).location).toBe(at);
  page = await browser.get(at);
  expect(page.text).toContain("The form was sent and is being looked at.");
  expect(page.text).toMatch(/<a href="https:\/\/tunet\.example\/forms\/receipts\/[^"]+">Receipt 1/);
  const copied = await browser.submit(at, page, "copy");
  expect(copied.location).not.toBe(at);
  expect((await browser.get(copied.location ?? "")).text).toContain("the form that was copied");
});

it("merges two tabs, and shows both answers where they differ", async () => {
  const { person, linkOf, newBrowser } = await openBrowsing(FORM);
  const { instance } = await person.start();
  const browser = newBrowser();
  const at = (await browser.get(await linkOf(instance.id))).location ?? "";
  const [one, other] = [await browser.get(at), await browser.get(at)];
  await browser.submit(at, one, "save", { "/applicant/phone": "11111111" });
  const merged = await browser.submit(at, other, "save", { "/applicant/name": "Firma AS" });
  expect(merged.status).toBe(200);
  expect(merged.text).toContain('value="11111111"');
  const conflict = await browser.submit(at, other, "save", { "/applicant/phone": "22222222" });
  expect(conflict.status).toBe(422);
  expect(conflict.text).toContain("“11111111”");
  expect(conflict.text).toContain("“22222222”");
});

it("takes attachments in a stream, by what they are, and asks for those that must be there", async () => {
  const definition = { ...FORM, tasks: FORM.tasks.slice(0, 1), dataTypes: [FILES] };
  const { person, linkOf, newBrowser } = await openBrowsing(definition);
  const { instance } = await person.start({ answers: { applicant: { phone: "12345678" }, kind: "SHED" } });
  const browser = newBrowser();
  const at = (await browser.get(await linkOf(instance.id))).location ?? "";
  await browser.submit(at, await browser.get(at), "next");
  const missing = await browser.submit(at, await browser.get(at), "next");
  expect(missing.status).toBe(422);
  expect(missing.text).toContain(`<a href="${at}/files">Drawing: lacks attachments: at least 1.</a>`);

  const sendFile = (bytes: Buffer, name = "plan.png", type = "image/png") =>
    browser.request("POST", `${at}/files/drawing`, {
      payload: Buffer.concat([
        Buffer.from(`--b0undary\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--b0undary\r\n`),
        Buffer.from(
          `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
        ),
        bytes,
        Buffer.from("\r\n--b0undary--\r\n"),
      ]),
      headers: { "content-type": "multipart/form-data; boundary=b0undary" },
    });
  expect((await sendFile(Buffer.from("<script>"))).text).toContain("The file was not taken");
  expect((await sendFile(Buffer.alloc(2_000))).status).toBe(422);
  expect((await sendFile(Buffer.alloc(0), "")).text).toContain("Choose a file first.");
  expect((await sendFile(PNG, "../plan.png")).location).toBe(`${at}/files`);
  const files = await browser.get(`${at}/files`);
  expect(files.text).toContain("plan.png<button");
  const [, element = ""] = /value="detach:([^"]+)"/.exec(files.text) ?? [];
  expect((await browser.submit(at, files, `detach:${element}`)).location).toBe(`${at}/files`);
  expect((await browser.get(`${at}/files`)).text).toContain("No files.");
});

it("opens for whom the address was given to, for a while, and believes no other site", async () => {
  let now = NOW;
  let scope = PLAIN_SCOPE;
  const authorization = { ...permitting(PLAIN_SCOPE, ALL_ACTIONS), scope: async () => scope };
  const { person, linkOf, newBrowser } = await openBrowsing(FORM, { authorization, clock: () => now });
  const { instance } = await person.start();
  const other = (await person.start()).instance;
  const link = await linkOf(instance.id);
  const browser = newBrowser();
  const at = (await browser.get(link)).location ?? "";
  const otherAt = `/forms/instances/${other.id.slice("urn:altinn:instance-id:".length)}`;
  const [cookie = ""] = browser.cookies.values();
  expect(cookie).not.toContain("urn:");

  // Without a session, and with that of another form, there is nothing to be seen.
  for (const shown of ["nothing=1", cookie]) {
    const landed = await newBrowser().request("GET", otherAt, { headers: { cookie: shown } });
    expect([landed.status, landed.text.includes("filled in within your workspace")]).toEqual([200, true]);
  }
  const page = await browser.get(at);
  const foreign = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  expect((await browser.request("POST", at, { payload: "do=delete", headers: foreign })).status).toBe(403);
  expect((await newBrowser().get(`${link}x`)).status).toBe(410);

  // A frontend that has a token sends it in a form.
  const signedIn = newBrowser();
  const session = await signedIn.request("POST", "/forms/session", {
    payload: new URLSearchParams({ token: "kari", to: at }).toString(),
    headers: { "sec-fetch-site": "cross-site" },
  });
  expect([session.status, session.location]).toEqual([303, at]);
  expect((await signedIn.get(at)).text).toContain("<h1>Who</h1>");
  expect((await newBrowser().request("POST", "/forms/session", { payload: `token=x&to=${at}` })).status).toBe(
    401,
  );

  scope = scopeOf([]); // the right was withdrawn
  expect((await browser.get(at)).status).toBe(404);
  scope = PLAIN_SCOPE;
  now += 3 * MINUTE_MILLIS;
  expect((await newBrowser().get(link)).status).toBe(410);
  expect((await browser.submit(at, page, "leave")).text).toContain("You have left");
  now += 31 * MINUTE_MILLIS;
  expect((await browser.get(at)).text).toContain("filled in within your workspace");
});

it("says so where it is put away, and brings it back; speaks the language that is chosen", async () => {
  const { person, linkOf, newBrowser } = await openBrowsing({
    ...FORM,
    content: { ...CONTENT, prefill: [] },
  });
  const { instance } = await person.start();
  const browser = newBrowser();
  const at = (await browser.get(await linkOf(instance.id))).location ?? "";
  await browser.submit(at, await browser.get(at), "delete");
  let page = await browser.get(`${at}?lang=nn`);
  expect(page.text).toContain('<html lang="nn">');
  expect(page.text).toContain("Skjemaet er sletta.");
  await browser.submit(at, page, "undelete");
  page = await browser.get(at); // the choice is kept
  expect(page.text).toContain("<h1>Kven</h1>");
});

it("has named persons sign on the page: asked by number and name, each signing, declining or taking it back", async () => {
  const { person, linkOf, newBrowser } = await openBrowsing({
    ...FORM,
    tasks: FORM.tasks.map((task) =>
      task.type === "CONFIRMATION"
        ? { ...task, type: "SIGNING" as const, action: "sign", signing: { signees: "NAMED" as const } }
        : task,
    ),
  });
  const { instance } = await person.start({ answers: { applicant: { phone: "12345678" }, kind: "SHED" } });
  for (let step = 0; step < 2; step++) await person.next(instance.id);
  const browser = newBrowser();
  const at = (await browser.get(await linkOf(instance.id))).location ?? "";
  /** What a button on the page does, and the page after it. */
  const press = async (wanted: string, fields: Readonly<Record<string, string>> = {}, language = "en") => {
    const page = await browser.get(`${at}?lang=${language}`);
    const sent = new URLSearchParams(fields);
    for (const [, name = "", value = ""] of page.text.matchAll(
      /<input type="hidden" name="([^"]+)" value="([^"]*)"/g,
    )) {
      sent.set(name, value);
    }
    sent.set("do", wanted);
    const payload = sent.toString();
    const answer = await browser.request("POST", at, { payload });
    return answer.location === null ? answer : browser.get(answer.location);
  };
  const [me, other] = [0, 1].map((index) => String(personClaims(index)["pid"]));
  expect((await browser.get(at)).text).toContain("Nobody is asked to sign yet.");

  const wrong = await press("name", { number: other ?? "", lastName: "Person0" }, "nn");
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("Det finst ingen med det fødselsnummeret og etternamnet.");
  await press("name", { number: other ?? "", lastName: "Person1" });
  const alone = await browser.get(at);
  expect(alone.text).toContain("<strong>Ola Person1</strong> has not signed");
  expect(alone.text).toContain("You are not among those who sign this.");
  expect(alone.text).not.toContain('value="sign"');
  // Who was named before stays, though their name is not typed again.
  const both = await press("name", { number: me ?? "", lastName: "Person0" });
  expect(both.text).toMatch(
    /Ola Person1<\/strong>.*Ola Person0<\/strong>|Ola Person0<\/strong>.*Ola Person1<\/strong>/s,
  );
  expect(both.text).not.toContain(other);

  const declined = await press("decline", { reason: "<b>Nei</b>" });
  expect(declined.text).toContain("will not sign: “&lt;b&gt;Nei&lt;/b&gt;”");
  expect((await press("sign")).text).toContain("You have signed.");
  expect((await press("withdraw")).text).toContain("0 of 2 have signed.");
  const [, key = ""] =
    /value="(unname:[0-9a-f]{16})">Take Ola Person1/.exec((await browser.get(at)).text) ?? [];
  await press(key);
  const done = await press("sign", {}, "nb");
  expect(done.text).toContain("Skjemaet er sendt inn");
});
