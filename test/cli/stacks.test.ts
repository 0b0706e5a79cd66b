import { expect, test } from "vitest";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn as inDirectory } from "./polyfn.ts";

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
  "stacks/Pulumi.key.yaml":
    "config: { polyfn:spec: specs, polyfn:target: aws, polyfn:logLevel: info, polyfn:regoin: eu-west-1 }",
  "stacks/Pulumi.entry.yaml": "config: { polyfn:spec: specs, polyfn:targets: [{ target: aws, regoin: eu-west-1 }] }",
  "stacks/Pulumi.where.yaml": "config: { polyfn:spec: specs, polyfn:target: aws, polyfn:environment: stagign }",
};

function polyfn(...argv: string[]): ReturnType<typeof inDirectory> {
  const cwd = temporaryDirectory();
  write(cwd, FILES);
  return inDirectory(cwd, ...argv);
}

test("a stack's plan uses its target, region, settings, environment, spec and overrides", async () => {
  const { code, out } = await polyfn("plan", "--stack", "prod", "--inputs");
  expect(code).toBe(0);
  expect(out).toMatch("customDomainName: shop-prod-site.shop.example");
  expect(out).toMatch("acs:log:eu-central-1:");
  expect(out).toMatch("memorySize: 512");
  expect(out).toMatch("timeout: 7");
});

test("missing settings of a stack are reported before anything is deployed", async () => {
  const { code, err } = await polyfn("check", "--stack", "bare");
  expect(code).toBe(2);
  expect(err).toMatch(/resources\.site\n.*has no domain.*\[missing-setting\]/);
});

test("an unsupported feature is reported at the environment that uses it", async () => {
  const cwd = temporaryDirectory();
  const spec = "name: shop\nfunctions: { page: { handler: page.ts } }";
  const changes = "environments: { huge: { functions: { page: { memory: 20480 } } } }";
  write(cwd, { ...FILES, "specs/polyfn.yaml": `${spec}\n${changes}` });
  const { code, err } = await inDirectory(cwd, "check", "--spec", "specs/polyfn.yaml", "--target", "aws");
  expect(code).toBe(2);
  expect(err).toContain("environments.huge.functions.page.memory\n");
});

test.each([
  [
    "key",
    'config["polyfn:regoin"]',
    'Neither polyfn nor the spec reads polyfn:regoin. [unknown-key]\n    -> Did you mean "polyfn:region"?',
  ],
  [
    "entry",
    'config["polyfn:targets"][0].regoin',
    'There is no field "regoin" here. The fields are target, region, settings. [unknown-key]\n    -> Did you mean "region"?',
  ],
  [
    "where",
    'config["polyfn:environment"]',
    '"stagign" is not among the spec\'s environments. They are staging. [unknown-environment]\n    -> Did you mean "staging"?',
  ],
])("an unknown key in the stack %s is a problem of its file", async (stack, path, message) => {
  const { code, err } = await polyfn("check", "--stack", stack);
  expect(code).toBe(2);
  expect(err).toBe(`1 problem in stacks/Pulumi.${stack}.yaml\n\n  ${path}\n    ${message}\n`);
});

test("a configuration value of the spec may have a name similar to one of polyfn's keys", async () => {
  const cwd = temporaryDirectory();
  const spec =
    "name: shop\nfunctions: { page: { handler: page.ts, environment: { R: { config: regoin } }, triggers: { w: { kind: http } } } }";
  write(cwd, { ...FILES, "specs/polyfn.yaml": spec });
  expect((await inDirectory(cwd, "check", "--stack", "key")).err).toBe("");
});

test("several problems of a stack are reported at once", async () => {
  const { code, out, err } = await polyfn("check", "--stack", "faulty");
  expect([code, out]).toEqual([2, ""]);
  expect(err.match(/\[[\w-]+\]/g)).toEqual(["[unknown-setting]", "[missing-setting]"]);
});

test("a stack with several targets is checked for each, and planned for the selected one", async () => {
  const checked = await polyfn("check", "--stack", "both");
  expect(checked.out.match(/is fine for .+\./g)).toEqual([
    "is fine for AWS Lambda.",
    "is fine for AWS Lambda.",
    "is fine for Aliyun Function Compute.",
  ]);
  const open = await polyfn("plan", "--stack", "both", "--target", "aws", "--json");
  expect(open.code).toBe(2);
  expect(open.err).toMatch("aws in eu-central-1, aws in us-east-1.");
  const chosen = await polyfn("plan", "--stack", "both", "--target", "aws", "--region", "us-east-1", "--inputs");
  expect(chosen.err).toBe("");
  expect(chosen.out).toMatch("on AWS Lambda.");
});

test.each(["check", "plan", "build"])("%s refuses a stack without a file and lists the stacks", async (command) => {
  const out = command === "build" ? ["--out", "dist"] : [];
  const { code, err } = await polyfn(command, "--stack", "prd", "--target", "aliyun", "--spec", "specs", ...out);
  expect(code).toBe(2);
  expect(err).toBe(
    'There is no stack "prd": stacks/Pulumi.prd.yaml does not exist.\n' +
      '-> Did you mean "prod"? Stacks: bare, both, entry, faulty, key, prod, where. To create another stack, write its file.\n',
  );
});

