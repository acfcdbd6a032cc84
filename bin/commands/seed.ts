import { SECOND_MILLIS, systemClock } from "../../lib/clock.js";
import type { Environment } from "../../lib/config.js";
import { type SeedProgress, seedDemo } from "../demo.js";
import { locationOf } from "../location.js";
import { openStores } from "../rooms.js";
import { parseSettings } from "../settings.js";

const BAR_WIDTH = 30;

/** A bar on a terminal; a line now and then elsewhere. */
const progressBar = (startedAt: number): SeedProgress => {
  let shownAt = 0;
  return (done, total) => {
    const now = systemClock();
    const isTerminal = process.stderr.isTTY;
    if (done < total && now - shownAt < (isTerminal ? 100 : 5_000)) return;
    shownAt = now;
    const seconds = Math.max((now - startedAt) / SECOND_MILLIS, 0.001);
    const rate = Math.round(done / seconds);
    const left = Math.ceil((total - done) / Math.max(rate, 1));
    const filled = Math.round((BAR_WIDTH * done) / total);
    const bar = `${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}`;
    const line = `${bar} ${done} of ${total} dialogs, ${rate}/s, ${left} s left`;
    process.stderr.write(isTerminal ? `\r${line}\x1b[K${done >= total ? "\n" : ""}` : `${line}\n`);
  };
};

/** Waits after each step so that the whole stays below a rate. */
const atMost =
  (perSecond: number, startedAt: number): SeedProgress =>
  async (done) => {
    const dueAt = startedAt + (done / perSecond) * SECOND_MILLIS;
    const wait = dueAt - systemClock();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  };

/** Fills the databases with a demo world of any size. */
export const seed = async (
  environment: Environment,
  options: { dialogs: number; rate?: number },
): Promise<void> => {
  const settings = parseSettings(environment);
  const location = locationOf(settings);
  const stores = await openStores({ location });
  const startedAt = systemClock();
  const show = progressBar(startedAt);
  const slow = options.rate === undefined ? null : atMost(options.rate, startedAt);
  try {
    const done = await seedDemo(stores, {
      location,
      dialogs: options.dialogs,
      clock: systemClock,
      async onProgress(count, total) {
        await show(count, total);
        await slow?.(count, total);
      },
    });
    const seconds = (systemClock() - startedAt) / SECOND_MILLIS;
    console.log(
      done === 0
        ? "The demo's world is there already, at this size or larger."
        : `${done} dialogs in ${seconds.toFixed(1)} s: ${Math.round(done / seconds)} a second.`,
    );
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()));
  }
};
