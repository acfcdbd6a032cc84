import { describe, expect, it } from "vitest";
import {
  bool,
  ConfigError,
  type Environment,
  int,
  oneOf,
  parseConfig,
  parsed,
  secret,
  text,
} from "../../lib/config.js";

const settings = {
  port: int("PORT", { min: 1, max: 65_535, default: 4000 }),
  isOpen: bool("OPEN", false),
  level: oneOf("LEVEL", ["debug", "info"], "info"),
  folder: text("FOLDER", "./data"),
  url: text("URL", null),
  key: secret("KEY", { minBytes: 8 }),
  names: parsed("NAMES", ["a"], (value) => {
    if (value.includes(" ")) throw new Error("names hold no spaces");
    return value.split(",");
  }),
};

const problemsOf = (environment: Environment): readonly string[] => {
  try {
    parseConfig(environment, settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe("settings", () => {
  it("have their defaults where nothing is said, or nothing but spaces", () => {
    const defaults = {
      port: 4000,
      isOpen: false,
      level: "info",
      folder: "./data",
      url: null,
      key: null,
      names: ["a"],
    };
    expect(parseConfig({}, settings)).toEqual(defaults);
    expect(parseConfig({ PORT: "", OPEN: "  ", KEY: "", FOLDER: " " }, settings)).toEqual(defaults);
  });

  it("are what is said", () => {
    const environment = {
      PORT: " 80 ",
      OPEN: "true",
      LEVEL: "debug",
      FOLDER: "/srv",
      URL: "postgres://db",
      KEY: "8 bytes!",
      NAMES: "x,y",
    };
    expect(parseConfig(environment, settings)).toEqual({
      port: 80,
      isOpen: true,
      level: "debug",
      folder: "/srv",
      url: "postgres://db",
      key: Buffer.from("8 bytes!"),
      names: ["x", "y"],
    });
  });

  it("report every problem at once, by name", () => {
    const environment = { PORT: "0", OPEN: "ture", LEVEL: "loud", KEY: "short", NAMES: "a b" };
    expect(problemsOf(environment)).toEqual([
      'PORT: "0" is not a whole number from 1 to 65535',
      'OPEN: "ture" is neither true nor false',
      'LEVEL: "loud" is none of debug, info',
      "KEY: the secret has 5 bytes; it needs at least 8",
      "NAMES: names hold no spaces",
    ]);
    expect(() => parseConfig(environment, settings)).toThrow(
      'The settings have 5 problem(s):\n  - PORT: "0" is not a whole number from 1 to 65535\n',
    );
  });

  it.each(["65536", "-1", "4000.0", "4e3", "0x50", "eighty", "1 2", "٤"])("refuse %j for a port", (PORT) => {
    expect(problemsOf({ PORT })).toEqual([`PORT: "${PORT}" is not a whole number from 1 to 65535`]);
  });

  it.each(["ture", "TRUE", "1", "yes", "on", "False"])("refuse %j for true or false", (OPEN) => {
    expect(problemsOf({ OPEN })).toEqual([`OPEN: "${OPEN}" is neither true nor false`]);
  });

  it("never show a secret, and count its length in bytes", () => {
    const KEY = "hush!";
    try {
      parseConfig({ KEY, PORT: "x" }, settings);
      expect.unreachable();
    } catch (error) {
      expect(`${error} ${JSON.stringify(error)}`).not.toContain(KEY);
    }
    expect(problemsOf({ KEY: "æøåæ" })).toEqual([]);
  });
});
