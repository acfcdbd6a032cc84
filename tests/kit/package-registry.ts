import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { packageRoot } from "../../lib/package-root.js";

type PackageJson = Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };
type Dependencies = Readonly<Record<string, string>>;

const BLOCK = 512;

/** A header of a tar archive (ustar): name, mode and size; the rest does not matter here. */
const tarHeader = (name: string, mode: number, size: number): Buffer => {
  const header = Buffer.alloc(BLOCK);
  const cut = Buffer.byteLength(name) <= 100 ? -1 : name.indexOf("/", name.length - 101);
  const octal = (value: number, length: number) => value.toString(8).padStart(length, "0");
  header.write(name.slice(cut + 1), 0);
  header.write(`${octal(mode & 0o777, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  header.write(`${octal(size, 11)}\0${octal(0, 11)}\0`, 124);
  header.write("        0", 148);
  header.write("ustar\0" + "00", 257);
  if (cut > 0) header.write(name.slice(0, cut), 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
};

/** A folder as npm packs it, without what was installed below it. */
const pack = (folder: string): Buffer => {
  const blocks: Buffer[] = [];
  const add = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      if (entry.name === "node_modules") continue;
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        add(inner);
        continue;
      }
      const content = readFileSync(join(folder, inner));
      const { mode } = statSync(join(folder, inner));
      blocks.push(tarHeader(`package/${inner}`, mode, content.length), content);
      blocks.push(Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
    }
  };
  add("");
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 1 });
};

/** What is installed in this checkout: folders by `name@version`. */
const installedPackages = (): ReadonlyMap<string, string> => {
  const lock = JSON.parse(
    readFileSync(join(packageRoot(), "node_modules", ".package-lock.json"), "utf8"),
  ) as {
    readonly packages: Readonly<Record<string, { readonly version: string }>>;
  };
  return new Map(
    Object.entries(lock.packages).map(([path, { version }]) => [
      `${path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)}@${version}`,
      join(packageRoot(), path),
    ]),
  );
};

/**
 * A package registry on this machine that has what is installed in this checkout, and nothing else: `npm install` runs
 * against it as against any other, without a network.
 * @returns its URL
 */
export const servePackages = async (): Promise<string> => {
  const folders = installedPackages();
  const names = new Set([...folders.keys()].map((id) => id.slice(0, id.lastIndexOf("@"))));
  let url = "";

  const manifestOf = (id: string, folder: string): PackageJson => {
    const {
      devDependencies: _,
      scripts: __,
      ...manifest
    } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageJson;
    const optional = Object.entries((manifest["optionalDependencies"] ?? {}) as Dependencies);
    return {
      ...(manifest as PackageJson),
      optionalDependencies: Object.fromEntries(optional.filter(([name]) => names.has(name))),
      dist: { tarball: `${url}/-/${encodeURIComponent(id)}` },
    };
  };

  const answer = (path: string, response: ServerResponse): void => {
    if (path.startsWith("/-/")) {
      const folder = folders.get(decodeURIComponent(path.slice("/-/".length)));
      if (folder !== undefined) return void response.end(pack(folder));
    }
    const name = decodeURIComponent(path.slice(1));
    const versions = [...folders].filter(([id]) => id.slice(0, id.lastIndexOf("@")) === name);
    if (versions.length === 0) return void response.writeHead(404).end("{}");
    const manifests = versions.map(([id, folder]) => manifestOf(id, folder));
    const body = {
      name,
      "dist-tags": { latest: manifests[0]?.version },
      versions: Object.fromEntries(manifests.map((manifest) => [manifest.version, manifest])),
    };
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  };

  const server = createServer((request, response) => answer(request.url ?? "/", response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return url;
};
