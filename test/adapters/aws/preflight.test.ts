import { describe, expect, test } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { packaging } from "../../../adapters/aws/packaging.ts";
import { remarksOn } from "../../../adapters/aws/remarks.ts";
import { createHandler } from "../../../adapters/aws/runtime/entry.ts";
import { http } from "../../../adapters/aws/runtime/triggers/http-preflight.ts";
import { localstack } from "../../../adapters/localstack/adapter.ts";
import { parseApp } from "../../../model/parse.ts";
import { lambdaContext, triggers } from "../../runtime/harness.ts";
import { eventV2 } from "../../runtime/http-calls.ts";
import { plannedBy } from "../planned.ts";

const cors = { origins: ["https://app.example"], headers: ["authorization"] };
const jwt = { issuer: "https://id.example", audience: ["shop"] };
const front = { kind: "api", cors, jwt };

type Auth = "none" | "iam" | "jwt";
const on = (auth: Auth, routes?: string[], more: object = {}) => ({
  handler: "f.ts",
  ...more,
  triggers: { web: { kind: "http", api: "front", auth, ...(routes && { routes }) } },
});
const app = (functions: object, api: object = front) => ({ name: "shop", resources: { front: api }, functions });

/** `<key> <authorization>` of every route of the api. */
async function routesOf(spec: object): Promise<string[]> {
  const planned = await plannedBy(aws, spec);
  return planned
    .filter(({ type }) => type.endsWith(":Route"))
    .map(({ inputs }) => `${inputs.routeKey} ${inputs.authorizationType}`)
    .sort();
}

describe("open OPTIONS routes of an api with cors", () => {
  test.each<[string, object, string[]]>([
    ["$default with jwt", { f: on("jwt") }, ["$default JWT", "OPTIONS / NONE", "OPTIONS /{proxy+} NONE"]],
    ["ANY with jwt", { f: on("jwt", ["ANY /carts/{id}"]) }, ["ANY /carts/{id} JWT", "OPTIONS /carts/{id} NONE"]],
    ["ANY with iam", { f: on("iam", ["ANY /x"]) }, ["ANY /x AWS_IAM", "OPTIONS /x NONE"]],
    ["one method: API Gateway answers preflight itself", { f: on("jwt", ["GET /x"]) }, ["GET /x JWT"]],
    ["an open route", { f: on("none") }, ["$default NONE"]],
    [
      "an OPTIONS route of another function",
      { f: on("jwt", ["ANY /x/{id}"]), g: on("none", ["OPTIONS /x/{key}"]) },
      ["ANY /x/{id} JWT", "OPTIONS /x/{key} NONE"],
    ],
    [
      "a path of which another function takes every method",
      { f: on("jwt"), g: on("none", ["ANY /"]) },
      ["$default JWT", "ANY / NONE", "OPTIONS /{proxy+} NONE"],
    ],
  ])("%s", async (_title, functions, expected) => {
    expect(await routesOf(app(functions))).toEqual(expected);
  });

  test("do not exist without cors", async () => {
    expect(await routesOf(app({ f: on("jwt") }, { kind: "api", jwt }))).toEqual(["$default JWT"]);
  });

  test("exist on every path of a REST API", async () => {
    const planned = await plannedBy(localstack, app({ f: on("iam"), g: on("iam", ["ANY /x"]) }, { kind: "api", cors }));
    const methods = planned.filter(({ type }) => type.endsWith(":Method")).map(({ inputs }) => inputs);
    const open = methods.filter(({ httpMethod }) => httpMethod === "OPTIONS");
    expect(open).toHaveLength(3);
    expect(open.every(({ authorization }) => authorization === "NONE")).toBe(true);
  });
});

