import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { APP_POLICY, altinnRequest, app, role } from "./altinn-policies.js";
import { apply, condition, policy, policySet, request, rule, value, when } from "./write.js";

vi.setConfig({ testTimeout: 60_000 });

const XACML = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "policy-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes the files, runs the command in their folder and gives all that came of it. */
const run = async (files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]) => {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const [tsx, command] = [import.meta.resolve("tsx"), join(import.meta.dirname, "../../../../bin/tunet.ts")];
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["--import", tsx, command, "policy", ...args],
      { cwd: folder },
    );
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

const response = (decision: string, status: string, message = "") => `<?xml version="1.0" encoding="UTF-8"?>
<Response xmlns="${XACML}">
  <Result>
    <Decision>${decision}</Decision>
    <Status>
      <StatusCode Value="urn:oasis:names:tc:xacml:1.0:status:${status}"/>${
        message === ""
          ? ""
          : `
      <StatusMessage>${message}</StatusMessage>`
      }
    </Status>
  </Result>
</Response>
`;

const EVALUATE = ["evaluate", "--policy", "policy.xml", "--request", "request.xml"];

describe("tunet policy evaluate", () => {
  it("prints the response and nothing else, whatever was decided", async () => {
    const permits = { "policy.xml": policy([rule("Permit")]), "request.xml": request({}) };
    const fails = {
      ...permits,
      "policy.xml": when(
        apply(
          "1.0/integer-equal",
          apply("1.0/integer-divide", value("integer", "1"), value("integer", "0")),
          value("integer", "0"),
        ),
      ),
    };
    expect([await run(permits, ...EVALUATE), await run(fails, ...EVALUATE)]).toEqual([
      { code: 0, stdout: response("Permit", "ok"), stderr: "" },
      { code: 0, stdout: response("Indeterminate", "processing-error", "Division by zero."), stderr: "" },
    ]);
  });

  it("takes several policies, and requests and answers in JSON", async () => {
    const found = await run(
      {
        "set.xml": policySet(["<PolicyIdReference>urn:altinn:policyid:1</PolicyIdReference>"]),
        "app.xml": APP_POLICY,
        "request.json": JSON.stringify(altinnRequest([role("regna")], app("skd", "mva-melding"), "sign")),
      },
      "evaluate",
      ...["--policy", "set.xml", "--policy", "app.xml", "--request", "request.json", "--json"],
    );
    expect({ ...found, stdout: JSON.parse(found.stdout) }).toEqual({
      code: 0,
      stdout: {
        Response: [
          {
            Decision: "NotApplicable",
            Status: { StatusCode: { Value: "urn:oasis:names:tc:xacml:1.0:status:ok" } },
          },
        ],
      },
      stderr: "",
    });
  });

  it("answers Indeterminate for an expression that has no type, and says why", async () => {
    const message =
      'policy.xml, line 1, column 1, in &lt;Apply&gt;: "urn:oasis:names:tc:xacml:1.0:function:not" takes boolean as argument 1, not string.';
    const found = await run(
      {
        "policy.xml": policy([rule("Permit", condition(apply("1.0/not", value("string", "a"))))]),
        "request.xml": request({}),
      },
      ...EVALUATE,
    );
    const withoutPlace = (text: string) => text.replace(/line \d+, column \d+/, "line 1, column 1");
    expect({ ...found, stdout: withoutPlace(found.stdout), stderr: withoutPlace(found.stderr) }).toEqual({
      code: 0,
      stdout: response("Indeterminate", "processing-error", message),
      stderr: `POLICY_ILL_TYPED: ${message.replaceAll("&lt;", "<").replaceAll("&gt;", ">")}\n`,
    });
  });

  it("fails for malformed documents, and answers Indeterminate for whoever reads only that", async () => {
    const outcome = (code: string, name: string) => {
      const message = `${name} cannot be read as XML: line 1, column 2: document must contain a root element.`;
      return {
        code: 1,
        stdout: response("Indeterminate", "syntax-error", message),
        stderr: `${code}: ${message}\n`,
      };
    };
    expect([
      await run({ "policy.xml": "<a", "request.xml": request({}) }, ...EVALUATE),
      await run({ "policy.xml": policy([]), "request.xml": "<a" }, ...EVALUATE),
    ]).toEqual([outcome("POLICY_INVALID", "policy.xml"), outcome("REQUEST_INVALID", "request.xml")]);
  });

  it("prints nothing for what is not supported, and names it", async () => {
    const found = await run(
      {
        "policy.xml": policy([rule("Permit", condition(apply("urn:own:f")))], { id: "p" }),
        "request.xml": request({}),
      },
      ...EVALUATE,
    );
    expect(found).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /POLICY_UNSUPPORTED: policy\.xml, line 1, column \d+, in <Apply>: the function "urn:own:f" is not supported\.\n$/,
      ),
    });
  });

  it("says which file cannot be read", async () =>
    expect(await run({}, "evaluate", "--policy", "none.xml", "--request", "request.xml")).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("none.xml cannot be read: "),
    }));
});

describe("tunet policy check", () => {
  it("explains a policy in words, and as data", async () => {
    const files = { "app.xml": APP_POLICY };
    const words = await run(files, "check", "app.xml");
    const data = await run(files, "check", "app.xml", "--json");
    expect([words.code, words.stdout.split("\n").slice(0, 2), data.code, JSON.parse(data.stdout)]).toEqual([
      0,
      [
        "Policy urn:altinn:policyid:1, version 1.0, combined by deny-overrides",
        "  1. role REGNA, or role DAGL, or access package skattegrunnlag",
      ],
      0,
      [
        expect.objectContaining({
          id: "urn:altinn:policyid:1",
          flat: expect.objectContaining({ minimumLevel: 3 }),
        }),
      ],
    ]);
  });

  it("refuses by name", async () =>
    expect(
      await run({ "policy.xml": policy([], { algorithm: "urn:own:a" }) }, "check", "policy.xml"),
    ).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /POLICY_UNSUPPORTED: policy\.xml, .*the algorithm "urn:own:a" is not supported\.\n$/,
      ),
    }));
});
