import { describe, expect, it } from "vitest";
import { parseOptions } from "../../../bench/gateway/options.js";

const ALL_PEERS = ["tunet", "tunet-stock", "stock", "hive", "hive-rust", "mercurius", "bare"];

const WATCHED = ["tunet-metrics", "tunet-traces-tenth", "tunet-traces", "tunet-all"];

describe("the benchmark's options", () => {
  it("measure everything where nothing is said", () => {
    expect(parseOptions([])).toEqual({
      isQuick: false,
      isJson: false,
      isProfile: false,
      isTelemetry: false,
      peers: ALL_PEERS,
      queries: ["heavy", "light", "wide", "repeated"],
      engine: "compiled",
      rounds: null,
      isWhole: true,
    });
  });

  it("measure what the targets name where it has to be quick", () => {
    expect(parseOptions(["--quick", "--json"])).toEqual({
      isQuick: true,
      isJson: true,
      isProfile: false,
      isTelemetry: false,
      peers: ["tunet", "stock", "hive-rust", "bare"],
      queries: ["heavy", "light"],
      engine: "compiled",
      rounds: null,
      isWhole: false,
    });
  });

  it("keep no results of a part", () => {
    for (const args of [
      ["--peers", "bare"],
      ["--queries", "wide"],
      ["--rounds", "1"],
      ["--profile"],
      ["--telemetry"],
    ]) {
      expect(parseOptions(args)?.isWhole, args.join(" ")).toBe(false);
    }
    expect(parseOptions(["--engine", "stock"])?.isWhole).toBe(true);
  });

  it("profile ours with the heavy query, or whom they are told", () => {
    expect(parseOptions(["--profile"])).toMatchObject({ peers: ["tunet"], queries: ["heavy"] });
    expect(parseOptions(["--profile", "--peers", "stock, bare", "--queries", "wide"])).toMatchObject({
      peers: ["stock", "bare"],
      queries: ["wide"],
    });
  });

  it("measure ours, watched and not, where the cost of that is asked for, quickly or not", () => {
    const measured = { isTelemetry: true, peers: ["tunet", ...WATCHED], queries: ["heavy", "light"] };
    expect(parseOptions(["--telemetry"])).toMatchObject({ ...measured, isQuick: false });
    expect(parseOptions(["--telemetry", "--quick"])).toMatchObject({ ...measured, isQuick: true });
  });

  it("say what there is where a name is unknown", () => {
    expect(() => parseOptions(["--peers", "tunet,router"])).toThrow(
      `--peers: there is no "router"; there is ${[...ALL_PEERS, ...WATCHED].join(", ")}.`,
    );
    expect(() => parseOptions(["--queries", "deep"])).toThrow(
      '--queries: there is no "deep"; there is heavy, light, wide, repeated.',
    );
    expect(() => parseOptions(["--rounds", "0"])).toThrow("--rounds must be from 1 to 99.");
    expect(() => parseOptions(["--slow"])).toThrow("--slow");
  });

  it("are null where help is asked for", () => {
    expect(parseOptions(["--help"])).toBeNull();
  });
});
