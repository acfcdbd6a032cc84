import { createServer } from "node:net";
import { CommandError } from "./command-error.js";

/** What can be told to listen: the gateway, or a room by itself. */
export interface Listener {
  /** @returns the URL */
  listen(port: number, host: string): Promise<string>;
}

const inWords = (error: unknown, port: number, host: string): unknown => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE") {
    return new CommandError(
      `Port ${port} of ${host} is taken. Stop what listens there, or set PORT to another.`,
    );
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL") {
    return new CommandError(
      `It is not possible to listen on port ${port} of ${host} (${code}). Set PORT or HOST.`,
    );
  }
  return error;
};

/** Begins to listen. @throws CommandError where the address is taken or not to be had */
export const listen = async (listener: Listener, port: number, host: string): Promise<string> => {
  try {
    return await listener.listen(port, host);
  } catch (error) {
    throw inWords(error, port, host);
  }
};

/**
 * Whether one could listen there now: asked before anything is written, for whoever starts the same thing twice would
 * otherwise write into what the first one serves.
 * @throws CommandError where not
 */
export const checkAddress = async (port: number, host: string): Promise<void> => {
  if (port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(port, host, resolve);
    });
  } catch (error) {
    throw inWords(error, port, host);
  }
  await new Promise((resolve) => probe.close(resolve));
};
