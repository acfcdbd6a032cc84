/** Where a letter is put, so that looking at it is not left out as being for nothing. */
const looked = { letter: 0 };

/**
 * Makes one text of the pieces that it was put together from. V8 keeps those until somebody looks at a letter, and as
 * long as any of them is kept the garbage collector walks through all.
 */
export const flatText = (text: string): string => {
  looked.letter ^= text.charCodeAt(0);
  return text;
};
