import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decide,
  type Permissions,
  PolicyError,
  parsePermissions,
  parseTrust,
  trusts,
} from "../../../offline/aliyun/security/policy.ts";

const policy = (...statements: object[]): Permissions =>
  parsePermissions(JSON.stringify({ Version: "1", Statement: statements }));

const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

const ask = (
  documents: Permissions[],
  action: string,
  resource: string,
  context: Record<string, string | string[]> = {},
) => decide(documents, { action, resource, context });

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const action = fc.tuple(name, name).map(([service, operation]) => `${service}:${operation}`);
const resource = fc.tuple(name, name).map(([service, path]) => `acs:${service}:cn-hangzhou:1:${path}`);
const statement = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: fc.array(fc.oneof(action, fc.constant("*")), { minLength: 1, maxLength: 3 }),
  Resource: fc.array(fc.oneof(resource, fc.constant("*")), { minLength: 1, maxLength: 3 }),
});

describe("policy evaluation", () => {
  it("denies what no statement mentions", () => {
    expect(ask([], "oss:GetObject", "r")).toBe("none");
    expect(ask([policy(allow("oss:PutObject", "*"))], "oss:GetObject", "r")).toBe("none");
  });

  it("denies what one statement denies, whatever others allow", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1 }), action, resource, (statements, act, on) => {
        const denied = policy(...statements, { Effect: "Deny", Action: act, Resource: on });
        expect(ask([denied], act, on)).toBe("deny");
      }),
    );
  });

  it("ignores the order of statements and their distribution over documents", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1 }), action, resource, (statements, act, on) => {
        const together = ask([policy(...statements)], act, on);
        expect(ask([policy(...[...statements].reverse())], act, on)).toBe(together);
        expect(
          ask(
            statements.map((one) => policy(one)),
            act,
            on,
          ),
        ).toBe(together);
      }),
    );
  });

  it("allows no more with another denial and no less with another permission", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1 }), statement, action, resource, (statements, more, act, on) => {
        const before = ask([policy(...statements)], act, on);
        const after = ask([policy(...statements, more)], act, on);
        if (more.Effect === "Deny") expect(before === "allow" || after !== "allow").toBe(true);
        else expect(before !== "allow" || after === "allow").toBe(true);
      }),
    );
  });

  it("inverts the match for NotAction and NotResource", () => {
    fc.assert(
      fc.property(action, resource, action, (act, on, other) => {
        const not = policy({ Effect: "Allow", NotAction: act, Resource: "*" });
        expect(ask([not], other, on)).toBe(other === act ? "none" : "allow");
        const elsewhere = policy({ Effect: "Allow", Action: "*", NotResource: on });
        expect(ask([elsewhere], act, on)).toBe("none");
        expect(ask([elsewhere], act, `${on}/x`)).toBe("allow");
      }),
    );
  });
});

describe("policy patterns", () => {
  it.each([
    ["oss:*", "oss:GetObject", "allow"],
    ["oss:Get*", "oss:PutObject", "none"],
    ["oss:getobject", "oss:GetObject", "allow"],
    ["*", "anything:AtAll", "allow"],
    ["oss:Get?bject", "oss:GetObject", "allow"],
  ])("match actions: %s and %s", (pattern, asked, expected) => {
    expect(ask([policy(allow(pattern, "*"))], asked, "r")).toBe(expected);
  });

  it.each([
    ["acs:oss:*:*:b/*", "acs:oss:cn-hangzhou:1:b/in/key", "allow"],
    ["acs:oss:*:*:b/*", "acs:oss:cn-hangzhou:1:b", "none"],
    ["acs:oss:*:*:B/*", "acs:oss:cn-hangzhou:1:b/key", "none"],
    ["acs:fc:*:1:functions/a.c", "acs:fc:cn-hangzhou:1:functions/abc", "none"],
    ["acs:fc:*:1:functions/a(b)[c]+", "acs:fc:cn-hangzhou:1:functions/a(b)[c]+", "allow"],
  ])("match resources: %s and %s", (pattern, asked, expected) => {
    expect(ask([policy(allow("*", pattern))], "a:B", asked)).toBe(expected);
  });
});

