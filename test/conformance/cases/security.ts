import { addressOf } from "../../../offline/drivers/app.ts";
import type { HttpResponse } from "../../../offline/drivers/cloud.ts";
import { type ConformanceCase, expectSame, recording, type Stage } from "../case.ts";

const parse = (response: HttpResponse): Record<string, unknown> =>
  JSON.parse(response.body.toString("utf8")) as Record<string, unknown>;

const refused = ({ status }: HttpResponse, what: string): void => {
  if (![400, 401, 403].includes(status)) throw new Error(`${what} was answered ${status}`);
};

const signed: ConformanceCase = {
  title: "answers signed requests only",
  proves: ["http.auth.iam"],
  parts: { functions: { guarded: recording({ web: { kind: "http", auth: "iam" } }) } },
  async run({ cloud, function: fn }) {
    const address = `${addressOf(fn("guarded"))}/inner?x=1`;
    refused(await cloud.request(address), "an unsigned request");
    const forged = await cloud.request(address, { headers: { authorization: "nonsense" } });
    refused(forged, "a forged request");
    const answer = await cloud.signedRequest(address, { method: "POST", body: "text" });
    expectSame(answer.status, 200, "the status of a signed request");
    const { method, path, body } = parse(answer);
    expectSame([method, path, body], ["POST", "/inner", Buffer.from("text").toString("base64")], "what arrived");
  },
};

const AUDIENCE = "proof";

const tokens: ConformanceCase = {
  title: "answers holders of a valid token only, and says what it claims",
  proves: ["http.auth.jwt", "resource.api.jwt"],
  beyond: { ministack: "The profile core has REST APIs, which check no tokens." },
  parts: ({ issuer: { address, jwks } }) => ({
    resources: {
      gate: { kind: "api", jwt: { issuer: address, audience: [AUDIENCE], jwks: jwks as Record<string, unknown> } },
      lobby: { kind: "api" },
    },
    functions: {
      inner: recording({
        web: { kind: "http", api: "gate", routes: ["GET /inner", "DELETE /outer"], auth: "jwt" },
        hall: { kind: "http", api: "lobby", routes: ["GET /{path+}"] },
      }),
      outer: recording({ web: { kind: "http", api: "gate", routes: ["GET /outer"] } }),
    },
  }),
  async run({ cloud, resource, given: { issuer } }) {
    const site = addressOf(resource("gate"));
    const ask = (token: string) => cloud.request(`${site}/inner`, { headers: { authorization: `Bearer ${token}` } });
    expectSame((await cloud.request(`${site}/outer`)).status, 200, "the status of a route for everybody");
    refused(await cloud.request(`${site}/inner`), "a request without a token");
    refused(await ask("a.b.c"), "a request with nonsense");
    refused(await ask(await issuer.token("somebody else")), "a request with somebody else's token");
    refused(await ask(await issuer.token(AUDIENCE, { expired: true })), "a request with an expired token");
    refused(await ask(await issuer.token(AUDIENCE, { early: true })), "a request with a token of the future");
    const lasting = await ask(await issuer.token(AUDIENCE, { lasting: true }));
    expectSame(lasting.status, 200, "the status with a token that does not expire");
    const forged = await issuer.token(AUDIENCE, { forged: true });
    refused(await ask(forged), "a request with a forged token");
    const headers = { authorization: `Bearer ${forged}` };
    const beside = await cloud.request(`${site}/outer`, { method: "DELETE", headers });
    refused(beside, "a request with a forged token beside a route for everybody");
    const elsewhere = await cloud.request(`${addressOf(resource("lobby"))}/inner`, { headers });
    expectSame(
      [elsewhere.status, parse(elsewhere).auth ?? "none"],
      [200, "none"],
      "a forged token where none is asked for",
    );
    const fine = await ask(await issuer.token(AUDIENCE));
    expectSame(fine.status, 200, "the status with a token");
    const { claims } = parse(fine).auth as { claims?: Record<string, unknown> };
    expectSame([claims?.sub, claims?.iss], ["somebody", issuer.address], "what the token claims");
  },
};

const CLAIMS = {
  groups: ["admins", "editors"],
  level: 3,
  email_verified: true,
  address: { city: "Bern", zip: 3000 },
};

