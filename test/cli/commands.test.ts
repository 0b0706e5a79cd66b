import { createHash } from "node:crypto";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { targets } from "../../infra/targets.ts";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

const SPEC = `
name: shop
resources:
  jobs: { kind: queue, visibilityTimeout: 2m }
  key: { kind: secret, value: { config: stripeKey } }
functions:
  worker:
    handler: functions/worker.ts
    environment: { SUBNET: { config: subnet }, QUEUE: { ref: jobs.url } }
    permissions: { key: [read] }
    triggers: { onJob: { kind: queue, queue: jobs } }
`;
const WORKER = `import { defineHandler } from "polyfn/runtime"; export default defineHandler({ async queue() {} });`;

function project(files: Readonly<Record<string, string>> = {}): string {
  const directory = temporaryDirectory();
  write(directory, { "polyfn.yaml": SPEC, "functions/worker.ts": WORKER, ...files });
  return directory;
}

test("help lists every command", async () => {
  const { code, out } = await polyfn(".", "--help");
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "Usage: polyfn [options] [command]

    Deploys serverless functions to several clouds from one spec, through Pulumi.

    Options:
      -V, --version                                Print the version.
      -h, --help                                   Print help.

    Commands:
      init [options] [folder]                      Make a project, or add polyfn to one.
      check [options]                              Check a spec; report every problem at once.
      plan [options] [function...]                 Show what a spec becomes on its targets.
      build [options]                              Package the functions of a spec for a target.
      up [options]                                 Deploy a stack.
      preview [options]                            Show what up would change in a stack.
      refresh [options]                            Compare a stack's state with the cloud, and correct the state.
      destroy [options]                            Delete everything that a stack has deployed.
      outputs [options]                            Print the outputs of a stack: names, identifiers and addresses.
      dev [options]                                Deploy a stack, then update its functions whenever you save a file.
      pulumi [options] [arguments...]              Run the Pulumi engine on a stack, with everything that the stack needs.
      list [options]                               List the deployed functions, triggers and resources of a stack.
      invoke [options] <function> [payload]        Call a deployed function.
      trigger [options] <trigger> [event]          Fire a trigger of a deployed function.
      logs [options] [function...]                 Show the logs of deployed functions.
      events [options] <action> <kind-or-trigger>  Generate an event of a trigger, or record real ones.
      offline [options] <cloud>                    Run an emulated cloud on this machine, until Ctrl-C.
      completion <shell>                           Print a script that completes commands in your shell.
      help [command]                               Print help for a command.
    "
  `);
});

test("check without a target prints the verdict of every target", async () => {
  const { code, out, err } = await polyfn(project(), "check");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatchInlineSnapshot(`
    "polyfn.yaml is a valid spec.

     Target                           Deployable   Remarks
     AWS Lambda                       yes
     Aliyun Function Compute          yes          Queue trigger: per-message failure: The function's shim sends failed
                                                   messages to the queue again, or to its dead-letter queue when they
                                                   failed too often.
                                                   Queue: A queue of MNS, which keeps a message for 7 days at most,
                                                   whatever retention says.
     LocalStack-compatible endpoint   yes

    Nothing was bundled. plan and build also check imports, native addons, package sizes and files.
    "
  `);
});

test("check with a target prints the verdict of this target", async () => {
  expect(await polyfn(project(), "check", "--target", "aws")).toMatchInlineSnapshot(`
    {
      "code": 0,
      "err": "",
      "out": "polyfn.yaml is fine for AWS Lambda.

    Nothing was bundled. plan and build also check imports, native addons, package sizes and files.
    ",
    }
  `);
});

test("problems of spec, environments, target and files are one report without a stack trace", async () => {
  const directory = project({
    "polyfn.yaml": `
name: shop
functions:
  worker:
    handler: functions/wroker.ts
    memory: 64
    triggers: { onJob: { kind: queue, queue: jbos }, nightly: { kind: schedule, cron: "0 4 1 * MON" } }
  keeper: { handler: functions/keeper.ts, timeout: 1h }
`,
    "functions/keeper.ts": "export default { raw() {} };",
  });
  const { code, out, err } = await polyfn(directory, "check", "--target", "aws");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err.replaceAll(directory, "<directory>")).toMatchInlineSnapshot(`
    "5 problems in polyfn.yaml

      functions.keeper.timeout
        Lambda allows at most "15m" for timeout, not "1h". [out-of-range]
        -> Set timeout to "15m" or less. Split longer work, for example over a queue.

      functions.worker.handler
        There is no file "functions/wroker.ts" in <directory>. [missing-handler]
        -> Did you mean "functions/worker.ts"? Otherwise create the file.

      functions.worker.memory
        The number 64 is out of range. It must be a whole number of MB from 128 to 32768. [out-of-range]
        -> Choose a value within the range.

      functions.worker.triggers.nightly.cron
        "0 4 1 * MON" gives both a day of the month and a day of the week, which together mean either of them; AWS allows only one. [unsupported]
        -> Use two schedule triggers, one with the day of the month and one with the day of the week.

      functions.worker.triggers.onJob.queue
        There is no queue named "jbos" in this spec. [dangling-reference]
        -> Add a queue to the spec and name it here.

    1 remark in polyfn.yaml

      functions.keeper
        Nothing calls the function "keeper": it has no triggers and no invokers, and no other function may invoke it. [nothing-calls]
        -> Add a trigger, or silence this remark if the function is called from outside of the spec.
    "
  `);
});

test("check reports problems of environments", async () => {
  const environments = "environments: { prod: { functions: { worker: { memory: lots } } } }\n";
  const { code, err } = await polyfn(project({ "polyfn.yaml": SPEC + environments }), "check");
  expect(code).toBe(2);
  expect(err).toContain("environments.prod.functions.worker.memory");
});

test.each([
  [["check", "--target", "awss"], /no target "awss"[\s\S]*Did you mean "aws"/],
  [["plan"], /no --target, and no stack with a target/],
  [["frob"], /unknown command 'frob'/],
  [["check", "--spec", "nowhere.yaml"], /There is no spec file "nowhere.yaml"/],
])("a mistake on the command line is reported: %j", async (argv, message) => {
  const { code, out, err } = await polyfn(project(), ...argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
  expect(err).not.toMatch(/^ +at /m);
});

test("plan prints the native resources with masked secrets, identically from any directory", async () => {
  const directory = project();
  const first = await polyfn(directory, "plan", "--target", "aws", "--json");
  const elsewhere = ["plan", "--target", "aws", "--json", "--spec", join(directory, "polyfn.yaml")];
  const second = await polyfn(temporaryDirectory(), ...elsewhere);
  expect(first).toMatchObject({ code: 0, err: "" });
  expect(second.out).toBe(first.out);
  const { target, resources } = JSON.parse(first.out) as {
    target: string;
    resources: { type: string; name: string; inputs: Record<string, unknown> }[];
  };
  expect(target).toBe("aws");
  const types = resources.map(({ type, name }) => `${name} ${type}`);
  expect(types).toMatchInlineSnapshot(`
    [
      "shop-aws-us-east-1-aws pulumi:providers:aws",
      "shop-aws-us-east-1-jobs aws:sqs/queue:Queue",
      "shop-aws-us-east-1-key aws:secretsmanager/secret:Secret",
      "shop-aws-us-east-1-key-version aws:secretsmanager/secretVersion:SecretVersion",
      "shop-aws-us-east-1-worker aws:lambda/function:Function",
      "shop-aws-us-east-1-worker-jobs aws:lambda/eventSourceMapping:EventSourceMapping",
      "shop-aws-us-east-1-worker-logs aws:cloudwatch/logGroup:LogGroup",
      "shop-aws-us-east-1-worker-policy aws:iam/rolePolicy:RolePolicy",
      "shop-aws-us-east-1-worker-role aws:iam/role:Role",
    ]
  `);
  const version = resources.find(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion");
  expect(version?.inputs.secretString).toBe("[secret]");
  const fn = resources.find(({ type }) => type === "aws:lambda/function:Function");
  expect(fn?.inputs).toMatchObject({
    code: { zip: expect.stringMatching(/^[0-9a-f]{64}\.zip$/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    environment: {
      variables: { SUBNET: "<subnet>", QUEUE: "https://sqs.us-east-1.amazonaws.com/123456789012/shop-plan-jobs" },
    },
    role: "arn:aws:iam::123456789012:role/shop-plan-worker-us-east-1",
  });
  expect(first.out).not.toContain(directory);
});

test("plan --inputs prints a readable list", async () => {
  const { code, out } = await polyfn(project(), "plan", "--target", "localstack", "--inputs");
  expect(code).toBe(0);
  expect(out).toMatch(/shop-localstack-us-east-1-jobs {2}aws:sqs\/queue:Queue\n( {4}.*\n)* {4}name: shop-plan-jobs\n/);
  expect(out).toMatch(/\d+ resources on .+\.\n$/);
});

test("plan refuses an override of a missing child", async () => {
  const directory = project({
    "polyfn.yaml": SPEC.replace(
      "    permissions",
      "    override: { aws: { fucntion: { memorySize: 300 } } }\n    permissions",
    ),
  });
  const { code, err } = await polyfn(directory, "plan", "--target", "aws");
  expect(code).toBe(2);
  expect(err).toContain("functions.worker.override.aws.fucntion");
});

test("build writes the zips and a manifest of exactly these", async () => {
  const directory = project();
  const { code } = await polyfn(directory, "build", "--target", "aws", "--out", "out");
  expect(code).toBe(0);
  expect(readdirSync(join(directory, "out")).sort()).toEqual(["manifest.json", "worker.zip"]);
  const zip = readFileSync(join(directory, "out/worker.zip"));
  expect(JSON.parse(readFileSync(join(directory, "out/manifest.json"), "utf8"))).toEqual({
    functions: {
      worker: {
        zip: "worker.zip",
        handler: "index.handler",
        runtime: "nodejs22.x",
        sha256: createHash("sha256").update(zip).digest("hex"),
        bytes: zip.length,
      },
    },
  });
});

test("errors of a bundle name file, line and function", async () => {
  const directory = project({ "functions/worker.ts": `import "not-installed";\nexport default { queue() {} };` });
  const { code, err } = await polyfn(directory, "build", "--target", "aws", "--out", "out");
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "1 problem in polyfn.yaml

      functions.worker.handler
        functions/worker.ts:1:8: Could not resolve "not-installed" [bundle]
        -> Install it beside the handler (npm install not-installed), correct the import, or name it in external if the function never loads it or gets it from a layer.
    "
  `);
});

