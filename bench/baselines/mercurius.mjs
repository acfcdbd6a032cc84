// Mercurius' gateway, its compiled executor on: FILE of the services (name, url, Federation 1 SDL), PORT.
import { readFileSync } from "node:fs";
import mercuriusGateway from "@mercuriusjs/gateway";
import Fastify from "fastify";

const [file, port] = process.argv.slice(2);
const services = JSON.parse(readFileSync(file, "utf8"));

const app = Fastify();
await app.register(mercuriusGateway, {
  path: "/graphql",
  jit: 1,
  gateway: { services: services.map((service) => ({ ...service, mandatory: true })) },
});
await app.listen({ port: Number(port), host: "127.0.0.1" });
