import { describe, expect, it } from "vitest";
import { localstack } from "../../../adapters/localstack/adapter.ts";
import { readSettings } from "../../../adapters/localstack/settings.ts";
import { SpecError } from "../../../model/errors.ts";
import { parseApp } from "../../../model/parse.ts";
import { deploymentOf, ofType, one, plannedBy } from "../planned.ts";
import { richSpec } from "../rich-spec.ts";
import { ownProblems } from "../target-problems.ts";

describe("the endpoint", () => {
  it("is that of the settings, then AWS_ENDPOINT_URL, then the default", () => {
    const env = { AWS_ENDPOINT_URL: "http://localhost:4599/" };
    expect(readSettings({ settings: { endpoint: "http://127.0.0.1:9/" } }, env).settings.endpoint).toBe(
      "http://127.0.0.1:9",
    );
    expect(readSettings({ settings: {} }, env).settings.endpoint).toBe("http://localhost:4599");
    expect(readSettings({ settings: {} }, {}).settings).toEqual({ endpoint: "http://127.0.0.1:4566", profile: "core" });
  });

  it.each([
    "http://127.0.0.1:4566",
    "http://127.9.9.9",
    "https://localhost:1",
    "http://[::1]:4566",
    "http://s3.localhost:4566",
  ])("accepts %s on this machine", (endpoint) => {
    expect(readSettings({ settings: { endpoint } }, {}).problems).toEqual([]);
  });

  it.each([
    "https://lambda.eu-west-1.amazonaws.com",
    "http://10.0.0.1:4566",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://user@evil.example",
    "http://127.0.0.1@evil.example",
    "http://0.0.0.0:4566",
    "ftp://127.0.0.1",
    "127.0.0.1:4566",
    "",
    4566,
  ])("refuses %s", async (endpoint) => {
    const problems = ownProblems(localstack, parseApp({ name: "shop" }), deploymentOf(localstack, { endpoint }));
    expect(problems.map(({ code }) => code)).toEqual(["not-loopback"]);
    await expect(plannedBy(localstack, { name: "shop" }, { endpoint })).rejects.toThrow(SpecError);
  });
});

describe("the provider", () => {
  it("has an endpoint for every service in use, and dummy credentials", async () => {
    const planned = await plannedBy(localstack, richSpec, { endpoint: "http://127.0.0.1:4599", profile: "full" });
    const provider = one(planned, "pulumi:providers:aws", "shop-localstack");
    expect(provider).toMatchObject({ region: "eu-west-1", accessKey: { value: "test" }, secretKey: { value: "test" } });
    const [endpoints] = JSON.parse(String(provider.endpoints)) as Record<string, string>[];
    expect(new Set(Object.values(endpoints ?? {}))).toEqual(new Set(["http://127.0.0.1:4599"]));
    const SERVICES: Record<string, string> = { cloudwatch: "logs" };
    for (const { type } of planned.filter(({ type: token }) => token.startsWith("aws:"))) {
      const module = type.split(":")[1]?.split("/")[0] ?? "";
      expect(endpoints, type).toHaveProperty(SERVICES[module] ?? module);
    }
  });
});

describe("profiles", () => {
  it("replace the scheduler and the HTTP API of full by rules and a REST API in core", async () => {
    const core = await plannedBy(localstack, richSpec);
    const full = await plannedBy(localstack, richSpec, { profile: "full" });
    expect(ofType(core, "Schedule")).toEqual([]);
    expect(core.filter(({ type }) => type.startsWith("aws:apigatewayv2"))).toEqual([]);
    expect(ofType(full, "Schedule")).toHaveLength(2);
    expect(full.filter(({ type }) => type.startsWith("aws:apigateway/"))).toEqual([]);
    expect(one(core, "EventRule", "shop-clock-nightly")).toMatchObject({
      scheduleExpression: "cron(30 2 ? * MON-FRI *)",
    });
    const { inputTransformer } = one(core, "EventTarget", "shop-clock-nightly-target") as {
      inputTransformer: { inputTemplate: string };
    };
    const sent = inputTransformer.inputTemplate.replace("<time>", '"2026-01-01T02:30:00Z"').replace("<id>", '"id-1"');
    expect(JSON.parse(sent)).toEqual({
      polyfn: "schedule",
      trigger: "nightly",
      scheduledTime: "2026-01-01T02:30:00Z",
      id: "id-1",
      input: { full: true },
    });
  });

  it("deploy the REST API of core after all of its methods, at a path of the endpoint", async () => {
    const core = await plannedBy(localstack, {
      name: "shop",
      resources: { site: { kind: "api" } },
      functions: {
        f: {
          handler: "f.ts",
          environment: { SITE: { ref: "site.url" } },
          triggers: { t: { kind: "http", api: "site", routes: ["GET /a/{id}", "POST /a"] } },
        },
      },
    });
    expect(one(core, "lambda/function:Function", "shop-f").environment).toEqual({
      variables: { SITE: "http://127.0.0.1:4566/_aws/execute-api/shop-site-id/live" },
    });
    const names = core.map(({ name }) => name);
    expect(ofType(core, "apigateway/resource:Resource").map(({ inputs }) => inputs.pathPart)).toEqual(["a", "{id}"]);
    expect(
      ofType(core, "apigateway/method:Method")
        .map(({ inputs }) => inputs.httpMethod)
        .sort(),
    ).toEqual(["GET", "POST"]);
    expect(names).toContain("shop-site-deployment");
    expect(one(core, "apigateway/stage:Stage", "shop-site-stage").stageName).toBe("live");
  });

  it("refuse unsupported features in core with a remedy, and none in full", () => {
    const app = parseApp(richSpec);
    const found = ownProblems(localstack, app, deploymentOf(localstack));
    expect(found.map(({ path }) => path.join("."))).toEqual([
      "resources.site.domain",
      "functions.web.triggers.admin.auth",
    ]);
    for (const { remedy } of found) expect(remedy).toContain('"full"');
    expect(ownProblems(localstack, app, deploymentOf(localstack, { profile: "full" }))).toEqual([]);
    expect(
      ownProblems(localstack, app, deploymentOf(localstack, { profile: "half" })).map(({ code }) => code),
    ).toContain("bad-setting");
  });
});