test("build lists the files of a handler's folder that are not in its package", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "polyfn.yaml": `name: shop\nfunctions:\n  report: { handler: "jobs/report.py:main", runtime: python3.12, invokers: { a: { account: "123456789012" } } }\n`,
    "jobs/report.py": "def main(event, context): pass",
    "jobs/__pycache__/report.pyc": "",
  });
  symlinkSync("gone", join(directory, "jobs/data"));
  const { code, out } = await polyfn(directory, "build", "--target", "aws", "--out", "out");
  expect(code).toBe(0);
  expect(out.replace(/[0-9a-f]{64}/, "<digest>")).toMatchInlineSnapshot(`
    "report.zip  1 KB  <digest>
      without __pycache__/: it is a cache of Python's

    1 remark in polyfn.yaml

      functions.report
        "data" is not packaged: it is a link that leads nowhere. [not-packaged]
        -> Replace it by a file that can be packaged, or name it in .polyfnignore or in a pattern that begins with "!".
    "
  `);
  const strict = await polyfn(directory, "build", "--target", "aws", "--out", "out", "--strict");
  expect(strict.code).toBe(2);
  expect(strict.err).toContain('"data" is not packaged: it is a link that leads nowhere. [not-packaged]');
});

test("check refuses a bootstrap that cannot start, on every target", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "polyfn.yaml": "name: shop\nfunctions: { tool: { handler: tool, runtime: custom } }\n",
    "tool/bootstrap": "#!/bin/sh\r\nexec ./tool\r\n",
  });
  for (const target of targets()) {
    const { code, err } = await polyfn(directory, "check", "--target", target);
    expect({ target, code }).toEqual({ target, code: 2 });
    expect(err).toContain("tool/bootstrap has Windows line ends (CRLF)");
  }
});
