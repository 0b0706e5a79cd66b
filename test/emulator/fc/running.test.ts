import { expect, test } from "vitest";
import { startAliyun } from "../../../offline/aliyun/server.ts";
import { createFc } from "../../../offline/aliyun/services/fc/index.ts";
import { zipOf } from "./harness.ts";

/** FC with the executor that really runs code; everything else about FC is tested without it. */
test("runs, updates and runs a function again after a reset", async () => {
  await using server = await startAliyun({ services: { fc: createFc } });
  const call = async (method: string, path: string, body: object) => {
    const headers = { authorization: "acs someone:x" };
    const response = await fetch(`${server.url}/2023-03-30${path}`, { method, headers, body: JSON.stringify(body) });
    return { type: response.headers.get("x-fc-error-type"), text: await response.text() };
  };
  const code = (says: string) => ({
    zipFile: zipOf({ "index.js": `exports.handler = async (event, context) => ${says}` }),
  });
  const create = { functionName: "f", runtime: "nodejs20", handler: "index.handler", timeout: 20 };
  const invoke = () => call("POST", "/functions/f/invocations", { n: 1 });

  await call("POST", "/functions", { ...create, code: code("event.toString() + context.function.name") });
  expect(await invoke()).toEqual({ type: null, text: '{"n":1}f' });
  await call("PUT", "/functions/f", { code: code('{ throw new Error("boom") }') });
  const failed = await invoke();
  expect(failed.type).toBe("UnhandledInvocationError");
  expect(JSON.parse(failed.text)).toMatchObject({ errorMessage: "boom", errorType: "Error" });

  await server.reset();
  await call("POST", "/functions", { ...create, code: code('"again"') });
  expect((await invoke()).text).toBe("again");
});
