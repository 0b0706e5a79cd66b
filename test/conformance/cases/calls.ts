import { until } from "../../../offline/drivers/demo.ts";
import { type ConformanceCase, expectSame, recorder, recording, release, started } from "../case.ts";

/** A payload in the record of a call: JSON itself, or as text. */
const payloadIn = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);

const answers: ConformanceCase = {
  title: "answers a direct call, and says what a function threw",
  proves: ["function.nodejs"],
  parts: { functions: { direct: recording({}) } },
  async run({ cloud, function: fn, run }) {
    const fine = await cloud.invoke(fn("direct"), { word: run });
    expectSame(fine, { answer: { answered: { word: run } } }, "the answer");
    const failed = await cloud.invoke(fn("direct"), { do: "fail" });
    if (failed.error === undefined) throw new Error(`a function that throws was answered ${JSON.stringify(failed)}`);
    expectSame((failed.answer as { errorMessage?: string }).errorMessage, "told to fail", "the error's message");
  },
};

const timeouts: ConformanceCase = {
  title: "ends a call that takes longer than the timeout",
  proves: ["function.nodejs"],
  parts: { functions: { slow: recording({}, { timeout: "2s" }) } },
  async run({ cloud, function: fn }) {
    // It would be answered after an hour.
    const { error, answer } = await cloud.invoke(fn("slow"), { do: "sleep", ms: 3_600_000 });
    if (error === undefined) throw new Error(`it was answered ${JSON.stringify(answer)}`);
    const { errorMessage = "" } = answer as { errorMessage?: string };
    if (!/timed out/i.test(errorMessage)) throw new Error(`it was ended with "${errorMessage}"`);
  },
};

const permissions: ConformanceCase = {
  title: "lets a function do what its permissions say, and nothing else",
  proves: ["function.nodejs"],
  beyond: {
    localstack: "It checks no policies.",
  },
  parts: {
    resources: { mine: { kind: "bucket" }, theirs: { kind: "bucket" } },
    functions: {
      curious: {
        handler: "functions/curious.ts",
        permissions: { mine: ["read", "write"], theirs: ["read"] },
      },
    },
  },
  async run({ cloud, function: fn, resource }) {
    await cloud.putObject(resource("theirs"), "there.txt", Buffer.from("there"), "text/plain");
    const { answer } = await cloud.invoke(fn("curious"), {});
    const { theirs = "", ...others } = answer as { mine: string; theirs: string; read: string };
    expectSame(others, { mine: "written", read: "there" }, "what it could do");
    if (!/^refused: .*Access ?Denied|Forbidden|403/.test(theirs)) throw new Error(`writing elsewhere was ${theirs}`);
    expectSame(await cloud.getObject(resource("theirs"), "note.txt"), undefined, "what it wrote elsewhere");
  },
};

const secrets: ConformanceCase = {
  title: "gives a function the value of a secret, which stands nowhere else",
  proves: ["resource.secret"],
  parts: {
    resources: { password: { kind: "secret", value: { config: "password" } } },
    functions: { keeper: { handler: "functions/keeper.ts", permissions: { password: ["read"] } } },
  },
  async run({ cloud, function: fn }) {
    const { answer } = await cloud.invoke(fn("keeper"), {});
    expectSame(answer, { length: "not a secret".length, inEnvironment: false }, "what it says of the secret");
  },
};

const reserved: ConformanceCase = {
  title: "runs at most as many instances as are reserved, and refuses the rest",
  proves: ["function.concurrency.reserved"],
  parts: { functions: { single: recording({}, { timeout: "5m", concurrency: { reserved: 1 } }) } },
  async run(stage) {
    const { cloud, function: fn, run } = stage;
    const id = `single-${run}`;
    const first = cloud.invoke(fn("single"), { do: "wait", id });
    await started(stage, id);
    const others = await Promise.all([1, 2].map(() => cloud.invoke(fn("single"), {})));
    await release(stage, id);
    const { refused } = await first;
    if (refused !== undefined) throw new Error(`the first call was refused: ${refused}`);
    if (others.some((other) => other.refused === undefined))
      throw new Error(`calls beside it were answered ${JSON.stringify(others)}`);
  },
};

const asyncCalls: ConformanceCase = {
  title: "repeats a failed asynchronous call as often as it says, then hands it on",
  proves: ["function.async.retries", "function.async.onFailure"],
  parts: {
    resources: { gaveUp: { kind: "queue" } },
    functions: { later: recording({}, { async: { retries: 1, onFailure: "gaveUp" } }) },
  },
  async run({ cloud, function: fn, resource, recorded, records, run }) {
    await cloud.invokeAsync(fn("later"), { word: run });
    await recorded("later", run, (r) => (r.data as { word?: string }).word === run);
    await cloud.invokeAsync(fn("later"), { id: run, do: "fail" });
    const [message] = await until("the record of the failure", async () => {
      const messages = await cloud.takeMessages(resource("gaveUp"));
      return messages.length > 0 ? messages : undefined;
    });
    const { requestPayload } = JSON.parse(message ?? "{}") as { requestPayload?: unknown };
    expectSame(payloadIn(requestPayload), { id: run, do: "fail" }, "the payload in the record");
    const tries = (await records("later")).filter((r) => (r.data as { id?: string }).id === run);
    expectSame(tries.length, 2, "calls of the failing one");
  },
};

