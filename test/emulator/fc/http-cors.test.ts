import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ok, type Stage, stage } from "./harness.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
beforeEach(() => on.reset());
afterAll(() => on.server.stop());

const METHODS = ["GET", "POST"];
const anonymous = { authType: "anonymous", methods: METHODS };

/** A function with an HTTP trigger, and the trigger's address. */
async function open(config: object): Promise<string> {
  await on.make("f");
  const trigger = { triggerName: "h", triggerType: "http", triggerConfig: JSON.stringify(config) };
  return (await on.call("POST", "/functions/f/triggers", trigger)).body.httpTrigger.urlInternet;
}

describe("an HTTP trigger with corsConfig", () => {
  const corsConfig = {
    allowOrigins: ["https://shop.example.com"],
    allowMethods: ["GET"],
    allowHeaders: ["x-a"],
    exposeHeaders: ["x-b"],
    allowCredentials: true,
    maxAge: 60,
  };
  const preflight = (origin: string, method = "GET") => ({
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": method },
  });

  test("answers preflight requests before authorization and without the function", async () => {
    const url = await open({ methods: [...METHODS, "OPTIONS"], authType: "function", corsConfig });
    const allowed = await on.visit(url, preflight("https://shop.example.com"));
    expect(allowed.status).toBe(204);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      "access-control-allow-origin": "https://shop.example.com",
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "x-a",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "60",
    });
    expect((await on.visit(url, preflight("https://other.example.com"))).status).toBe(403);
    expect((await on.visit(url, preflight("https://shop.example.com", "DELETE"))).status).toBe(403);
    expect(on.executor.runs).toHaveLength(0);
  });

  test("replaces the function's CORS headers with its own", async () => {
    on.executor.behave = () => ok({ statusCode: 200, headers: { "access-control-allow-origin": "*" }, body: "" });
    const url = await open({ ...anonymous, corsConfig });
    const headerOf = async (origin: string) => {
      const { headers } = await on.visit(url, { headers: { origin } });
      return [headers.get("access-control-allow-origin"), headers.get("access-control-expose-headers")];
    };
    expect(await headerOf("https://shop.example.com")).toEqual([
      "https://shop.example.com",
      expect.stringMatching(/x-b/),
    ]);
    expect(await headerOf("https://other.example.com")).toEqual([null, null]);
  });

  test("behaves as without corsConfig when it is empty", async () => {
    const url = await open({ ...anonymous, corsConfig: {} });
    expect((await on.visit(url, preflight("https://other.example.com"))).status).toBe(204);
  });
});
