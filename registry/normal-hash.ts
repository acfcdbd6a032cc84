import { parse, print } from "graphql";
import { sha256 } from "./signing.js";

/** The hash of an SDL without what does not matter in it: spaces, line breaks, commas and comments. */
export const normalHash = (sdl: string): string => {
  try {
    return sha256(print(parse(sdl, { noLocation: true })));
  } catch {
    return sha256(sdl); // no GraphQL: the check says so
  }
};
