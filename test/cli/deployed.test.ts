import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Operator } from "../../adapters/operate.ts";
import { openOperator } from "../../adapters/aws/operate/operator.ts";
import { openEngineStack } from "../../cli/engine-stack.ts";
import { UserError } from "../../model/errors.ts";
import { fakeOperator, type OperatorCall } from "../infra/operate/fake-app.ts";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

vi.mock("../../cli/engine-stack.ts");
vi.mock("../../adapters/aws/operate/operator.ts");

const SPEC = `
name: shop
resources:
  jobs: { kind: queue }
  site: { kind: api }
functions:
  pay:
    handler: functions/pay.ts
    triggers:
      onJob: { kind: queue, queue: jobs }
      often: { kind: schedule, rate: 1h }
  page:
    handler: functions/page.ts
    triggers: { get: { kind: http, api: site, routes: ["GET /"] } }
`;

const part = (name: string) => ({ name: `shop-dev-${name}`, id: `arn:${name}`, url: `https://${name}.example` });
const outputs = {
  functions: { pay: part("pay"), page: part("page") },
  resources: { jobs: part("jobs"), site: part("site") },
};
const regions = ["us-east-1", "eu-west-1"];
const stacks = {
  dev: "polyfn:target: localstack",
  both: `polyfn:targets: [${regions.map((region) => `{ target: localstack, region: ${region} }`).join(", ")}]`,
};

let directory: string;
let calls: OperatorCall[];
/** Targets whose server was started for the command. */
let started: string[];

/** Makes the stacks as if they were deployed, on a cloud that answers so. */
function deployed(answers: Partial<Operator> = {}): void {
  const fake = fakeOperator(answers);
  calls = fake.calls;
  vi.mocked(openOperator).mockResolvedValue(fake.operator);
  vi.mocked(openEngineStack).mockImplementation(async (stack) => {
    const all =
      stack === "dev" ? outputs : Object.fromEntries(regions.map((one) => [`shop-localstack-${one}`, outputs]));
    return { addresses: {}, started, outputs: async () => all } as unknown as Awaited<
      ReturnType<typeof openEngineStack>
    >;
  });
}

beforeEach(() => {
  started = [];
  directory = temporaryDirectory();
  write(directory, {
    "Pulumi.yaml": "name: shop\n",
    "polyfn.yaml": SPEC,
    ...Object.fromEntries(
      Object.entries(stacks).map(([name, config]) => [`Pulumi.${name}.yaml`, `config:\n  ${config}\n`]),
    ),
  });
  deployed();
});

const command = (...args: string[]) => polyfn(directory, ...args);

describe("polyfn list", () => {
  it("shows functions with their triggers, and resources", async () => {
    const { code, out } = await command("list", "-s", "dev");
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "shop on localstack in us-east-1",
        "  pay       function  shop-dev-pay   https://pay.example",
        "    .often  schedule",
        "    .onJob  queue     jobs",
        "  page      function  shop-dev-page  https://page.example",
        "    .get    http      site",
        "  jobs      queue     shop-dev-jobs  https://jobs.example",
        "  site      api       shop-dev-site  https://site.example",
        "",
      ].join("\n"),
    );
    expect(calls).toEqual([]);
  });

  it("has an object for each target in JSON", async () => {
    const { out } = await command("list", "-s", "both", "--json");
    expect(JSON.parse(out)).toMatchObject(regions.map((region) => ({ target: "localstack", region })));
  });
});

describe("a server on this machine that was not running", () => {
  it("is said to be empty, and is not asked", async () => {
    started = ["localstack"];
    const { code, err } = await command("invoke", "pay", "-s", "dev");
    expect(code).toBe(2);
    expect(err).toContain("was not running; it is now, and empty: what was deployed to it is gone.");
    expect(err).toContain("polyfn up -s dev");
    expect(calls).toEqual([]);
    expect((await command("list", "-s", "dev")).code).toBe(0);
  });
});