const scopes: ConformanceCase = {
  title: "lets in tokens with one of a route's scopes, and says what they claim with its types",
  proves: ["http.scopes", "http.auth.jwt"],
  beyond: { ministack: "The profile core has REST APIs, which check no tokens." },
  parts: ({ issuer: { address, jwks } }) => ({
    resources: {
      shop: { kind: "api", jwt: { issuer: address, audience: [AUDIENCE], jwks: jwks as Record<string, unknown> } },
    },
    functions: {
      orders: recording({
        reading: {
          kind: "http",
          api: "shop",
          routes: ["GET /orders"],
          auth: "jwt",
          scopes: ["orders:read", "orders:admin"],
        },
        writing: { kind: "http", api: "shop", routes: ["POST /orders"], auth: "jwt", scopes: ["orders:admin"] },
      }),
    },
  }),
  async run({ cloud, resource, given: { issuer } }) {
    const site = `${addressOf(resource("shop"))}/orders`;
    const ask = async (method: string, claims: Record<string, unknown>) => {
      const token = await issuer.token(AUDIENCE, { claims: { ...CLAIMS, ...claims } });
      return cloud.request(site, { method, headers: { authorization: `Bearer ${token}` } });
    };
    const answers = await Promise.all([
      ask("GET", { scope: "other orders:read" }),
      ask("POST", { scope: "orders:read orders:admin" }),
      ask("POST", { scp: ["orders:admin"] }),
      ask("POST", { scope: "orders:read" }),
      ask("GET", { scope: "orders:reader" }),
      ask("GET", {}),
    ]);
    expectSame(
      answers.map(({ status }) => status),
      [200, 200, 200, 403, 403, 403],
      "the answers to tokens",
    );
    const said = answers.slice(0, 3).map((answer) => parse(answer).auth as { claims: object; scopes: string[] });
    expectSame(
      said.map((auth) => auth.scopes),
      [["other", "orders:read"], ["orders:read", "orders:admin"], ["orders:admin"]],
      "the scopes",
    );
    for (const { claims } of said) {
      const { groups, level, email_verified, address, sub, exp } = claims as Record<string, unknown>;
      expectSame({ groups, level, email_verified, address }, CLAIMS, "the claims");
      expectSame([sub, typeof exp], ["somebody", "number"], "the claims of every token");
    }
  },
};

const crossOrigin: ConformanceCase = {
  title: "lets an api answer browsers from other origins, and allows only what it says",
  proves: ["resource.api.cors"],
  parts: {
    resources: {
      openDoor: { kind: "api", cors: { origins: ["https://good.example"], methods: ["GET"], headers: ["x-own"] } },
    },
    functions: { visited: recording({ web: { kind: "http", api: "openDoor", routes: ["GET /visit"] } }) },
  },
  async run({ cloud, resource }) {
    const ask = (origin: string) =>
      cloud.request(`${addressOf(resource("openDoor"))}/visit`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "x-own" },
      });
    const allowed = async (origin: string) => (await ask(origin)).headers["access-control-allow-origin"];
    expectSame(await allowed("https://good.example"), "https://good.example", "the origin allowed");
    const other = await allowed("https://bad.example");
    if (other === "https://bad.example" || other === "*") throw new Error("it allows any origin");
  },
};

const PAGE = "https://page.example";
const FROM_PAGES = { origins: [PAGE], headers: ["authorization"] };

/** A browser's preflight before a request with a token or a signature from another origin. */
const asksFirst = {
  origin: PAGE,
  "access-control-request-method": "PUT",
  "access-control-request-headers": "authorization",
};

/** Throws unless browsers may go on, while the request itself is refused to whoever brings nothing. */
async function expectPreflight({ cloud }: Pick<Stage, "cloud">, address: string): Promise<void> {
  const { status, headers } = await cloud.request(address, { method: "OPTIONS", headers: asksFirst });
  const allowed = headers["access-control-allow-origin"];
  if (status >= 300 || allowed !== PAGE)
    throw new Error(`a preflight request was answered ${status}, origin ${allowed}`);
  refused(await cloud.request(address, { method: "PUT", headers: { origin: PAGE } }), "a request without a token");
}

