import type { FastifyInstance } from "fastify";
import { type DemoIssuer, personas } from "../demo/index.js";
import { html } from "../lib/html.js";

/** Where browsers sign in as somebody of the demo, to fill in a form. */
export const DEMO_SIGN_IN_PATH = "/demo/sign-in";

const STYLE =
  ":root{color-scheme:light dark}body{font-family:system-ui;max-width:36rem;margin:3rem auto;padding:0 1rem}form{margin:.5rem 0}button{font:inherit;padding:.5rem 1rem}";

/** People sign in as a persona, and are sent on with a token as a frontend would send it. */
export const mountDemoSignIn = (app: FastifyInstance, issuer: DemoIssuer): void => {
  app.get<{ Querystring: { to?: string } }>(DEMO_SIGN_IN_PATH, async (request, reply) => {
    const people = personas.filter(({ claims }) => claims["consumer"] === undefined);
    const forms = await Promise.all(
      people.map(async (persona) => {
        const { token } = await issuer.token(persona);
        return html`<form method="post" action="/forms/session"><input type="hidden" name="to" value="${request.query.to ?? ""}">
<input type="hidden" name="token" value="${token}"><button>${persona.label}</button> ${persona.description}</form>`;
      }),
    );
    const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Sign in to the demo</title><style>${STYLE}</style></head><body><h1>Sign in to the demo</h1><p>As whom?</p>${forms}</body></html>`;
    return reply
      .headers({
        "content-type": "text/html; charset=utf-8",
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
        "cache-control": "no-store",
        "referrer-policy": "same-origin",
      })
      .send(page.text);
  });
};
