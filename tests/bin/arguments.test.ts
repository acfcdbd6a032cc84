import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { namedOption, namedUrl } from "../../bin/arguments.js";

const command = (): Command =>
  new Command().addOption(namedOption("--url <name=url>", "where it is asked", namedUrl));

describe("an option that is given once for each name", () => {
  it("collects all of them, and is empty without any", () => {
    const given = command().parse(
      ["--url", "forms=http://a.example/g", "--url", "letters=http://b.example/?x=y"],
      {
        from: "user",
      },
    );
    expect(given.opts()).toEqual({
      url: { forms: "http://a.example/g", letters: "http://b.example/?x=y" },
    });
    expect(command().parse([], { from: "user" }).opts()).toEqual({ url: {} });
  });

  it("says in the help that there is none by default", () => {
    expect(command().helpInformation()).toContain("--url <name=url>  where it is asked (default: none)");
  });
});
