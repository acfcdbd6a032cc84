import type { BrowserContext, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HOUR_MILLIS } from "../../lib/clock.js";
import { describeInBrowser, watchPage } from "../kit/browser.js";
import { NOW, type SandboxServer, startSandboxServer } from "./sandbox-server.js";

const operationOf = (request: Request): unknown => request.postDataJSON()?.operationName;

/** Waits until what is read is as expected; much longer than a busy machine needs. */
const soon = <Read>(read: () => Read) => expect.poll(read, { timeout: 10_000 });

/** What Chromium itself writes on the console. */
const refusedByServer = (status: string) =>
  `Failed to load resource: the server responded with a status of ${status}`;

/** What a person sees of the sandbox, and does with it. */
const createVisit = (page: Page) => {
  const queryEditor = page.getByRole("region", { name: "Operation Editor" });
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const status = () => page.locator(".bar").getByRole("status").textContent();
  const choose = async (menu: string, item: string) => {
    await button(menu).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  return {
    queryEditor,
    button,
    status,
    choose,
    result: page.locator(".result-window"),
    alert: () => page.locator(".bar").getByRole("alert").textContent(),
    tabs: () => page.locator(".graphiql-tab-button").allTextContents(),
    async open(server: SandboxServer) {
      await page.clock.setFixedTime(server.clock.now);
      await page.goto(`${server.origin}/sandbox/`);
      await queryEditor.getByText("Whoami").waitFor();
    },
    async signInAs(label: string) {
      await choose("Sign in as", label);
      await soon(status).toBe(`Signed in as ${label}`);
    },
    /** Runs the first example until it is answered with `http` and the result pane shows `text`. */
    async run(text: string, http = 200) {
      const answered = page.waitForResponse(
        (response) => operationOf(response.request()) === "Whoami" && response.status() === http,
      );
      await button(/Execute query/).click();
      const request = (await answered).request();
      await page.locator(".result-window").getByText(text).waitFor();
      return { body: request.postDataJSON(), authorization: request.headers()["authorization"] ?? null };
    },
  };
};

describeInBrowser("the sandbox", (browser) => {
  let server: SandboxServer;
  let context: BrowserContext;
  let page: Page;
  let visit: ReturnType<typeof createVisit>;
  let takeFaults: () => string[];

  const newVisitor = async () => {
    context = await browser().newContext();
    page = await context.newPage();
    takeFaults = watchPage(page, server.origin);
    visit = createVisit(page);
  };

  beforeAll(async () => {
    server = await startSandboxServer({ hasPersonas: true });
  });
  afterAll(() => server.close());

  describe("on a first visit", () => {
    beforeEach(newVisitor);
    afterEach(() => context.close());

    it("opens on an example and shows what a type is for, with no error and no request to elsewhere", async () => {
      await visit.open(server);
      expect(await page.title()).toBe("A sandbox");
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
      expect(await visit.status()).toBe("Not signed in");
      await visit.button("Examples").click();
      await soon(() => page.getByRole("menuitem").allTextContents()).toEqual([
        "Who am IYour name, as the server has it.",
        "Greet",
      ]);
      await page.keyboard.press("Escape");

      await visit.button("Show Documentation Explorer").click();
      await page.locator(".graphiql-doc-explorer").getByText("Caller", { exact: true }).click();
      await page.getByText("Whoever sent the request.").waitFor();
      expect(takeFaults()).toEqual([]);
    });

    it("can be used with the keyboard alone: to sign in, and to open an example in a tab of its own", async () => {
      await visit.open(server);
      const chooseSecond = async (menu: string) => {
        await visit.button(menu).press("Enter");
        await page.locator("[role=menuitem]:focus").waitFor();
        await page.keyboard.press("ArrowDown");
        await page.locator("[role=menuitem]:nth-of-type(2):focus").waitFor();
        await page.keyboard.press("Enter");
      };
      await chooseSecond("Sign in as");
      await soon(visit.status).toBe("Signed in as Ola with nothing");
      await visit.button("Sign in as").press("Enter");
      expect(await page.locator("[role=menuitem][aria-current=true]").textContent()).toBe("Ola with nothing");
      await page.keyboard.press("Escape");

      await chooseSecond("Examples");
      await soon(visit.tabs).toEqual(["Whoami", "Greet"]);
      await visit.queryEditor.getByText("greeting").waitFor();
      await page.getByRole("region", { name: "Variables" }).getByText('"Hei"').waitFor();

      // An example that already stands in a tab is not opened twice.
      await visit.choose("Examples", "Who am I");
      await visit.queryEditor.getByText("Whoami").waitFor();
      expect(await visit.tabs()).toEqual(["Whoami", "Greet"]);
      expect(takeFaults()).toEqual([]);
    });

    it("keeps who is signed in and what is written when it is loaded again", async () => {
      await visit.open(server);
      await visit.signInAs("Kari the accountant");
      await visit.queryEditor.getByText("Whoami").click();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("# mine\n");
      await soon(() => page.evaluate<string>("localStorage.getItem('graphiql:tabState')")).toContain(
        "# mine",
      );
      await page.reload();
      await visit.queryEditor.getByText("# mine").waitFor();
      expect(await visit.status()).toBe("Signed in as Kari the accountant");
      expect(await visit.tabs()).toEqual(["Whoami"]);
      await visit.run('"Kari the accountant"');
    });

    it("says in words that the server is away", async () => {
      const other = await startSandboxServer({ hasPersonas: true });
      await visit.open(other);
      await other.close();
      await visit.button(/Execute query/).click();
      await visit.result.getByText("The server does not answer at /graphql.").waitFor();
      await visit.choose("Sign in as", "Kari the accountant");
      await soon(visit.alert).toBe("Not signed in as Kari the accountant: the server does not answer.");
      await visit.button(/Re-fetch GraphQL schema/).click();
      await soon(visit.alert).toContain(
        "The schema could not be read. The server does not answer at /graphql.",
      );
    });

    it("says in words that it has no configuration, and tries again", async () => {
      await page.route("**/sandbox/config.json", (route) => route.fulfill({ status: 500 }), { times: 1 });
      await page.goto(`${server.origin}/sandbox/`);
      await page
        .getByText("The server gave no sandbox configuration at /sandbox/config.json (it answered 500).")
        .waitFor();
      await visit.button("Try again").click();
      await visit.queryEditor.getByText("Whoami").waitFor();
    });
  });

  describe("once it is open", () => {
    beforeAll(async () => {
      await newVisitor();
      await visit.open(server);
    });
    afterEach(async () => {
      if ((await visit.status()) !== "Not signed in") await visit.button("Sign out").click();
      server.clock.now = NOW;
      await page.clock.setFixedTime(NOW);
      takeFaults();
    });
    afterAll(() => context.close());

    it("signs in as a persona, and sends its token for the schema and the example until it signs out", async () => {
      const introspection = page.waitForRequest((request) => operationOf(request) === "IntrospectionQuery");
      await visit.signInAs("Kari the accountant");
      const bearer = `Bearer ${server.tokens.at(-1)}`;
      expect((await introspection).headers()["authorization"]).toBe(bearer);
      expect(await visit.run('"Kari the accountant"')).toEqual({
        body: {
          query: expect.stringContaining("query Whoami"),
          variables: { loud: false },
          operationName: "Whoami",
        },
        authorization: bearer,
      });
      expect(takeFaults()).toEqual([]);

      await visit.button("Sign out").click();
      expect(await visit.status()).toBe("Not signed in");
      expect((await visit.run("UNAUTHENTICATED", 401)).authorization).toBeNull();
      expect(takeFaults()).toEqual([refusedByServer("401 (Unauthorized)")]);
    });

    it("says in words why the server refused to sign a persona in", async () => {
      await visit.choose("Sign in as", "Nobody, who is refused");
      await soon(visit.alert).toBe(
        "The server refused to sign in Nobody, who is refused (403): Nobody may not sign in today.",
      );
      expect(await visit.status()).toBe("Not signed in");
      expect(takeFaults()).toEqual([refusedByServer("403 (Forbidden)")]);
      await visit.signInAs("Kari the accountant");
      expect(await visit.alert()).toBe("");
    });

    it("renews a token before it is sent when its time is out, and after the server refused it", async () => {
      const issued = server.tokens.length;
      await visit.signInAs("Kari the accountant");
      server.clock.now += HOUR_MILLIS;
      await page.clock.setFixedTime(server.clock.now);
      const { authorization } = await visit.run('"Kari the accountant"');
      expect(server.tokens).toHaveLength(issued + 2);
      expect(authorization).toBe(`Bearer ${server.tokens[issued + 1]}`);
      expect(takeFaults()).toEqual([]);

      server.clock.now += HOUR_MILLIS;
      const again = await visit.run('"Kari the accountant"');
      expect(server.tokens).toHaveLength(issued + 3);
      expect(again.authorization).toBe(`Bearer ${server.tokens[issued + 2]}`);
      expect(takeFaults()).toEqual([refusedByServer("401 (Unauthorized)")]);
    });

    it("shows the plan of a query where it is asked for, with the keyboard alone, and says who may not see it", async () => {
      const plan = page.getByRole("region", { name: "Plan" });
      const fetchLine = plan.locator("summary");
      await visit.signInAs("Kari the accountant");
      await visit.button("Show Plan").press("Enter");
      await plan.getByLabel("Ask for the plan with each query").press("Space");
      await plan.getByText("Run a query to see which subgraphs it asks").waitFor();

      await visit.run('"Kari the accountant"');
      await fetchLine.waitFor();
      expect(await plan.getByRole("status").textContent()).toMatch(
        /^(Planned in [\d.]+ ms|The plan was known)\. Answered after [\d.]+ ms\.$/,
      );
      expect(await fetchLine.textContent()).toMatch(/^callers [\d.]+ ms$/);
      expect(await plan.locator("svg.plan-bars rect.plan-bar").count()).toBe(1);
      expect(await visit.result.textContent()).not.toContain("extensions");
      await fetchLine.press("Enter");
      await plan.getByText(/^In the same process, begun after [\d.]+ ms$/).waitFor();
      await plan.locator("pre").getByText("caller").waitFor();

      await visit.signInAs("Ola with nothing");
      await visit.run('"Ola with nothing"');
      await plan.getByText("The server does not show plans to whoever is signed in now.").waitFor();
      expect(await fetchLine.count()).toBe(0);
      await plan.getByLabel("Ask for the plan with each query").press("Space");
      await visit.button("Hide Plan").press("Enter");
      expect(takeFaults()).toEqual([]);
    });

    it("lets a header that somebody writes win over the token", async () => {
      await visit.signInAs("Kari the accountant");
      await visit.button("Headers").click();
      await page.getByRole("region", { name: "Headers" }).locator(".graphiql-editor:not(.hidden)").click();
      await page.keyboard.insertText('{"Authorization": "Bearer mine"}');
      expect((await visit.run("TOKEN_INVALID", 401)).authorization).toBe("Bearer mine");
      expect(await visit.status()).toBe("Signed in as Kari the accountant");
      await page.keyboard.press("Control+A");
      await page.keyboard.press("Delete");
    });
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
    const visit = createVisit(page);
    const paste = async (token: string) => {
      await page.getByLabel("Token").fill(token);
      await visit.button("Use token").click();
    };
    await visit.open(server);

    await paste("two words");
    await soon(visit.alert).toBe("That is not a token: a token is one long word. Copy it again.");
    await paste("made-up");
    await soon(visit.alert).toBe("The server refused the token. Paste a new one.");
    expect(await visit.status()).toBe("Not signed in");

    await paste(`Bearer ${await server.issueTo("kari")}`);
    await soon(visit.status).toBe("Signed in with a pasted token");
    await visit.run('"Kari the accountant"');
    expect(await visit.alert()).toBe("");
    await visit.button("Sign out").click();
    await page.getByLabel("Token").waitFor();
  });
});