describe("polyfn invoke", () => {
  const answer = { payload: '{"paid":true}', requestId: "7", durationMs: 3, billedMs: 4, memoryMb: 65 };
  const logs = [{ text: '{"level":"warn","message":"slow","ms":9}' }, { text: "done", level: "info" as const }];

  it("prints the answer, and log and facts on standard error", async () => {
    deployed({ invoke: async () => ({ ...answer, logs }) });
    const { code, out, err } = await command("invoke", "pay", '{"order":1}', "-s", "dev");
    expect({ code, out }).toEqual({ code: 0, out: '{"paid":true}\n' });
    expect(err).toContain("| WARN  slow ms=9\n| INFO  done\n");
    expect(err).toMatch(/duration 3 ms, billed 4 ms, 65 MB of memory, \d+ ms to the cloud and back, request 7\n$/);
    expect(calls).toEqual([["invoke", "shop-dev-pay", { mode: "sync", payload: '{"order":1}' }]]);
  });

  it("calls the function on every target, or on the chosen one", async () => {
    deployed({ invoke: async () => ({ ...answer, logs: [] }) });
    const { out } = await command("invoke", "pay", "-s", "both", "--json");
    const shown = regions.map((region) => ({
      ...{
        target: "localstack",
        region,
        function: "pay",
        logs: [],
        ...{ error: null, unchecked: null },
        result: { paid: true },
        tookMs: expect.any(Number),
      },
      ...{ requestId: "7", durationMs: 3, billedMs: 4, memoryMb: 65 },
    }));
    expect(JSON.parse(out)).toEqual(shown);
    const chosen = await command("invoke", "pay", "-s", "both", "--region", "eu-west-1");
    expect(chosen.out).toBe('{"paid":true}\n');
    const both = await command("invoke", "pay", "-s", "both");
    expect(both.out).toBe(regions.map((region) => `localstack in ${region}:\n{"paid":true}\n`).join(""));
  });

  it("prints the answers of the other targets where one refuses", async () => {
    let first = true;
    deployed({
      invoke: async () => {
        if (!first) return { ...answer, logs: [] };
        first = false;
        throw new UserError("AWS denies access to shop-dev-pay.", "Use others.");
      },
    });
    const { code, out, err } = await command("invoke", "pay", "-s", "both");
    expect({ code, out }).toEqual({ code: 2, out: 'localstack in eu-west-1:\n{"paid":true}\n' });
    expect(err).toContain("AWS denies access to shop-dev-pay.");
  });

  it("exits with 3 when the function fails", async () => {
    deployed({ invoke: async () => ({ payload: '{"errorMessage":"no"}', error: "TypeError", logs: [] }) });
    const { code, out, err } = await command("invoke", "pay", "-s", "dev");
    expect({ code, out }).toEqual({ code: 3, out: '{"errorMessage":"no"}\n' });
    expect(err).toContain("The function failed: TypeError\n");
  });

  it("hands over a file's payload, the mode and the qualifier", async () => {
    deployed({ invoke: async () => ({ logs: [] }) });
    write(directory, { "event.json": '{"a":1}' });
    expect((await command("invoke", "pay", "@event.json", "--async", "-s", "dev")).out).toBe(
      "The cloud took the call.\n",
    );
    expect((await command("invoke", "pay", "--dry-run", "--qualifier", "live", "-s", "dev")).out).toBe(
      "The call is allowed.\n",
    );
    expect(calls.map(([, , invocation]) => invocation)).toEqual([
      { mode: "async", payload: '{"a":1}' },
      { mode: "dry-run", payload: "{}", qualifier: "live" },
    ]);
  });

  it.each([
    [["{bad"], "The payload is not JSON: "],
    [["@none.json"], "none.json"],
  ])("refuses the payload %j", async (payload, message) => {
    const { code, err } = await command("invoke", "pay", ...payload, "-s", "dev");
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(calls).toEqual([]);
  });
});