const preflightWithTokens: ConformanceCase = {
  title: "answers browsers' preflight requests to guarded routes without a token",
  proves: ["http.auth.jwt", "resource.api.jwt", "resource.api.cors"],
  beyond: { ministack: "The profile core has REST APIs, which check no tokens." },
  parts: ({ issuer: { address, jwks } }) => {
    const jwt = { issuer: address, audience: [AUDIENCE], jwks: jwks as Record<string, unknown> };
    return {
      resources: {
        anyGate: { kind: "api", jwt, cors: FROM_PAGES },
        wholeGate: { kind: "api", jwt, cors: FROM_PAGES },
      },
      functions: {
        behindAny: recording({ web: { kind: "http", api: "anyGate", routes: ["ANY /closed/{path+}"], auth: "jwt" } }),
        behindWhole: recording({ web: { kind: "http", api: "wholeGate", auth: "jwt" } }),
      },
    };
  },
  async run({ cloud, resource, given: { issuer } }) {
    const token = { authorization: `Bearer ${await issuer.token(AUDIENCE)}`, origin: PAGE };
    for (const [gate, by] of [
      ["anyGate", "behindAny"],
      ["wholeGate", "behindWhole"],
    ] as const) {
      const address = `${addressOf(resource(gate))}/closed/door`;
      await expectPreflight({ cloud }, address);
      const { status, headers, body } = await cloud.request(address, { method: "PUT", headers: token });
      expectSame([status, headers["access-control-allow-origin"]], [200, PAGE], "the answer to a token");
      expectSame((JSON.parse(body.toString("utf8")) as { by?: unknown }).by, by, "what answered");
    }
  },
};

const preflightWithSignatures: ConformanceCase = {
  title: "answers browsers' preflight requests to an api for signed requests without a signature",
  proves: ["http.auth.iam", "resource.api.cors"],
  beyond: { ministack: "The profile core has REST APIs, which check no signatures." },
  parts: {
    resources: { signedGate: { kind: "api", cors: FROM_PAGES } },
    functions: { behindSigned: recording({ web: { kind: "http", api: "signedGate", auth: "iam" } }) },
  },
  async run({ cloud, resource }) {
    await expectPreflight({ cloud }, `${addressOf(resource("signedGate"))}/door`);
  },
};

const DOMAIN = "api.proof.example";

const domain: ConformanceCase = {
  title: "answers under a domain of one's own",
  proves: ["resource.api.domain"],
  beyond: { ministack: "The profile core has no domains of one's own." },
  parts: ({ certificate }) => ({
    resources: { named: { kind: "api", domain: { name: DOMAIN, certificate } } },
    functions: { onName: recording({ web: { kind: "http", api: "named", routes: ["GET /there"] } }) },
  }),
  async run({ cloud, resource }) {
    expectSame(new URL(addressOf(resource("named"))).hostname, DOMAIN, "the domain");
    const { by } = parse(await cloud.request(`${addressOf(resource("named"))}/there`));
    expectSame(by, "onName", "what answered");
  },
};

const streaming: ConformanceCase = {
  title: "sends a response while it is produced",
  proves: ["http.streaming"],
  beyond: {
    ministack: "Its Node.js runtime can't stream: the shim answers in one piece, which it hands on as the body.",
    "ministack-full": "Its Node.js runtime can't stream: the shim answers in one piece, which it hands on as the body.",
  },
  parts: {
    functions: { streamer: { handler: "functions/streamer.ts", triggers: { web: { kind: "http", streaming: true } } } },
  },
  async run({ cloud, function: fn }) {
    const { status, headers, body } = await cloud.request(addressOf(fn("streamer")));
    expectSame([status, headers["x-own"], body.toString("utf8")], [201, "streamed", "one two three"], "the answer");
  },
};

const native: ConformanceCase = {
  title: "lets a function use another service of the cloud by its native statements alone",
  proves: ["function.statements"],
  parts: ({ cloud, key }) => {
    const fn = { handler: `functions/native/${cloud}.ts`, environment: { KEY: { ref: "outerKey.id" } } };
    const encrypt = [{ actions: ["kms:Encrypt"], resources: [{ ref: "outerKey.id" }] }];
    const describe = [{ actions: ["kms:DescribeKey"], resources: [{ ref: "outerKey.id" }] }];
    return {
      resources: { outerKey: { kind: "key", existing: key } },
      functions: {
        encrypter: { ...fn, statements: { [cloud]: encrypt } },
        describer: { ...fn, statements: { [cloud]: describe } },
        outsider: fn,
      },
    };
  },
  async run({ cloud, function: fn }) {
    expectSame((await cloud.invoke(fn("encrypter"), {})).answer, { encrypted: true }, "what its statement allows");
    for (const name of ["describer", "outsider"]) {
      const { refused } = (await cloud.invoke(fn(name), {})).answer as { refused?: string };
      if (!/AccessDenied|Forbidden/.test(refused ?? "")) throw new Error(`${name} was answered ${refused}`);
    }
  },
};

export const securityCases = [
  signed,
  tokens,
  scopes,
  crossOrigin,
  preflightWithTokens,
  preflightWithSignatures,
  domain,
  streaming,
  native,
];
