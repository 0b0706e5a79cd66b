import { addressOf } from "../../../offline/drivers/app.ts";
import type { HttpResponse } from "../../../offline/drivers/cloud.ts";
import { githubDelivery } from "../../../offline/drivers/github.ts";
import { type ConformanceCase, expectSame, type Stage } from "../case.ts";

const handler = "functions/faulty.ts";

/** Strings that every error of the function contains, and that only an error or a stack would reveal. */
const LEAK = /hunter2|index\.mjs|function\.mjs|node:|\/var\/task|\/code|\/tmp|Error|\bat /;

/** Throws unless the answer is a request id and nothing else. */
function expectNothing({ status, headers, body }: HttpResponse, expected: number, what: string): void {
  const text = body.toString("utf8");
  expectSame(status, expected, `the status after ${what}`);
  const { requestId, ...more } = JSON.parse(text) as { requestId?: unknown };
  if (typeof requestId !== "string" || requestId === "" || Object.keys(more).length > 0 || LEAK.test(text))
    throw new Error(`the body after ${what} is ${text.slice(0, 300)}`);
  const said = JSON.stringify(headers);
  if (LEAK.test(said)) throw new Error(`the headers after ${what} are ${said.slice(0, 300)}`);
}

const THROWS = 100;

/** Calls an address with random numbers of failures, a few at once. */
async function failAll(ask: (n: number) => Promise<HttpResponse>, where: string, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, () => Math.floor(Math.random() * 1_000_000));
  const one = async () => {
    for (let n = numbers.pop(); n !== undefined; n = numbers.pop())
      expectNothing(await ask(n), 500, `failure ${n} of ${where}`);
  };
  await Promise.all(Array.from({ length: 4 }, one));
}

const at =
  ({ cloud }: Stage, url: string) =>
  (n: number) =>
    cloud.request(`${url}/?n=${n}`);

const ownAddress: ConformanceCase = {
  title: "answers a request id and nothing else, whatever a handler throws",
  proves: ["http"],
  parts: { functions: { faulty: { handler, triggers: { web: { kind: "http" } } } } },
  run: (stage) => failAll(at(stage, addressOf(stage.function("faulty"))), "its own URL", THROWS),
};

const apiAddress: ConformanceCase = {
  title: "answers a request id and nothing else at an api, whatever a handler throws",
  proves: ["http.api"],
  parts: {
    resources: { faultyDoor: { kind: "api" } },
    functions: { faultyRoute: { handler, triggers: { web: { kind: "http", api: "faultyDoor" } } } },
  },
  run: (stage) => failAll(at(stage, addressOf(stage.resource("faultyDoor"))), "an api", THROWS),
};

const hook: ConformanceCase = {
  title: "answers a request id and nothing else to a webhook's sender, whatever a handler throws",
  proves: ["webhook"],
  parts: {
    resources: { faultySecret: { kind: "secret", value: { config: "password" } } },
    functions: {
      faultyHook: { handler, triggers: { push: { kind: "webhook", sender: "github", secret: "faultySecret" } } },
    },
  },
  run: ({ cloud, function: fn }) =>
    failAll(
      (n) => cloud.request(addressOf(fn("faultyHook")), githubDelivery("push", { n }, "not a secret")),
      "a webhook",
      THROWS / 4,
    ),
};

const unloadable: ConformanceCase = {
  title: "answers a request id and nothing else where a function's module cannot be loaded",
  proves: ["http", "http.api"],
  parts: {
    resources: { unloadableDoor: { kind: "api" } },
    functions: {
      unloadable: { handler: "functions/unloadable.ts", triggers: { web: { kind: "http" } } },
      unloadableRoute: {
        handler: "functions/unloadable.ts",
        triggers: { web: { kind: "http", api: "unloadableDoor" } },
      },
    },
  },
  async run({ cloud, function: fn, resource }) {
    for (const url of [addressOf(fn("unloadable")), addressOf(resource("unloadableDoor"))])
      for (const attempt of ["the first call", "the second call"])
        expectNothing(await cloud.request(url), 500, `${attempt} of ${url}`);
  },
};

export const failureCases = [ownAddress, apiAddress, hook, unloadable];
