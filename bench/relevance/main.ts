import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askAll, meanOf } from "./score.js";

const directory = mkdtempSync(join(tmpdir(), "tunet-relevance-"));
try {
  const answers = await askAll({ dialect: "sqlite", directory });
  for (const kind of new Set(answers.map((answer) => answer.kind))) {
    const own = answers.filter((answer) => answer.kind === kind);
    console.log(`${meanOf(own).toFixed(0).padStart(4)} %  ${kind} (${own.length})`);
    for (const { typed, expected, found, score } of own) {
      if (score < 1)
        console.log(`        ${typed}: ${found.join(", ") || "nothing"}; not ${expected.join(", ")}`);
    }
  }
  console.log(
    `${meanOf(answers).toFixed(1)} % of what must come first does, over ${answers.length} questions`,
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
