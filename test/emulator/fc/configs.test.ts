import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ACCOUNT, Fc, REGION, type Stage, stage } from "./harness.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
beforeEach(async () => {
  await on.server.reset();
  on.executor.provisioned.length = 0;
  await on.make("f1");
});
afterAll(() => on.server.stop());

const arn = `acs:fc:${REGION}:${ACCOUNT}:functions/f1`;

test("stores an asynchronous invocation config that the provider reads without a qualifier", async () => {
  const destination = `acs:mns:${REGION}:${ACCOUNT}:/queues/q/messages`;
  const body = {
    destinationConfig: { onFailure: { destination }, onSuccess: {} },
    functionName: "f1",
    maxAsyncEventAgeInSeconds: 3600,
    maxAsyncRetryAttempts: 2,
  };
  expect((await on.call("GET", "/functions/f1/async-invoke-config")).body.Code).toBe("AsyncConfigNotExists");
  const put = await on.call("PUT", "/functions/f1/async-invoke-config?qualifier=LATEST", body);
  expect(put.status).toBe(200);
  const { functionName: _, ...settings } = body;
  const read = await on.call("GET", "/functions/f1/async-invoke-config");
  expect(read.body).toMatchObject({ ...settings, functionArn: `${arn}/LATEST`, asyncTask: false });
  const client = await on.client.getAsyncInvokeConfig("f1", new Fc.GetAsyncInvokeConfigRequest({}));
  expect(client.body?.destinationConfig?.onFailure?.destination).toBe(destination);
  expect((await on.call("GET", "/async-invoke-configs")).body.configs).toHaveLength(1);
  expect((await on.call("DELETE", "/functions/f1/async-invoke-config?qualifier=LATEST")).status).toBe(204);
  expect((await on.call("DELETE", "/functions/f1/async-invoke-config")).body.Code).toBe("AsyncConfigNotExists");
});

test.each([
  [{ maxAsyncRetryAttempts: 9 }, /maxAsyncRetryAttempts/],
  [{ maxAsyncEventAgeInSeconds: 0 }, /maxAsyncEventAgeInSeconds/],
  [{ destinationConfig: { onFailure: { destination: "acs:oss:x" } } }, /destination/],
  [{ retries: 1 }, /retries/],
])("refuses the asynchronous invocation config %j", async (body, message) => {
  const answer = await on.call("PUT", "/functions/f1/async-invoke-config", body);
  expect(answer).toMatchObject({
    status: 400,
    body: { Code: "InvalidArgument", Message: expect.stringMatching(message) },
  });
});

test("sets, reads and deletes reserved concurrency", async () => {
  expect((await on.call("GET", "/functions/f1/concurrency")).body.Code).toBe("OnDemandConfigNotFound");
  const put = await on.call("PUT", "/functions/f1/concurrency", { functionName: "f1", reservedConcurrency: 10 });
  expect(put.body).toEqual({ functionArn: arn, reservedConcurrency: 10 });
  expect((await on.client.getConcurrencyConfig("f1")).body).toMatchObject({ reservedConcurrency: 10 });
  expect((await on.call("GET", "/concurrency-configs")).body.configs).toHaveLength(1);
  await on.client.deleteConcurrencyConfig("f1");
  expect((await on.call("DELETE", "/functions/f1/concurrency")).body.Code).toBe("OnDemandConfigNotFound");
});

