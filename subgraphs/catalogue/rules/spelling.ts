/** `GENERIC_ACCESS_RESOURCE` as Altinn and Dialogporten spell it: `GenericAccessResource`. */
export const inPascalCase = (word: string): string =>
  word
    .toLowerCase()
    .split("_")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
