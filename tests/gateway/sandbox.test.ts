import type { BrowserContext, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { describeInBrowser, watchPage } from "../kit/browser.js";
import { NOW, type SandboxServer, startSandboxServer } from "./sandbox-server.js";

const HOUR = 3_600_000;
const operationOf = (request: Request): unknown => request.postDataJSON()?.operationName;
/** What Chromium itself writes on the console. */
const refusedByServer = (status: string) =>
  `Failed to load resource: the server responded with a status of ${status}`;

describeInBrowser("the sandbox", (browser) => {
  let server: SandboxServer;
  let context: BrowserContext;
  let page: Page;
  let faults: readonly string[];

  beforeAll(async () => {
    server = await startSandboxServer({ hasPersonas: true });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    context = await browser().newContext();
    page = await context.newPage();
    await page.clock.setFixedTime(NOW);
    faults = watchPage(page, server.origin);
  });
  afterEach(async () => {
    await context.close();
    server.clock.now = NOW;
  });

  const open = async (at: SandboxServer = server) => {
    await page.goto(`${at.origin}/sandbox/`);
    await queryEditor().getByText("Whoami").waitFor();
  };
  const queryEditor = () => page.getByRole("region", { name: "Operation Editor" });
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const status = () => page.getByRole("status").textContent();
  const alert = () => page.locator(".bar").getByRole("alert").textContent();

  const tabs = () => page.locator(".graphiql-tab-button").allTextContents();

  const choose = async (menu: string, item: string | RegExp) => {
    await button(menu).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const signInAs = async (label: string) => {
    await choose("Sign in as", label);
    await expect.poll(status).toBe(`Signed in as ${label}`);
  };

  /** Runs the first example until it is answered with `status` and the result pane shows `text`; returns what was sent. */
  const run = async (text: string, status = 200) => {
    const answered = page.waitForResponse(
      (response) => operationOf(response.request()) === "Whoami" && response.status() === status,
    );
    await button(/Execute query/).click();
    const request = (await answered).request();
    await page.locator(".result-window").getByText(text).waitFor();
    return { body: request.postDataJSON(), authorization: request.headers()["authorization"] ?? null };
  };

  it("opens on the first example and shows what a type is for, with no error and no request to elsewhere", async () => {
    await open();
    expect(await page.title()).toBe("A sandbox");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await status()).toBe("Not signed in");
    await button("Examples").click();
    expect(await page.getByRole("menuitem").allTextContents()).toEqual([
      "Who am IYour name, as the server has it.",
      "Greet",
    ]);
    await page.keyboard.press("Escape");

    await button("Show Documentation Explorer").click();
    await page.locator(".graphiql-doc-explorer").getByText("Caller", { exact: true }).click();
    await page.getByText("Whoever sent the request.").waitFor();
    expect(faults).toEqual([]);
  });

  it("signs in as a persona, and sends its token for the schema and the example until it signs out", async () => {
    await open();
    const introspection = page.waitForRequest((request) => operationOf(request) === "IntrospectionQuery");
    await signInAs("Kari the accountant");
    expect((await introspection).headers()["authorization"]).toBe(`Bearer ${server.tokens.at(-1)}`);
    const signedIn = await run('"Kari the accountant"');
    expect(signedIn).toEqual({
      body: {
        query: expect.stringContaining("query Whoami"),
        variables: { loud: false },
        operationName: "Whoami",
      },
      authorization: `Bearer ${server.tokens.at(-1)}`,
    });
    expect(faults).toEqual([]);

    await button("Sign out").click();
    expect(await status()).toBe("Not signed in");
    expect((await run("UNAUTHENTICATED", 401)).authorization).toBeNull();
    expect(faults).toEqual([refusedByServer("401 (Unauthorized)")]);
  });

  it("can be used with the keyboard alone: to sign in, and to open an example in a tab of its own", async () => {
    await open();
    const chooseSecond = async (menu: string) => {
      await button(menu).press("Enter");
      await page.locator("[role=menuitem]:focus").waitFor();
      await page.keyboard.press("ArrowDown");
      await page.locator("[role=menuitem]:nth-of-type(2):focus").waitFor();
      await page.keyboard.press("Enter");
    };
    await chooseSecond("Sign in as");
    await expect.poll(status).toBe("Signed in as Ola with nothing");
    await button("Sign in as").press("Enter");
    expect(await page.locator("[role=menuitem][aria-current=true]").textContent()).toBe("Ola with nothing");
    await page.keyboard.press("Escape");

    await chooseSecond("Examples");
    await expect.poll(tabs).toEqual(["Whoami", "Greet"]);
    await queryEditor().getByText("greeting").waitFor();
    await page.getByRole("region", { name: "Variables" }).getByText('"Hei"').waitFor();

    // An example that already stands in a tab is not opened twice.
    await choose("Examples", "Who am I");
    await queryEditor().getByText("Whoami").waitFor();
    expect(await tabs()).toEqual(["Whoami", "Greet"]);
    expect(faults).toEqual([]);
  });

  it("keeps who is signed in and what is written when it is loaded again", async () => {
    await open();
    await signInAs("Kari the accountant");
    await queryEditor().getByText("Whoami").click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("# mine\n");
    await expect
      .poll(() => page.evaluate<string>("localStorage.getItem('graphiql:tabState')"))
      .toContain("# mine");
    await page.reload();
    await queryEditor().getByText("# mine").waitFor();
    expect(await status()).toBe("Signed in as Kari the accountant");
    expect(await tabs()).toEqual(["Whoami"]);
    await run('"Kari the accountant"');
  });

  it("says in words why the server refused to sign a persona in", async () => {
    await open();
    await choose("Sign in as", "Nobody, who is refused");
    await expect
      .poll(alert)
      .toBe("The server refused to sign in Nobody, who is refused (403): Nobody may not sign in today.");
    expect(await status()).toBe("Not signed in");
    expect(faults).toEqual([refusedByServer("403 (Forbidden)")]);
    await signInAs("Kari the accountant");
    expect(await alert()).toBe("");
  });

  it("renews a token before it is sent when its time is out, and after the server refused it", async () => {
    await open();
    const issued = server.tokens.length;
    await signInAs("Kari the accountant");
    server.clock.now += HOUR;
    await page.clock.setFixedTime(server.clock.now);
    const { authorization } = await run('"Kari the accountant"');
    expect(server.tokens).toHaveLength(issued + 2);
    expect(authorization).toBe(`Bearer ${server.tokens[issued + 1]}`);
    expect(faults).toEqual([]);

    server.clock.now += HOUR;
    const again = await run('"Kari the accountant"');
    expect(server.tokens).toHaveLength(issued + 3);
    expect(again.authorization).toBe(`Bearer ${server.tokens[issued + 2]}`);
    expect(faults).toEqual([refusedByServer("401 (Unauthorized)")]);
  });

  it("lets a header that somebody writes win over the token", async () => {
    await open();
    await signInAs("Kari the accountant");
    await button("Headers").click();
    await page.getByRole("region", { name: "Headers" }).locator(".graphiql-editor:not(.hidden)").click();
    await page.keyboard.insertText('{"Authorization": "Bearer mine"}');
    expect((await run("TOKEN_INVALID", 401)).authorization).toBe("Bearer mine");
    expect(await status()).toBe("Signed in as Kari the accountant");
  });

  it("says in words that the server is away", async () => {
    const other = await startSandboxServer({ hasPersonas: true });
    await open(other);
    await other.close();
    await button(/Execute query/).click();
    await page.locator(".result-window").getByText("The server does not answer at /graphql.").waitFor();
    await choose("Sign in as", "Kari the accountant");
    await expect.poll(alert).toBe("Not signed in as Kari the accountant: the server does not answer.");
    await button(/Re-fetch GraphQL schema/).click();
    await expect
      .poll(alert)
      .toContain("The schema could not be read. The server does not answer at /graphql.");
  });

  it("says in words that it has no configuration, and tries again", async () => {
    await page.route("**/sandbox/config.json", (route) => route.fulfill({ status: 500 }), { times: 1 });
    await page.goto(`${server.origin}/sandbox/`);
    await page
      .getByText("The server gave no sandbox configuration at /sandbox/config.json (it answered 500).")
      .waitFor();
    await button("Try again").click();
    await queryEditor().getByText("Whoami").waitFor();
  });
});

describeInBrowser("the sandbox of a server without personas", (browser) => {
  let server: SandboxServer;

  beforeAll(async () => {
    server = await startSandboxServer({ hasPersonas: false });
  });
  afterAll(() => server.close());

  it("takes a pasted token, and says when it is refused", async () => {
    const page = await browser().newPage();
    const status = () => page.getByRole("status").textContent();
    const alert = () => page.locator(".bar").getByRole("alert").textContent();
    const paste = async (token: string) => {
      await page.getByLabel("Token").fill(token);
      await page.getByRole("button", { name: "Use token" }).click();
    };
    await page.goto(`${server.origin}/sandbox/`);
    await page.getByRole("region", { name: "Operation Editor" }).getByText("Whoami").waitFor();

    await paste("two words");
    await expect.poll(alert).toBe("That is not a token: a token is one long word. Copy it again.");
    await paste("made-up");
    await expect.poll(alert).toBe("The server refused the token. Paste a new one.");
    expect(await status()).toBe("Not signed in");

    await paste(`Bearer ${await server.issueTo("kari")}`);
    await expect.poll(status).toBe("Signed in with a pasted token");
    await page.getByRole("button", { name: /Execute query/ }).click();
    await page.locator(".result-window").getByText('"Kari the accountant"').waitFor();
    expect(await alert()).toBe("");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Token").waitFor();
  });
});
