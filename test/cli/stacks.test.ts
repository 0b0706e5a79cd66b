import { expect, test } from "vitest";
import { run } from "../../cli/index.ts";
import { temporaryDirectory, write } from "../infra/project.ts";

/** A project with an api, which needs a domain of the stack's on Aliyun, and stacks. */
const FILES = {
  "Pulumi.yaml": "name: shop\nruntime: nodejs\nstackConfigDir: stacks\n",
  "specs/polyfn.yaml": `
name: shop
resources: { site: { kind: api } }
functions:
  page: { handler: page.ts, triggers: { web: { kind: http, api: site } } }
environments:
  staging: { functions: { page: { memory: 512 } } }
`,
  "specs/page.ts": "export default { http: () => new Response() };",
  "stacks/Pulumi.prod.yaml": `
config:
  polyfn:spec: specs
  polyfn:target: aliyun
  polyfn:region: eu-central-1
  polyfn:environment: staging
  polyfn:overrides: { functions: { page: { timeout: 7s } } }
  polyfn:settings: { domain: shop.example }
`,
  "stacks/Pulumi.bare.yaml": "config: { polyfn:spec: specs, polyfn:target: aliyun }",
  "stacks/Pulumi.both.yaml": `
config:
  polyfn:spec: specs
  polyfn:targets:
    - { target: aws, region: eu-central-1 }
    - { target: aws, region: us-east-1 }
    - { target: aliyun, settings: { domain: shop.example } }
`,
  "stacks/Pulumi.faulty.yaml": `
config:
  polyfn:spec: specs
  polyfn:targets:
    - { target: aws, settings: { town: here } }
    - { target: aliyun }
`,
};

async function polyfn(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const cwd = temporaryDirectory();
  write(cwd, FILES);
  const written = { out: "", err: "" };
  const keep = (stream: "out" | "err") => (text: string) => {
    written[stream] += text;
  };
  const code = await run(argv, { cwd, colour: false, out: keep("out"), err: keep("err") });
  return { code, ...written };
}

test("a stack's plan is of its target, region, settings, environment, spec and overrides", async () => {
  const { code, out } = await polyfn("plan", "--stack", "prod");
  expect(code).toBe(0);
  expect(out).toMatch("customDomainName: shop-prod-site.shop.example");
  expect(out).toMatch("acs:log:eu-central-1:");
  expect(out).toMatch("memorySize: 512");
  expect(out).toMatch("timeout: 7");
});

test("what a stack's settings lack is found before anything is deployed", async () => {
  const { code, err } = await polyfn("check", "--stack", "bare");
  expect(code).toBe(2);
  expect(err).toMatch(/resources\.site\n.*has no domain.*\[missing-setting\]/);
});

test("what is wrong in several places is told at once", async () => {
  const { code, out, err } = await polyfn("check", "--stack", "faulty");
  expect([code, out]).toEqual([2, ""]);
  expect(err.match(/\[[\w-]+\]/g)).toEqual(["[unknown-setting]", "[missing-setting]"]);
});

test("a stack that goes to several places is checked for each, and planned for the one chosen", async () => {
  const checked = await polyfn("check", "--stack", "both");
  expect(checked.out.match(/is fine for .+\./g)).toEqual([
    "is fine for AWS Lambda.",
    "is fine for AWS Lambda.",
    "is fine for Aliyun Function Compute.",
  ]);
  const open = await polyfn("plan", "--stack", "both", "--target", "aws");
  expect(open.code).toBe(2);
  expect(open.err).toMatch("aws in eu-central-1, aws in us-east-1.");
  const chosen = await polyfn("plan", "--stack", "both", "--target", "aws", "--region", "us-east-1");
  expect(chosen.err).toBe("");
  expect(chosen.out).toMatch("on AWS Lambda.");
});

test("a stack without a file gives a plan its name alone", async () => {
  const { code, out } = await polyfn("plan", "--stack", "dev", "--target", "aliyun", "--spec", "specs");
  expect(code).toBe(0);
  expect(out).toMatch("customDomainName: shop-dev-site.example.com");
  const nowhere = await polyfn("plan", "--stack", "dev", "--spec", "specs");
  expect(nowhere.code).toBe(2);
  expect(nowhere.err).toMatch(/no --target, and no stack "dev"[\s\S]*one of aws, aliyun, localstack/);
});