const onSuccess: ConformanceCase = {
  title: "hands on the result of an asynchronous call",
  proves: ["function.async.onSuccess"],
  beyond: {
    ministack: "It never delivers to a destination for success.",
    "ministack-full": "It never delivers to a destination for success.",
  },
  parts: {
    resources: { results: { kind: "queue" } },
    functions: { fruitful: recording({}, { async: { onSuccess: "results" } }) },
  },
  async run({ cloud, function: fn, resource, run }) {
    await cloud.invokeAsync(fn("fruitful"), { word: run });
    const [message] = await until("the record of the result", async () => {
      const messages = await cloud.takeMessages(resource("results"));
      return messages.length > 0 ? messages : undefined;
    });
    const { responsePayload } = JSON.parse(message ?? "{}") as { responsePayload?: unknown };
    expectSame(payloadIn(responsePayload), { answered: { word: run } }, "the result in the record");
  },
};

const aliases: ConformanceCase = {
  title: "publishes a version behind an alias, through which triggers call",
  proves: ["function.alias"],
  parts: {
    resources: { aliasQueue: { kind: "queue" } },
    functions: { aliased: recording({ message: { kind: "queue", queue: "aliasQueue" } }, { alias: { name: "live" } }) },
  },
  async run({ cloud, function: fn, resource, recorded, run }) {
    const version = await cloud.newestVersion(fn("aliased"));
    if (!/^\d+$/.test(version)) throw new Error(`the newest version is ${version}`);
    for (const qualifier of ["live", version]) {
      const { answer } = await cloud.invoke(fn("aliased"), { word: `${qualifier}-${run}` }, qualifier);
      expectSame(answer, { answered: { word: `${qualifier}-${run}` } }, `the answer of ${qualifier}`);
    }
    await cloud.sendMessage(resource("aliasQueue"), JSON.stringify({ word: run }));
    await recorded("aliased", run, (r) => (r.data as { word?: string }).word === run);
  },
};

const provisioned: ConformanceCase = {
  title: "keeps instances warm",
  told: true,
  proves: ["function.concurrency.provisioned"],
  parts: { functions: { warm: recording({}, { concurrency: { provisioned: 1 } }) } },
  async run({ cloud, function: fn }) {
    expectSame((await cloud.settings(fn("warm"))).provisioned, 1, "the number of warm instances");
  },
};

const settings: ConformanceCase = {
  title: "runs with the memory, timeout, disk and log retention of the spec",
  told: true,
  proves: ["function.ephemeralStorage", "function.logRetention"],
  parts: {
    functions: { sized: recording({}, { memory: 512, timeout: "20s", ephemeralStorage: 10_240, logRetention: 14 }) },
  },
  async run({ cloud, function: fn }) {
    const { memoryMb, timeoutSeconds, diskMb, logRetentionDays } = await cloud.settings(fn("sized"));
    expectSame([memoryMb, timeoutSeconds, diskMb, logRetentionDays], [512, 20, 10_240, 14], "its settings");
  },
};

const ages: ConformanceCase = {
  title: "lets asynchronous calls wait no longer than they may",
  told: true,
  proves: ["function.async.maxAge"],
  parts: { functions: { patient: recording({}, { async: { maxAge: "5m", retries: 0 } }) } },
  async run({ cloud, function: fn }) {
    const { asyncMaxAgeSeconds, asyncRetries } = await cloud.settings(fn("patient"));
    expectSame([asyncMaxAgeSeconds, asyncRetries], [300, 0], "its settings for asynchronous calls");
  },
};

const python: ConformanceCase = {
  title: "runs a Python function",
  proves: ["function.python"],
  parts: { functions: { snake: { handler: "functions/snake.py:handler", runtime: "python" } } },
  async run({ cloud, function: fn, run }) {
    const { answer } = await cloud.invoke(fn("snake"), { word: run });
    expectSame(answer, { answered: run, from: "python" }, "the answer");
  },
};

const functionsCallFunctions: ConformanceCase = {
  title: "lets a function call another one and get its answer",
  proves: ["function.nodejs"],
  parts: {
    functions: {
      caller: { handler: "functions/caller.ts", permissions: { callee: ["invoke"] } },
      callee: { handler: recorder, permissions: { records: ["send"], marks: ["read", "write"] } },
    },
  },
  async run({ cloud, function: fn, run }) {
    const { answer } = await cloud.invoke(fn("caller"), { word: run });
    expectSame(answer, { heard: { answered: { word: run } } }, "the answer");
  },
};

export const callCases = [
  answers,
  timeouts,
  permissions,
  secrets,
  reserved,
  asyncCalls,
  onSuccess,
  aliases,
  provisioned,
  settings,
  ages,
  python,
  functionsCallFunctions,
];
