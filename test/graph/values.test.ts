import { ComponentResource, type Output, type ProviderResource, runtime, secret } from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lift, lookup, packageOf, secret as kept, text } from "../../adapters/graph/expression.ts";
import { type Graph, ref } from "../../adapters/graph/node.ts";
import { answersFor } from "../../infra/graph/lookups.ts";
import { Values, type ValuesOptions } from "../../infra/graph/values.ts";

const account = lookup("cloud:index/getAccount:getAccount", {}, "id");
const region = lookup("cloud:index/getRegion:getRegion", { name: "here" }, "name");
const upper = lift("upper", (word: string) => word.toUpperCase());

let calls: string[] = [];
beforeEach(async () => {
  calls = [];
  const answer = (token: string) => {
    calls.push(token);
    return token.includes("getAccount") ? { id: "123" } : { name: "somewhere" };
  };
  await runtime.setMocks({
    newResource: ({ inputs }) => ({ id: "id", state: inputs }),
    call: ({ token }) => answer(token),
  });
});
afterEach(() => runtime.disconnect());

const graphOf = (...inputs: object[]): Graph => ({
  handles: new Map(),
  nodes: new Map(
    inputs.map((input, at) => [
      `cloud:index:Thing::${at}`,
      {
        type: "cloud:index:Thing",
        name: `${at}`,
        component: false,
        parent: undefined,
        inputs: { input },
        options: {},
        path: [],
      },
    ]),
  ),
});

const valuesWith = (more: Partial<ValuesOptions>) =>
  new Values({
    graph: { handles: new Map() },
    resources: new Map(),
    provider: undefined as unknown as ProviderResource,
    configuration: { get: () => undefined },
    packages: (fn) => ({ zip: `/${fn}.zip`, sha256: "ab" }),
    ...more,
  });

const isOutput = (value: unknown): boolean => typeof value === "object" && value !== null && "__pulumiOutput" in value;
const resolved = (value: unknown): Promise<unknown> =>
  new Promise((resolve) => (value as Output<unknown>).apply(resolve));

const arn = text`arn:${region}:${upper(text`${account}/name`)}`;

test("joins the provider's answers to a string and requests each answer once", async () => {
  const graph = graphOf({ arn }, { again: lookup("cloud:index/getAccount:getAccount", {}, "id"), deep: [{ arn }] });
  const answers = await answersFor(graph, undefined as unknown as ProviderResource);
  expect(calls.sort()).toEqual(["cloud:index/getAccount:getAccount", "cloud:index/getRegion:getRegion"]);
  expect(valuesWith({ answers }).input({ arn, code: text`${packageOf("f", "sha256")}.zip` })).toEqual({
    arn: "arn:somewhere:123/NAME",
    code: "ab.zip",
  });
});

test("returns an Output for an answer that was not requested before", async () => {
  const made = valuesWith({}).input(arn);
  expect(isOutput(made)).toBe(true);
  expect(await resolved(made)).toBe("arn:somewhere:123/NAME");
});

test("delays a lookup until the resource it depends on exists", async () => {
  const of = new ComponentResource("cloud:index:Thing", "thing");
  const symbolic = lookup(
    "cloud:index/getRegion:getRegion",
    { of: ref({ key: "cloud:index:Thing::thing" }, "urn" as never) },
    "name",
  );
  const answers = await answersFor(graphOf({ symbolic }), undefined as unknown as ProviderResource);
  expect(answers.size).toBe(0);
  const made = valuesWith({ answers, resources: new Map([["cloud:index:Thing::thing", of]]) }).input(symbolic);
  expect(isOutput(made)).toBe(true);
});

test("keeps secrets secret in the values made from them", async () => {
  const values = valuesWith({ configuration: { get: () => secret("hidden") } });
  const made = values.input(text`key=${kept("known")}`) as Output<string>;
  expect(await (made as unknown as { isSecret: Promise<boolean> }).isSecret).toBe(true);
});