describe("policy conditions", () => {
  const asks = (condition: object, context: Record<string, string | string[]>) =>
    ask([policy(allow("*", "*", condition))], "a:B", "r", context) === "allow";

  it.each<[object, Record<string, string>, boolean]>([
    [{ StringEquals: { "acs:Service": "fc.aliyuncs.com" } }, { "acs:Service": "fc.aliyuncs.com" }, true],
    [{ StringEquals: { "acs:service": ["x", "y"] } }, { "acs:Service": "y" }, true],
    [{ StringEquals: { "acs:Service": "x" } }, {}, false],
    [{ StringNotEquals: { "acs:Service": ["x", "y"] } }, { "acs:Service": "y" }, false],
    [{ StringNotEquals: { "acs:Service": "x" } }, {}, true],
    [{ StringLike: { "oss:Prefix": "in/*" } }, { "oss:Prefix": "in/a" }, true],
    [{ StringEqualsIgnoreCase: { k: "ABC" } }, { k: "abc" }, true],
    [{ NumericLessThanEquals: { n: "10" } }, { n: "10" }, true],
    [{ NumericGreaterThan: { n: 10 } }, { n: "10" }, false],
    [{ NumericLessThan: { n: "10" } }, { n: "9" }, true],
    [
      { DateLessThan: { "acs:CurrentTime": "2030-01-01T00:00:00Z" } },
      { "acs:CurrentTime": "2029-12-31T23:59:59Z" },
      true,
    ],
    [
      { DateGreaterThan: { "acs:CurrentTime": "2030-01-01T08:00:00+08:00" } },
      { "acs:CurrentTime": "2030-01-01T00:00:00Z" },
      false,
    ],
    [{ Bool: { "acs:SecureTransport": true } }, { "acs:SecureTransport": "true" }, true],
    [{ Bool: { "acs:SecureTransport": ["false"] } }, { "acs:SecureTransport": "true" }, false],
    [{ IpAddress: { "acs:SourceIp": ["10.0.0.0/8", "192.168.1.1"] } }, { "acs:SourceIp": "10.200.3.4" }, true],
    [{ IpAddress: { "acs:SourceIp": "192.168.1.1" } }, { "acs:SourceIp": "192.168.1.2" }, false],
    [{ NotIpAddress: { "acs:SourceIp": "10.0.0.0/8" } }, { "acs:SourceIp": "11.0.0.1" }, true],
    [{ IpAddress: { "acs:SourceIp": "2001:db8::/32" } }, { "acs:SourceIp": "2001:db8::1" }, true],
    [{ IpAddress: { "acs:SourceIp": "not an address" } }, { "acs:SourceIp": "10.0.0.1" }, false],
    [{ Bool: { a: "true" }, StringEquals: { b: "c" } }, { a: "true", b: "d" }, false],
  ])("evaluate %j of %j", (condition, context, expected) => {
    expect(asks(condition, context)).toBe(expected);
  });

  it("hold when one of a key's values matches", () => {
    expect(asks({ StringEquals: { tag: "b" } }, { tag: ["a", "b"] })).toBe(true);
    expect(asks({ StringNotEquals: { tag: "b" } }, { tag: ["a", "b"] })).toBe(false);
  });
});

describe("policy documents", () => {
  it.each<[string, unknown, RegExp]>([
    ["text that is not JSON", "{", /not JSON/],
    ["another version", { Version: "2012-10-17", Statement: [allow("*", "*")] }, /Version/],
    ["no statements", { Version: "1", Statement: [] }, /Statement/],
    ["an unknown effect", { Version: "1", Statement: [{ ...allow("*", "*"), Effect: "Maybe" }] }, /Effect/],
    [
      "both Action and NotAction",
      { Version: "1", Statement: [{ ...allow("*", "*"), NotAction: "*" }] },
      /either Action/,
    ],
    ["no Resource", { Version: "1", Statement: [{ Effect: "Allow", Action: "*" }] }, /either Resource/],
    ["an unknown operator", { Version: "1", Statement: [allow("*", "*", { ArnEquals: { a: "b" } })] }, /operator/],
    ["a misspelled key", { Version: "1", Statement: [{ ...allow("*", "*"), Resources: "*" }] }, /Resources/],
  ])("refuse %s", (_, document, why) => {
    const text = typeof document === "string" ? document : JSON.stringify(document);
    expect(() => parsePermissions(text)).toThrow(PolicyError);
    expect(() => parsePermissions(text)).toThrow(why);
  });

  it("require a principal in a trust policy", () => {
    const trust = { Version: "1", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: {} }] };
    expect(() => parseTrust(JSON.stringify(trust))).toThrow(/nobody/);
  });
});

describe("trust policies", () => {
  const trust = (Principal: object, Condition?: object, Effect = "Allow") => ({
    Effect,
    Action: "sts:AssumeRole",
    Principal,
    ...(Condition && { Condition }),
  });
  const document = (...statements: object[]) => parseTrust(JSON.stringify({ Version: "1", Statement: statements }));

  it("trust a service by its hostname", () => {
    const services = document(trust({ Service: ["fc.aliyuncs.com"] }));
    expect(trusts(services, { service: "fc.aliyuncs.com" }, {})).toBe(true);
    expect(trusts(services, { service: "oss.aliyuncs.com" }, {})).toBe(false);
    expect(trusts(services, { arn: "acs:ram::1:user/a" }, {})).toBe(false);
  });

  it("trust a user by ARN, and everybody in an account", () => {
    expect(trusts(document(trust({ RAM: "acs:ram::1:user/a" })), { arn: "acs:ram::1:user/a" }, {})).toBe(true);
    expect(trusts(document(trust({ RAM: "acs:ram::1:user/a" })), { arn: "acs:ram::1:user/b" }, {})).toBe(false);
    expect(trusts(document(trust({ RAM: "acs:ram::1:root" })), { arn: "acs:ram::1:user/b" }, {})).toBe(true);
    expect(trusts(document(trust({ RAM: "acs:ram::2:root" })), { arn: "acs:ram::1:user/b" }, {})).toBe(false);
  });

  it("refuse on a denial and on a condition that does not hold", () => {
    const both = document(trust({ RAM: "*" }), trust({ RAM: "acs:ram::1:user/a" }, undefined, "Deny"));
    expect(trusts(both, { arn: "acs:ram::1:user/a" }, {})).toBe(false);
    const external = document(trust({ RAM: "*" }, { StringEquals: { "sts:ExternalId": "7" } }));
    expect(trusts(external, { arn: "acs:ram::1:user/a" }, {})).toBe(false);
    expect(trusts(external, { arn: "acs:ram::1:user/a" }, { "sts:ExternalId": "7" })).toBe(true);
  });
});
