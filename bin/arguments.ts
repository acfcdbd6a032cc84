import { InvalidArgumentError, Option } from "commander";

/** A whole number above zero. */
export const positiveInt = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be a whole number above zero.");
  return Number(text);
};

/** A port; 0 for any free one. */
export const port = (text: string): number => {
  if (!/^\d+$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError("It must be from 0 to 65535.");
  return Number(text);
};

/** An address with http or https. */
export const httpUrl = (text: string): string => {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError("It must be an http(s) URL.");
  return text;
};

/** `NAME=TEXT`, collected over all times that the option is given. */
export const namedText = (text: string, before: Record<string, string>): Record<string, string> => {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("It must be of the form NAME=….");
  return { ...before, [name]: value };
};

/** `NAME=URL`, collected over all times that the option is given. */
export const namedUrl = (text: string, before: Record<string, string>): Record<string, string> => {
  const [, name, url] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || url === undefined || !URL.canParse(url)) {
    throw new InvalidArgumentError("It must be of the form NAME=URL.");
  }
  return { ...before, [name]: url };
};

/** A text, collected over all times that the option is given. */
export const repeatedText = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** An option that is given once for each name: an empty object where it is never given, and "none" in the help. */
export const namedOption = (
  flags: string,
  description: string,
  parse: (text: string, before: Record<string, string>) => Record<string, string>,
): Option => new Option(flags, description).argParser(parse).default({}, "none");
