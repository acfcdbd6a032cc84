import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { keepResults } from "../../bench/history/report.js";

it("keeps what people have written about the history's figures whenever they are measured again", () => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-history-report-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const read = (name: string): string => readFileSync(join(directory, name), "utf8");
  const stores = [{ database: "SQLite", dialogs: 100, figures: [], memory: [] }];
  keepResults("2026-11-23", stores, directory);
  expect(read("history-2026-11-23.md")).not.toContain("findings");

  writeFileSync(join(directory, "history-2026-11-23-findings.md"), "It is slow.\n");
  keepResults("2026-11-23", stores, directory);
  expect(read("history-2026-11-23-findings.md")).toBe("It is slow.\n");
  expect(read("history-2026-11-23.md").trimEnd().split("\n").at(-1)).toBe(
    "What falls short, and why: [history-2026-11-23-findings.md](history-2026-11-23-findings.md).",
  );
});
