import { crc32, deflateRawSync } from "node:zlib";

/** A part of an archive that is made up: what is written, and what the directory says of it. */
export interface ZipPart {
  readonly name: string;
  readonly content: Buffer;
  /** What the directory says that it unpacks to; absent: the truth. */
  readonly saidBytes?: number;
  readonly isEncrypted?: boolean;
}

/** A zip archive, as honest as its parts are. */
export const zipOf = (parts: readonly ZipPart[], options: { readonly copies?: number } = {}): Buffer => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, saidBytes = content.length, isEncrypted = false } of parts) {
    const packed = deflateRawSync(content);
    const nameBytes = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(crc32(content), 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(saidBytes, 22);
    header.writeUInt16LE(nameBytes.length, 26);
    bodies.push(header, nameBytes, packed);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(isEncrypted ? 1 : 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32(content), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(saidBytes, 24);
    entry.writeUInt16LE(nameBytes.length, 28);
    entry.writeUInt32LE(offset, 42);
    for (let copy = 0; copy < (options.copies ?? 1); copy++) directory.push(entry, nameBytes);
    offset += header.length + nameBytes.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const count = parts.length * (options.copies ?? 1);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listed, end]);
};

export const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

const TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override ' +
  `PartName="/word/document.xml" ContentType="${DOCX}.main+xml"/></Types>`;

/** A text document with these parts besides. */
export const docxWith = (...more: readonly ZipPart[]): Buffer =>
  zipOf([
    { name: "[Content_Types].xml", content: Buffer.from(TYPES) },
    { name: "word/document.xml", content: Buffer.from("<document/>") },
    ...more,
  ]);

export const PDF = Buffer.from(
  "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
);

/** One transparent point. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
