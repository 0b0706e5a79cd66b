import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openDeployedStack } from "../../cli/deployed-stack.ts";
import type { FunctionInput } from "../../model/function.ts";
import { fakeApp, fakeOperator } from "../infra/operate/fake-app.ts";
import { temporaryDirectory } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

vi.mock("../../cli/deployed-stack.ts");

const recorded = (id: string, json: string | undefined, trigger = "onJob") => {
  const parts = json === undefined ? [undefined] : [json.slice(0, 10), json.slice(10)];
  return parts.map((one, part) => ({
    time: new Date(1_000 + part),
    text: JSON.stringify({
      ...{ level: "info", message: "polyfn.recorded" },
      recorded: {
        ...{ id, kind: "queue", trigger, part, parts: json === undefined ? 0 : 2, size: 9 },
        ...(one !== undefined && { json: one }),
      },
    }),
  }));
};
const events = [
  ...recorded("11111111-1", '{"messages":[]}'),
  ...recorded("22222222-2", '{"messages":[]}', "often"),
  ...recorded("33333333-3", undefined),
];
const page = async () => ({ lines: [...events, { time: new Date(2_000), text: "own line" }], cursor: "1" });

let directory: string;
beforeEach(async () => {
  directory = temporaryDirectory();
  await deployed();
});
const command = (...args: string[]) => polyfn(directory, ...args);

/** Makes the stack as if it were deployed, with these fields of its function. */
async function deployed(fields: Pick<FunctionInput, "recordEvents"> = {}): Promise<void> {
  const triggers = { onJob: { kind: "queue", queue: "jobs" }, often: { kind: "schedule", rate: "1h" } } as const;
  const functions = { pay: { handler: "pay.ts", triggers, ...fields } };
  const app = await fakeApp(
    { resources: { jobs: { kind: "queue" } }, functions },
    fakeOperator({ logs: page }).operator,
  );
  vi.mocked(openDeployedStack).mockResolvedValue([app]);
}

describe("polyfn events record", () => {
  it("writes the events of the trigger into files, and says what was too large", async () => {
    await deployed({ recordEvents: true });
    const { code, out, err } = await command("events", "record", "pay.onJob", "-s", "dev");
    expect({ code, out }).toEqual({
      code: 0,
      out: "test/events/pay.onJob/1970-01-01T00-00-01.001Z-11111111.json\n",
    });
    expect(err).toBe("An event of 9 characters at 1970-01-01T00:00:01.000Z was too large to record.\n");
    expect(readFileSync(join(directory, out.trim()), "utf8")).toBe('{\n  "messages": []\n}\n');
  });

  it("ends after so many events, and fails where there are fewer", async () => {
    await deployed({ recordEvents: true });
    const args = ["events", "record", "pay.onJob", "-s", "dev", "--json", "--count"];
    const one = await command(...args, "1");
    expect(one.code).toBe(0);
    const [tooLarge = "", kept = ""] = one.out.split("\n");
    expect(JSON.parse(tooLarge)).not.toHaveProperty("file");
    expect(JSON.parse(kept)).toEqual({
      ...{ target: "aws", region: "us-east-1", function: "pay", id: "11111111-1", size: 9 },
      time: "1970-01-01T00:00:01.001Z",
      file: "test/events/pay.onJob/1970-01-01T00-00-01.001Z-11111111.json",
    });
    expect((await command(...args, "2")).code).toBe(3);
  });

  it("leaves recorded events out of the log", async () => {
    await deployed();
    const { out } = await command("logs", "pay", "-s", "dev");
    expect(out).toBe("1970-01-01T00:00:02.000Z pay own line\n");
  });

  it.each<[string[], string, string]>([
    [["pay.onJob", "-s", "dev"], 'The function "pay" does not record its events.', "recordEvents: true"],
    [["pay.onJob"], "reads from a deployed stack", "--stack"],
    [["pay.onJob", "-s", "dev", "--body", "x"], "polyfn events record takes no --body.", "events generate"],
    [["pay.onjob", "-s", "dev"], 'There is no trigger "onjob"', "onJob"],
    [["pay", "-s", "dev"], 'The function "pay" has several triggers.', "pay.onJob"],
    [["pay.onJob", "-s", "dev", "--count", "0"], '--count: "0" is not a whole number', "such as 1"],
  ])("refuses %j", async (args, message, remedy) => {
    const { code, err } = await command("events", "record", ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain(remedy);
  });
});