test("a plan without a stack needs only a target", async () => {
  const { code, out } = await polyfn("plan", "--target", "aliyun", "--spec", "specs", "--inputs");
  expect(code).toBe(0);
  expect(out).toMatch("customDomainName: shop-plan-site.example.com");
  const nowhere = await polyfn("plan", "--spec", "specs");
  expect(nowhere.code).toBe(2);
  expect(nowhere.err).toMatch(/no --target, and no stack[\s\S]*one of aws, aliyun, localstack/);
});

test.each([
  ["stagign", 'The spec\'s environments are staging. Did you mean "staging"?'],
  ["qa", "The spec's environments are staging."],
])(
  "outside of a Pulumi project the stack %s is reported as not being an environment of the spec",
  async (stack, known) => {
    const cwd = temporaryDirectory();
    write(cwd, { "polyfn.yaml": FILES["specs/polyfn.yaml"], "page.ts": FILES["specs/page.ts"] });
    const { code, err } = await inDirectory(cwd, "check", "--stack", stack);
    expect(code).toBe(0);
    expect(err).toBe(
      `There is no Pulumi.yaml here or in any directory above: the stack "${stack}" is only part of names. ${known}\n`,
    );
    expect((await inDirectory(cwd, "check", "--stack", "staging")).err).toBe("");
  },
);

test("outside of a Pulumi project a stack is only a name", async () => {
  const cwd = temporaryDirectory();
  write(cwd, { "polyfn.yaml": FILES["specs/polyfn.yaml"], "page.ts": FILES["specs/page.ts"] });
  const { code, out } = await inDirectory(cwd, "plan", "--stack", "dev", "--target", "aliyun", "--inputs");
  expect(code).toBe(0);
  expect(out).toMatch("customDomainName: shop-dev-site.example.com");
});

/** `polyfn plan` of a stack in a project with this configuration in Pulumi.yaml and in the stack's file. */
function planOf(shared: string, own: string): ReturnType<typeof inDirectory> {
  const cwd = temporaryDirectory();
  write(cwd, { ...FILES, "Pulumi.yaml": `${FILES["Pulumi.yaml"]}config:\n${shared}`, "stacks/Pulumi.dev.yaml": own });
  return inDirectory(cwd, "plan", "--stack", "dev", "--json");
}

test("a stack has the values of Pulumi.yaml where its own file has none", async () => {
  const shared = `
  polyfn:spec: specs
  polyfn:region: { value: us-west-2 }
  polyfn:target: { type: string, default: aws }
  table: { type: string }
`;
  const { code, out, err } = await planOf(shared, "config: { polyfn:region: eu-west-1 }");
  expect(code, err).toBe(0);
  expect(JSON.parse(out).target).toBe("aws");
  expect(out).toContain("eu-west-1");
  expect(out).not.toContain("us-west-2");
});

test("a key of Pulumi.yaml without a namespace is the project's own", async () => {
  const { code, err } = await planOf("  target: aws\n  polyfn:spec: specs\n", "config: {}");
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("No target is given") });
});

test("an object in Pulumi.yaml that declares nothing is reported", async () => {
  const { code, out } = await planOf(
    "  polyfn:settings: { domain: shop.example }\n",
    "config: { polyfn:target: aliyun }",
  );
  expect(code).toBe(2);
  expect(JSON.parse(out).problems).toEqual([
    expect.objectContaining({ path: ["config", "polyfn:settings"], remedy: expect.stringContaining("{ value:") }),
  ]);
});

test.each([
  ["polyfn:target", "polyfn:target: { secure: v1:abc }"],
  ["polyfn:settings", "polyfn:target: aliyun\n  polyfn:settings: { domain: { secure: v1:abc } }"],
  [
    "polyfn:overrides",
    "polyfn:target: aws\n  polyfn:overrides: { functions: { page: { memory: { secure: v1:abc } } } }",
  ],
])("an encrypted value of %s is reported", async (key, lines) => {
  const { code, out } = await planOf("  polyfn:spec: specs\n", `config:\n  ${lines}\n`);
  expect(code).toBe(2);
  expect(JSON.parse(out).problems).toEqual([
    expect.objectContaining({
      code: "encrypted",
      path: ["config", key],
      remedy: expect.stringContaining("--plaintext"),
    }),
  ]);
});

test("an encrypted value that only the engine needs is left to it", async () => {
  const { code, err } = await planOf(
    "  polyfn:spec: specs\n",
    "config: { polyfn:target: aws, polyfn:token: { secure: v1:abc } }",
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test.each([
  ["text that is no YAML", "config: {", /Pulumi\.dev\.yaml can't be read/],
  ["a list as its configuration", "config: [polyfn:target]", /Pulumi\.dev\.yaml can't be read/],
])("a stack's file with %s is named", async (_what, own, message) => {
  const { code, err } = await planOf("  polyfn:spec: specs\n", own);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});
