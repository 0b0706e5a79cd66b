import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Behaviour, failed, ok, payloadOf, type Stage, signedBy, stage, USER } from "./harness.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
beforeEach(async () => {
  await on.server.reset();
  on.executor.runs.length = 0;
  on.executor.behave = echo;
});
afterAll(() => on.server.stop());

const api: Stage["call"] = (...request) => on.call(...request);

/** Answers with the event that came. */
const echo: Behaviour = (_, request) =>
  ok({ statusCode: 200, headers: { "content-type": "application/json" }, body: payloadOf(request) });

const METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"];
const anonymous = { authType: "anonymous", methods: METHODS };

/** A function with an HTTP trigger, and the trigger's address. */
async function open(config: object = anonymous, settings: object = {}): Promise<string> {
  await on.make("f", settings);
  const trigger = { triggerName: "h", triggerType: "http", triggerConfig: JSON.stringify(config) };
  const { body } = await api("POST", "/functions/f/triggers", trigger);
  return body.httpTrigger.urlInternet;
}

describe("an HTTP trigger", () => {
  test("has its own URL, one for each version or alias", async () => {
    const url = await open();
    expect(url).toMatch(/^https:\/\/f-[a-p]{10}\.cn-hangzhou\.fcapp\.run$/);
    const second = { triggerName: "i", triggerType: "http", triggerConfig: JSON.stringify(anonymous) };
    expect((await api("POST", "/functions/f/triggers", second)).body.Code).toBe("InvalidArgument");
    await api("POST", "/functions/f/versions", {});
    await api("POST", "/functions/f/aliases", { aliasName: "prod", versionId: "1" });
    const other = await api("POST", "/functions/f/triggers", { ...second, qualifier: "prod" });
    await on.visit(other.body.httpTrigger.urlInternet);
    expect(on.executor.runs.at(-1)?.fn).toMatchObject({ qualifier: "prod", versionId: "1" });
    expect((await on.visit("https://nobody-abc.cn-hangzhou.fcapp.run/")).status).toBe(404);
  });

  test("passes the request to the function as an event", async () => {
    const url = await open();
    const response = await on.visit(`${url}/a%20b/c?x=1&x=2&y=%C3%A9`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-custom": "v", "x-fc-secret": "no", "user-agent": "me" },
      body: '{"k":1}',
    });
    const event = (await response.json()) as Record<string, unknown>;
    const { hostname } = new URL(url);
    expect(event).toMatchObject({
      version: "v1",
      rawPath: "/a%20b/c",
      body: '{"k":1}',
      isBase64Encoded: false,
      headers: { "Content-Type": "application/json", "X-Custom": "v", Host: hostname },
      queryParameters: { x: "1,2", y: "é" },
      requestContext: {
        accountId: "1234567890123456",
        domainName: hostname,
        domainPrefix: hostname.split(".")[0],
        http: { method: "POST", path: "/a b/c", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "me" },
        time: expect.stringMatching(/Z$/),
        timeEpoch: expect.stringMatching(/^\d{13}$/),
      },
    });
    expect(JSON.stringify(event.headers)).not.toMatch(/x-fc-secret/i);
    expect(response.headers.get("x-fc-request-id")).toBe((event.requestContext as { requestId: string }).requestId);
    expect(response.headers.get("content-disposition")).toBe("attachment");
  });

  test("encodes binary bodies as base64 and decodes them in the response", async () => {
    const url = await open();
    const bytes = Buffer.from([0, 255, 1, 254]);
    const sent = await on.visit(url, { method: "POST", headers: { "content-type": "image/png" }, body: bytes });
    expect(await sent.json()).toMatchObject({ isBase64Encoded: true, body: bytes.toString("base64") });
    on.executor.behave = () =>
      ok({
        statusCode: 201,
        headers: { "Content-Type": "image/png" },
        isBase64Encoded: true,
        body: bytes.toString("base64"),
      });
    const response = await on.visit(url);
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  test("returns any other result as the body of a response", async () => {
    const url = await open();
    on.executor.behave = () => ok("plain");
    const response = await on.visit(url);
    expect([response.status, await response.text()]).toEqual([200, "plain"]);
    on.executor.behave = () => ok({ message: 1 });
    expect(await (await on.visit(url)).json()).toEqual({ message: 1 });
  });

  test("answers 502 when the function fails", async () => {
    const url = await open();
    on.executor.behave = () => failed("boom");
    const response = await on.visit(url);
    expect(response.status).toBe(502);
    expect(response.headers.get("x-fc-error-type")).toBe("UnhandledInvocationError");
    expect(await response.json()).toMatchObject({ errorMessage: "boom" });
  });

  test("enforces its methods and limits", async () => {
    const url = await open({ authType: "anonymous", methods: ["GET", "POST"] });
    expect((await on.visit(url, { method: "PUT" })).status).toBe(403);
    expect((await on.visit(`${url}/${"x".repeat(4097)}`)).status).toBe(400);
    expect((await on.visit(url, { headers: { "x-long": "x".repeat(8193) } })).status).toBe(400);
    expect((await on.visit(url, { method: "POST", body: Buffer.alloc(32 * 1024 * 1024 + 1) })).status).toBe(400);
    on.executor.behave = () => ok({ statusCode: 200, headers: { "x-long": "x".repeat(8193) }, body: "" });
    const long = await on.visit(url);
    expect([long.status, await long.json()]).toMatchObject([502, { Code: "BadResponse" }]);
  });

  test("can be closed to the internet", async () => {
    const url = await open({ ...anonymous, disableURLInternet: true });
    expect((await on.visit(url)).status).toBe(403);
    expect((await on.visit(url.replace(".cn-hangzhou.", ".cn-hangzhou-vpc."))).status).toBe(200);
  });

  test("accepts an asynchronous call and runs it in the background", async () => {
    const url = await open();
    const response = await on.visit(url, { headers: { "x-fc-invocation-type": "Async" } });
    expect(response.status).toBe(202);
    await expect.poll(() => on.executor.runs.length).toBe(1);
    expect(on.executor.runs[0]?.request.requestId).toBe(response.headers.get("x-fc-request-id"));
  });

  test("requires a signature unless it is anonymous", async () => {
    const url = await open({ methods: ["GET"] });
    const unsigned = await on.visit(url);
    expect([unsigned.status, await unsigned.json()]).toMatchObject([400, { Code: "MissingRequiredHeader" }]);
    const signed = { date: new Date().toUTCString(), authorization: "acs offline:bm8gc2lnbmF0dXJl" };
    expect((await on.visit(url, { headers: signed })).status).toBeGreaterThanOrEqual(400);
    expect(on.executor.runs).toHaveLength(0);
    expect((await on.visit(url, { headers: { ...signed, authorization: "acs a-stranger:x" } })).status).toBe(200);
  });

  test("accepts signed requests of users who may invoke the function", async () => {
    const url = await open({ methods: ["GET"] });
    const ask = (secret: string) => on.visit(`${url}/a`, { headers: signedBy(USER.accessKeyId, secret, `${url}/a`) });
    expect((await ask(USER.secret)).status).toBe(200);
    expect((await ask("wrong")).status).toBe(400);
    on.around.forbidden.add("fc:InvokeFunction acs:fc:cn-hangzhou:1234567890123456:functions/f");
    const refused = await ask(USER.secret);
    expect([refused.status, await refused.json()]).toMatchObject([403, { Code: "AccessDenied" }]);
    on.around.forbidden.clear();
  });

  test.each([
    ["without a hash of its body, as the vendor's example does", {}],
    ["with an empty token, as the vendor's example does without temporary credentials", { token: "" }],
    ["with the hash of its body", { body: "hello" }],
  ])("accepts a POST with a query that the vendor's library signed %s", async (_, signing) => {
    const url = `${await open({ methods: ["POST"] })}/a%20b?x=1&name=%C3%A9`;
    const headers = signedBy(USER.accessKeyId, USER.secret, url, { method: "POST", ...signing });
    const post = (body: string, to = url) => on.visit(to, { method: "POST", headers, body });
    expect((await post("hello")).status).toBe(200);
    expect((await post("hello", url.replace("x=1", "x=2"))).status).toBe(400);
    expect((await post("other")).status).toBe("body" in signing ? 400 : 200);
  });

  test("passes the request unchanged to a web server", async () => {
    const url = await open(anonymous, { runtime: "custom.debian12" });
    on.executor.behave = (_, { input }) => {
      const text = input.kind === "http" ? `${input.request.method} ${input.request.target} ${input.request.body}` : "";
      const http = { status: 203, headers: { "x-own": ["a", "b"] }, body: Buffer.from(text) };
      return { ...ok(text), outcome: { kind: "ok", body: Buffer.from(text), http } };
    };
    const response = await on.visit(`${url}/p?q=1`, { method: "POST", body: "hi" });
    expect([response.status, await response.text(), response.headers.get("x-own")]).toEqual([
      203,
      "POST /p?q=1 hi",
      "a, b",
    ]);
  });

  test("answers cross-origin requests as Function Compute's gateway does", async () => {
    const url = await open();
    const preflight = await on.visit(url, {
      method: "OPTIONS",
      headers: { origin: "https://a.test", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("https://a.test");
    const response = await on.visit(url, { headers: { origin: "https://a.test" } });
    expect(response.headers.get("access-control-allow-origin")).toBe("https://a.test");
    on.executor.behave = () =>
      ok({ statusCode: 200, headers: { "access-control-allow-origin": "https://own.test" }, body: "" });
    const own = await on.visit(url, { headers: { origin: "https://a.test" } });
    expect(own.headers.get("access-control-allow-origin")).toBe("https://own.test");
  });
});

describe("JWT authorization of an HTTP trigger", () => {
  const keys = generateKeyPair("RS256", { extractable: true });
  const jwks = async () => ({ keys: [{ ...(await exportJWK((await keys).publicKey)), kid: "k", alg: "RS256" }] });
  const sign = async (claims: Record<string, unknown>, expires = "1h") =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setExpirationTime(expires)
      .sign((await keys).privateKey);
  const opened = async (rest: object = {}) => {
    const lookup = {
      tokenLookup: "header:Authorization:Bearer ,cookie:t",
      claimPassBy: "header:sub:x-user,query:role:role",
    };
    return open({
      ...anonymous,
      authType: "jwt",
      authConfig: JSON.stringify({ jwks: await jwks(), ...lookup, ...rest }),
    });
  };

  test("accepts a valid token and passes its claims to the function", async () => {
    const url = await opened();
    const token = await sign({ sub: "ann", role: "admin" });
    const response = await on.visit(url, { headers: { authorization: `Bearer ${token}` } });
    expect(await response.json()).toMatchObject({ headers: { "X-User": "ann" }, queryParameters: { role: "admin" } });
    expect((await on.visit(url, { headers: { cookie: `a=1; t=${token}` } })).status).toBe(200);
  });

  test("reads its settings as an object, with names in any case", async () => {
    const url = await open({
      ...anonymous,
      authType: "jwt",
      authConfig: { JWKS: await jwks(), tokenLookup: "header:Authorization:Bearer ", whiteList: ["/public/*"] },
    });
    expect((await on.visit(url, { headers: { authorization: `Bearer ${await sign({})}` } })).status).toBe(200);
    expect((await on.visit(url)).status).toBe(403);
    expect((await on.visit(`${url}/public/a`)).status).toBe(200);
  });

  test("refuses a missing, invalid or expired token", async () => {
    const url = await opened();
    const other = await generateKeyPair("RS256");
    const forged = await new SignJWT({}).setProtectedHeader({ alg: "RS256", kid: "k" }).sign(other.privateKey);
    for (const authorization of [undefined, "Bearer x.y.z", `Bearer ${forged}`, `Bearer ${await sign({}, "-1h")}`]) {
      expect((await on.visit(url, { headers: { ...(authorization && { authorization }) } })).status).toBe(403);
    }
    expect(on.executor.runs).toHaveLength(0);
    const valid = await sign({}, "1h");
    await on.server.clock.advance(2 * 3_600_000);
    expect((await on.visit(url, { headers: { authorization: `Bearer ${valid}` } })).status).toBe(403);
  });

  test("skips the paths that are listed as public", async () => {
    const url = await opened({ whitelist: ["/public/*"] });
    expect((await on.visit(`${url}/public/a`)).status).toBe(200);
    expect((await on.visit(`${url}/private`)).status).toBe(403);
  });

  test("refuses every token when it has no keys", async () => {
    await on.make("g");
    const config = {
      ...anonymous,
      authType: "jwt",
      authConfig: JSON.stringify({ jwks: "{}", tokenLookup: "header:a" }),
    };
    const trigger = { triggerName: "h", triggerType: "http", triggerConfig: JSON.stringify(config) };
    expect((await api("POST", "/functions/g/triggers", trigger)).body.Message).toMatch(/jwks holds no keys/);
  });
});
