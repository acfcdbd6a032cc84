import fc from "fast-check";
import { expect, it } from "vitest";
import { cleanFileName, contentDisposition } from "../../../../subgraphs/forms/attachments/file-name.js";

it("keeps a name's last part, without what leads elsewhere or deceives", () => {
  for (const [given, kept] of [
    ["Tegning av garasje.pdf", "Tegning av garasje.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\a\\b.docx", "b.docx"],
    ["a\u0000b\r\n.pdf", "ab.pdf"],
    ["faktura\u202Efdp.exe", "fakturafdp.exe"],
    ["con.txt", "_con.txt"],
    [' "<a>|?*".pdf ', "__a_____.pdf"],
    ["...", "attachment"],
    ["", "attachment"],
    [`${"å".repeat(300)}.pdf`, `${"å".repeat(146)}.pdf`],
  ] as const) {
    expect([given, cleanFileName(given)]).toEqual([given, kept]);
  }
});

it("gives any name at all a header that is safe to send", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const kept = cleanFileName(name);
      expect(kept).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      expect(kept.length).toBeGreaterThan(0);
      expect(cleanFileName(kept)).toBe(kept);
      expect(contentDisposition(kept)).toMatch(
        /^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]*$/,
      );
    }),
  );
  expect(contentDisposition("Nabovarsel (år 1).pdf")).toBe(
    `attachment; filename="Nabovarsel (_r 1).pdf"; filename*=UTF-8''Nabovarsel%20%28%C3%A5r%201%29.pdf`,
  );
});
