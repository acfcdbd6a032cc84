const MAX_NAME = 50;

/** A label's name as it is kept, and as it is compared: of two that differ in case only there is one. */
export interface LabelName {
  readonly name: string;
  readonly nameKey: string;
}

/** Reads a label's name; or says what is wrong with it. */
export const readLabelName = (text: string): LabelName | { readonly problem: string } => {
  const name = text.normalize("NFC").trim().replace(/\s+/gu, " ");
  if (name === "") return { problem: "name is empty; write what the label is to be called." };
  if (/\p{Cc}/u.test(name)) return { problem: "name has control characters; write it in plain text." };
  const length = [...name].length;
  return length > MAX_NAME
    ? { problem: `name has ${length} characters; at most ${MAX_NAME} are kept.` }
    : { name, nameKey: name.toLowerCase() };
};
