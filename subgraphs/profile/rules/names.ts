/** A text that somebody typed, as it is kept; or what is wrong with it. */
export type ReadText = { readonly text: string } | { readonly problem: string };

/** Reads a short text in one line. @param what how the problem names it */
export const readText = (what: string, typed: string, maxLength: number): ReadText => {
  const text = typed.normalize("NFC").trim().replace(/\s+/gu, " ");
  if (text === "") return { problem: `${what} is empty; write something.` };
  if (/\p{Cc}/u.test(text)) return { problem: `${what} has control characters; write it in plain text.` };
  const length = [...text].length;
  return length > maxLength
    ? { problem: `${what} has ${length} characters; at most ${maxLength} are kept.` }
    : { text };
};

export const MAX_NAME = 100;
/** The party's own words: as long as a name of the register may be. */
export const MAX_LABEL = 200;
