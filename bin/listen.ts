import { CommandError } from "./command-error.js";

/** What can be told to listen: the gateway, or a room by itself. */
export interface Listener {
  /** @returns the URL */
  listen(port: number, host: string): Promise<string>;
}

/** Begins to listen. @throws CommandError where the address is taken or not to be had */
export const listen = async (listener: Listener, port: number, host: string): Promise<string> => {
  try {
    return await listener.listen(port, host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EADDRINUSE") {
      throw new CommandError(
        `Port ${port} of ${host} is taken. Stop what listens there, or set PORT to another.`,
      );
    }
    if (code === "EACCES" || code === "EADDRNOTAVAIL") {
      throw new CommandError(
        `It is not possible to listen on port ${port} of ${host} (${code}). Set PORT or HOST.`,
      );
    }
    throw error;
  }
};
