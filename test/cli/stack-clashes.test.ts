import { expect, test } from "vitest";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

const SPEC = `
name: shop
resources:
  jobs: { kind: queue }
  eu-jobs: { kind: queue }
  names: { kind: bucket }
functions:
  web: { handler: web.ts, permissions: { jobs: [send], eu-jobs: [send], names: [read] } }
  eu-web: { handler: web.ts }
`;

const stack = (target: string, more = "") => `config: { polyfn:target: ${target}${more} }`;

/** What `check` remarks on a stack of a project with these others. */
async function clashes(name: string, stacks: Readonly<Record<string, string>>, spec = SPEC): Promise<string[]> {
  const cwd = temporaryDirectory();
  const files = Object.entries(stacks).map(([other, text]) => [`Pulumi.${other}.yaml`, text]);
  write(cwd, {
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "polyfn.yaml": spec,
    "web.ts": "export default { raw: () => 1 };",
    ...Object.fromEntries(files),
  });
  const { out, err } = await polyfn(cwd, "check", "--stack", name, "--json");
  expect(err).toBe("");
  const { remarks } = JSON.parse(out) as { remarks: { code: string; path: string[]; message: string }[] };
  return remarks
    .filter(({ code }) => code === "stack-clash")
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test.each([
  ["aws", "aws:sqs/queue:Queue", "AWS"],
  ["aliyun", "alicloud:message/serviceQueue:ServiceQueue", "Aliyun"],
])("equal names of two stacks are remarked in both on %s", async (target, queue, cloud) => {
  const stacks = { prod: stack(target), "prod-eu": stack(target), "prod-us": stack(target) };
  const shorter = await clashes("prod", stacks);
  expect(shorter.map((line) => line.slice(0, line.indexOf(":")))).toEqual(["functions.eu-web", "resources.eu-jobs"]);
  expect(shorter[1]).toBe(
    `resources.eu-jobs: Its ${queue} is "shop-prod-eu-jobs" on ${cloud}, like that of resources.jobs in the stack "prod-eu".`,
  );
  const longer = await clashes("prod-eu", stacks);
  expect(longer.map((line) => line.slice(0, line.indexOf(":")))).toEqual(["functions.web", "resources.jobs"]);
  expect(longer[1]).toContain('like that of resources["eu-jobs"] in the stack "prod"');
});

test.each([
  ["another region", { prod: stack("aws", ", polyfn:region: eu-west-1"), "prod-eu": stack("aws") }],
  ["another target", { prod: stack("aws"), "prod-eu": stack("aliyun") }],
  ["no hyphen between", { prod: stack("aws"), prodeu: stack("aws") }],
  ["a file that cannot be read", { prod: stack("aws"), "prod-eu": "config: [" }],
])("a stack with %s clashes with none", async (_, stacks) => {
  expect(await clashes("prod", stacks)).toEqual([]);
});

test("parts that only one of the stacks has do not clash, and a remark can be silenced", async () => {
  const stacks = { prod: stack("aws"), "prod-eu": stack("aws") };
  const environments = "environments: { prod: { functions: { eu-web: null }, resources: { eu-jobs: null } } }";
  const without = SPEC.replace(", eu-jobs: [send]", "");
  expect(await clashes("prod-eu", stacks, `${without}${environments}\n`)).toEqual([]);
  const silence = 'silence: { stack-clash: "Stacks have accounts of their own." }\n';
  expect(await clashes("prod", stacks, `${SPEC}${silence}`)).toEqual([]);
});