describe("polyfn trigger", () => {
  it("gives the source what the options say", async () => {
    const { code, out } = await command("trigger", "pay.onJob", "--body", '{"a":1}', "-s", "dev");
    expect({ code, out }).toEqual({ code: 0, out: "message of 7 bytes to queue jobs\n" });
    expect(calls).toEqual([["sendMessage", "shop-dev-jobs", '{"a":1}', {}]]);
  });

  it("prints the response of a request, and exits with 3 when it is an error", async () => {
    const ok = await command("trigger", "page", "--header", "x-a: 1:2", "-s", "dev");
    expect(ok).toEqual({ code: 0, out: "ok\n", err: "GET https://site.example/: 200\n" });
    expect(calls[0]?.[2]).toMatchObject({ headers: { "x-a": "1:2" } });
    deployed({ request: async () => ({ status: 500, headers: {}, body: Buffer.from("broken") }) });
    const failed = await command("trigger", "page", "-s", "dev", "--json");
    expect(failed.code).toBe(3);
    expect(JSON.parse(failed.out)).toEqual([
      {
        ...{ target: "localstack", region: "us-east-1", sent: "GET https://site.example/" },
        response: { status: 500, headers: {}, body: "broken" },
      },
    ]);
  });

  it("sends what caused the events in a file", async () => {
    write(directory, { "job.json": '{"messages":[{"text":"1"},{"text":"2"}]}' });
    const { out } = await command("trigger", "pay.onJob", "job.json", "-s", "dev");
    expect(out).toBe("message of 1 byte to queue jobs\n".repeat(2));
  });

  it.each([
    [["pay"], 'The function "pay" has several triggers.', "Give one of pay.often, pay.onJob."],
    [["pay.onjob"], 'There is no trigger "onjob" in the function "pay".', 'Did you mean "onJob"?'],
    [["pay.onJob", "--body", "a", "--file", "b"], "--body and --file are both given.", "Give one of them."],
    [
      ["pay.onJob", "job.json", "--body", "a"],
      "An event in a file says all that is sent, except for headers of a request.",
      "either the file",
    ],
    [["page", "--header", "x"], '--header: "x" has no name and value.', "Write --header 'name: value'."],
    [["pay.often", "--time", "soon"], '--time: "soon" is neither a duration nor a time.', "10m"],
  ])("refuses %j", async (args, message, remedy) => {
    const { code, out, err } = await command("trigger", ...args, "-s", "dev");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err.replaceAll(/ *\n */g, " ")).toContain(remedy);
  });
});

describe("polyfn logs", () => {
  const lines = [
    {
      time: new Date("2026-01-31T08:00:00Z"),
      text: '{"level":"error","message":"no","error":{"name":"E","stack":"E: no\\n    at pay.ts:1"}}',
    },
    { time: new Date("2026-01-31T08:00:01Z"), text: "plain", requestId: "7" },
  ];

  it("shows lines of all functions with level, fields and stacks", async () => {
    deployed({ logs: async ({ name }) => ({ lines: name === "shop-dev-pay" ? lines : [], cursor: "" }) });
    const { code, out } = await command("logs", "-s", "dev");
    expect({ code, out }).toEqual({
      code: 0,
      out: "2026-01-31T08:00:00.000Z pay ERROR no\n    E: no\n        at pay.ts:1\n2026-01-31T08:00:01.000Z pay plain\n",
    });
    expect((await command("logs", "pay", "-s", "dev", "--level", "warn")).out).not.toContain("plain");
  });

  it("prints an object a line in JSON", async () => {
    deployed({ logs: async () => ({ lines: lines.slice(1), cursor: "" }) });
    const { out } = await command("logs", "pay", "-s", "dev", "--json");
    expect(JSON.parse(out)).toEqual({
      ...{ target: "localstack", region: "us-east-1", function: "pay" },
      ...{ time: "2026-01-31T08:00:01.000Z", requestId: "7", message: "plain" },
    });
  });

  it("says since when there are no lines", async () => {
    deployed({ logs: async () => ({ lines: [], cursor: "" }) });
    const { code, out, err } = await command("logs", "-s", "dev", "--since", "2026-01-31T08:00:00Z");
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "No lines since 2026-01-31T08:00:00.000Z.\n" });
  });
});

describe("every command for what is deployed", () => {
  it.each([["list"], ["invoke", "pay"], ["trigger", "pay.onJob"], ["logs"]])(
    "passes on what the stack refuses: %s",
    async (...args) => {
      vi.mocked(openEngineStack).mockRejectedValue(new UserError('The stack "dev" was never deployed.', "Deploy it."));
      const { code, out, err } = await command(...args, "-s", "dev");
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain('The stack "dev" was never deployed.');
    },
  );

  it.each([["list"], ["invoke", "pay"], ["trigger", "pay.onJob"], ["logs"]])("needs a stack: %s", async (...args) => {
    const { code, err } = await command(...args);
    expect(code).toBe(2);
    expect(err).toContain("--stack");
  });
});
