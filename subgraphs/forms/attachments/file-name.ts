const MAX_LENGTH = 150;
const NAMELESS = "attachment";

/** Controls, marks that turn the direction of reading, and characters that nobody sees. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
/** What file systems and shells take for something else. */
const RESERVED = /[<>:"|?*/\\]/g;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const shortened = (name: string): string => {
  const characters = [...name];
  if (characters.length <= MAX_LENGTH) return name;
  const ending = /\.[a-z0-9]{1,10}$/i.exec(name)?.[0] ?? "";
  return characters.slice(0, MAX_LENGTH - ending.length).join("") + ending;
};

/**
 * A file's name as it may be kept and shown: its last part, without what could lead elsewhere or deceive the eye. Never
 * empty; never the name of a place in our own file store, which knows ids only.
 */
export const cleanFileName = (name: string): string => {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = last
    .replace(INVISIBLE, "")
    .replace(RESERVED, "_")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  if (plain === "") return NAMELESS;
  return shortened(DEVICE.test(plain) ? `_${plain}` : plain);
};

/** `attachment`, always: no browser shows it within our own pages. RFC 6266, with RFC 8187 for other letters. */
export const contentDisposition = (name: string): string => {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
};
