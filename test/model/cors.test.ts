import { describe, expect, test } from "vitest";
import { checkApp } from "../../model/parse.ts";

const problemsWith = (cors: object) =>
  checkApp({
    name: "shop",
    functions: { f: { handler: "f.ts", triggers: { web: { kind: "http", cors } } } },
  }).problems;

describe("CORS origins", () => {
  test.each([
    "*",
    "null",
    "https://app.example",
    "http://localhost:5173",
    "https://*.example.com",
    "https://*",
    "capacitor://localhost",
  ])("accepts the origin %s", (origin) => {
    expect(problemsWith({ origins: [origin] })).toEqual([]);
  });

  test.each([
    ["https://app.example/", 'Remove "/": an origin ends after the host and port.'],
    ["https://app.example/shop?x#y", 'Remove "/shop?x#y": an origin ends after the host and port.'],
    ["app.example", 'Begin with the scheme: "https://app.example".'],
    ["//app.example", 'Begin with the scheme: "https://app.example".'],
    ["http*://app.example", 'Write the scheme in full, with letters alone: "https://app.example".'],
    ["*://app.example", 'Write the scheme in full, with letters alone: "https://app.example".'],
    ["https://", "Write the host after the scheme."],
    ["https://App.example", 'Browsers send origins in lower case: "https://app.example".'],
    ["https://*.*.example", 'Use "*" once only.'],
    ["https://app.example:443", "Remove :443: browsers leave out the default port."],
    ["http://app.example:80", "Remove :80: browsers leave out the default port."],
  ])("refuses the origin %s, which no browser sends", (origin, remedy) => {
    expect(problemsWith({ origins: ["*", origin] })).toEqual([
      {
        code: "bad-format",
        path: ["functions", "f", "triggers", "web", "cors", "origins", 1],
        message: `"${origin}" is not an origin as browsers send it.`,
        remedy,
      },
    ]);
  });
});

test.each(["x own", "x:own", "", "x-größe", "a,b"])("refuses the header name %j", (header) => {
  expect(problemsWith({ origins: ["*"], headers: [header] })).toHaveLength(1);
  expect(problemsWith({ origins: ["*"], exposeHeaders: [header] })).toHaveLength(1);
});

describe("credentials", () => {
  const path = ["functions", "f", "triggers", "web", "cors", "credentials"];

  test.each([
    "*",
    "null",
    "https://*",
    "http://*:8080",
    "capacitor://*",
    "https://*.com",
    "https://app.*",
    "https://app.example.com*",
    "https://*example.com",
    "http://192.168.0.*",
  ])("are refused with the origin %s, which anybody can have", (origin) => {
    expect(problemsWith({ origins: ["https://app.example", origin], credentials: true })).toEqual([
      expect.objectContaining({ code: "conflict", path, message: expect.stringContaining(`"${origin}"`) }),
    ]);
  });

  test.each([
    "https://*.example.com",
    "https://*-preview.example.com:8443",
    "http://*.localhost:3000",
    "http://localhost:*",
    "http://[::1]:*",
    "http://app.example.com:80*",
  ])("are accepted with the origin %s", (origin) => {
    expect(problemsWith({ origins: [origin], credentials: true })).toEqual([]);
  });

  test.each(["api", "bucket"])("are refused with every origin of a resource of kind %s", (kind) => {
    const resources = { r: { kind, cors: { origins: ["*"], credentials: true } } };
    const functions = { f: { handler: "f.ts", triggers: { web: { kind: "http" } } } };
    expect(checkApp({ name: "shop", resources, functions }).problems.map((found) => found.path)).toEqual([
      ["resources", "r", "cors", "credentials"],
    ]);
  });
});