test("starts, counts and ends provisioned instances", async () => {
  const put = await on.call("PUT", "/functions/f1/provision-config?qualifier=LATEST", {
    functionName: "f1",
    target: 2,
  });
  expect(put.body).toMatchObject({ target: 2, current: 2, functionArn: `${arn}/LATEST` });
  expect(on.executor.provisioned.at(-1)).toEqual(["f1", "LATEST", 2]);
  expect((await on.call("GET", "/functions/f1/provision-config")).body).toMatchObject({
    target: 2,
    alwaysAllocateCPU: false,
  });
  await on.call("PUT", "/functions/f1", { timeout: 10 });
  expect(on.executor.provisioned).toHaveLength(2);
  expect((await on.call("DELETE", "/functions/f1/provision-config?qualifier=LATEST")).status).toBe(204);
  expect(on.executor.provisioned.at(-1)).toEqual(["f1", "LATEST", 0]);
  expect((await on.call("GET", "/functions/f1/provision-config")).body).toMatchObject({ target: 0, current: 0 });
  await on.call("POST", "/functions/f1/versions", {});
  const bare = await on.call("PUT", "/functions/f1/provision-config?qualifier=1", { target: 1 });
  expect(bare.body.Code).toBe("InvalidArgument");
});

test("keeps instances running for a scaling config", async () => {
  const put = await on.call("PUT", "/functions/f1/scaling-config?qualifier=LATEST", { minInstances: 3 });
  expect(put.body).toMatchObject({ minInstances: 3, targetInstances: 3, currentInstances: 3 });
  expect((await on.call("GET", "/functions/f1/instances")).body.instances).toHaveLength(3);
  await on.call("DELETE", "/functions/f1/scaling-config?qualifier=LATEST");
  expect(on.executor.provisioned.at(-1)).toEqual(["f1", "LATEST", 0]);
});

test("returns no scaling config where none was set, whatever runs", async () => {
  const none = { functionArn: "", currentInstances: 0, targetInstances: 0 };
  await on.call("PUT", "/functions/f1/provision-config?qualifier=LATEST", { target: 1 });
  expect((await on.call("GET", "/functions/f1/scaling-config?qualifier=LATEST")).body).toMatchObject(none);
  await on.call("PUT", "/functions/f1/scaling-config?qualifier=LATEST", { minInstances: 2 });
  await on.call("DELETE", "/functions/f1/scaling-config?qualifier=LATEST");
  const { body } = await on.call("GET", "/functions/f1/scaling-config?qualifier=LATEST");
  expect(body).toMatchObject(none);
  expect(body).not.toHaveProperty("minInstances");
});

test("accepts scaling and provision policies without times", async () => {
  const scheduled = { name: "s", scheduleExpression: "cron(0 0 4 * * *)", target: 1 };
  const tracked = { name: "t", metricType: "CPUUtilization", metricTarget: 0.6 };
  const scaling = {
    minInstances: 1,
    scheduledPolicies: [scheduled],
    horizontalScalingPolicies: [{ ...tracked, minInstances: 1, maxInstances: 2 }],
  };
  expect((await on.call("PUT", "/functions/f1/scaling-config", scaling)).body).toMatchObject(scaling);
  const provision = {
    target: 1,
    scheduledActions: [scheduled],
    targetTrackingPolicies: [{ ...tracked, minCapacity: 1, maxCapacity: 2 }],
  };
  expect((await on.call("PUT", "/functions/f1/provision-config", provision)).body).toMatchObject(provision);
});

test("creates, lists and deletes VPC bindings", async () => {
  expect((await on.call("POST", "/functions/f1/vpc-bindings", { vpcId: "vpc-1" })).status).toBe(204);
  expect((await on.client.listVpcBindings("f1")).body?.vpcIds).toEqual(["vpc-1"]);
  expect((await on.call("DELETE", "/functions/f1/vpc-bindings/vpc-1")).status).toBe(204);
  expect((await on.call("GET", "/functions/f1/vpc-bindings")).body).toEqual({ vpcIds: [] });
});

test("refuses each config for a function that does not exist", async () => {
  for (const path of [
    "async-invoke-config",
    "concurrency",
    "provision-config",
    "vpc-bindings",
    "triggers",
    "versions",
    "aliases",
  ]) {
    expect((await on.call("GET", `/functions/nobody/${path}`)).body.Code).toBe("FunctionNotFound");
  }
});
