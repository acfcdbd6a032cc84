import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { SandboxOptions } from "../options.js";

/** Everything from here and nothing from elsewhere; GraphiQL styles inline, and its editor works in blobs. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Mounts the built page at /sandbox/. */
export const mountSandbox = async (app: FastifyInstance, sandbox: SandboxOptions): Promise<void> => {
  app.get("/", (_request, reply) => reply.redirect("/sandbox/"));

  await app.register(async (page) => {
    page.addHook("onSend", async (_request, reply) => {
      reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
    });
    page.get("/sandbox", (_request, reply) => reply.redirect("/sandbox/"));
    page.get("/sandbox/config.json", (_request, reply) =>
      reply.header("cache-control", "no-store").send(sandbox.config),
    );
    await page.register(fastifyStatic, { root: sandbox.directory, prefix: "/sandbox/" });
  });
};