describe("the shim", () => {
  const asked: string[] = [];
  const answer = (request: Request): Response => {
    asked.push(request.method);
    return new Response("hello");
  };
  const handler = createHandler(
    { default: { http: answer } },
    {
      function: "f",
      codecs: { http },
      ...triggers({ http: { web: { preflight: { "OPTIONS /{proxy+}": fullCors(), $default: fullCors() } } } }),
      clients: {},
    },
  );
  const preflight = {
    origin: "https://app.example",
    "access-control-request-method": "PUT",
    "access-control-request-headers": "authorization",
  };
  const call = (routeKey: string, method: string, headers: Record<string, string>) =>
    handler({ ...eventV2({ method, headers }), routeKey }, lambdaContext()) as Promise<{
      statusCode: number;
      headers: Record<string, string>;
    }>;

  test.each(["OPTIONS /{proxy+}", "$default"])(
    "answers a preflight request at %s without the handler",
    async (route) => {
      asked.length = 0;
      const { statusCode, headers } = await call(route, "OPTIONS", preflight);
      expect(statusCode).toBe(204);
      expect(headers).toMatchObject({
        "access-control-allow-origin": "https://app.example",
        "access-control-allow-methods": "PUT",
        "access-control-allow-headers": "authorization",
      });
      expect(asked).toEqual([]);
    },
  );

  test("passes no other request through an open OPTIONS route", async () => {
    asked.length = 0;
    expect((await call("OPTIONS /{proxy+}", "OPTIONS", {})).statusCode).toBe(401);
    expect(asked).toEqual([]);
  });

  test("passes all other requests to the handler", async () => {
    asked.length = 0;
    expect((await call("$default", "GET", preflight)).statusCode).toBe(200);
    expect((await call("$default", "OPTIONS", {})).statusCode).toBe(200);
    expect(asked).toEqual(["GET", "OPTIONS"]);
  });
});

function fullCors() {
  return { ...cors, methods: ["*" as const], exposeHeaders: [], credentials: false, maxAge: 0 };
}

describe("a function's package", () => {
  const entryOf = (functions: object, api?: object): string => {
    const parsed = parseApp(app(functions, api));
    const fn = parsed.functions.get("f");
    const made = fn && packaging(fn, parsed);
    return made?.kind === "node" ? made.entry("./f.ts") : "";
  };

  test("knows the routes on which it answers preflight requests", () => {
    const entry = entryOf({ f: on("jwt", ["ANY /x"]) });
    expect(entry).toContain("triggers/http-preflight.ts");
    expect(entry).toContain('"preflight":{"OPTIONS /x":{"origins":["https://app.example"]');
  });

  test("answers preflight requests at open ANY and $default routes too", () => {
    expect(entryOf({ f: on("none") })).toContain('"preflight":{"$default":');
    expect(entryOf({ f: on("none", ["ANY /x", "GET /y"]) })).toMatch(/"preflight":\{"ANY \/x":[^}]*\}\}/);
  });

  test("has no preflight code where it is not needed", () => {
    expect(entryOf({ f: on("jwt", ["GET /x"]) })).not.toContain("preflight");
    expect(entryOf({ f: on("jwt") }, { kind: "api", jwt })).not.toContain("preflight");
  });
});

describe("remarks on preflight requests", () => {
  const deployment = { name: "shop", target: "aws", region: "eu-central-1", prefix: "shop-test", settings: {} };
  const codes = (functions: object) => remarksOn(parseApp(app(functions)), deployment).map(({ code }) => code);

  test("warn that a guarded OPTIONS route makes them fail", () => {
    expect(codes({ f: on("jwt", ["OPTIONS /x"]) })).toEqual(["guarded-options"]);
    expect(codes({ f: on("none", ["OPTIONS /x"]) })).toEqual([]);
  });

  test("warn that a function without a shim receives OPTIONS requests", () => {
    const python = { runtime: "python", handler: "f.py:main" };
    expect(codes({ f: on("jwt", ["ANY /x"], python) })).toEqual(["open-options"]);
    expect(codes({ f: on("jwt", ["GET /x"], python) })).toEqual([]);
  });
});
