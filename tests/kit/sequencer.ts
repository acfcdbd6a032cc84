import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/** What takes longest, the longest first: begun last, each of these would keep one core waiting for it at the end. */
const SLOWEST = [
  "tests/bin/start.test.ts",
  "tests/rooms/dialogs/events/killed.test.ts",
  "tests/bin/tutorial-agency.test.ts",
  "tests/bin/rooms-over-http.test.ts",
  "tests/rooms/dialogs/equivalence",
  "tests/agencies/",
  "tests/bin/",
  "tests/gateway/",
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = SLOWEST.findIndex((path) => moduleId.includes(path));
  return place === -1 ? SLOWEST.length : place;
};

/** Files in vitest's own order, but for the slowest ones. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => placeOf(a) - placeOf(b));
  }
}
