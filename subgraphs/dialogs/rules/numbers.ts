/** Digits in groups, as organisation, account and payment numbers are written. Dates have fewer digits. */
const IN_GROUPS = /\d+(?:[ .\u00a0]\d+)+/g;
/** Numbers from here on are looked for without their gaps as well. */
export const MIN_JOINED_DIGITS = 9;
const MAX_DIGITS = 30;

/** `974 761 076` is `974761076` as well: the long numbers of a text that are written in groups, each in one. */
export const joinedNumbersOf = (text: string): string[] => {
  if (!/\d[ .\u00a0]\d/.test(text)) return [];
  return (text.match(IN_GROUPS) ?? []).flatMap((groups) => {
    const number = groups.replace(/\D/g, "");
    return number.length >= MIN_JOINED_DIGITS && number.length <= MAX_DIGITS ? [number] : [];
  });
};
