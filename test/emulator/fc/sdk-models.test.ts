import { afterAll, beforeAll, expect, it } from "vitest";
import { MISSING } from "../../../offline/aliyun/services/fc/missing.ts";
import { type Stage, stage } from "./harness.ts";
import { requestFields, sdkOperations, unknownToEmulator } from "./models.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
  await on.make("f");
});
afterAll(() => on.server.stop());

it("reads the operations and fields of the vendor's client", () => {
  expect(sdkOperations()).toContain("PutScalingConfig");
  expect(requestFields("ListFunctions").query).toContain("resourceGroupId");
  const paths = requestFields("CreateFunction").body.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["timeout", "logConfig.project", "nasConfig.mountPoints.mountDir"]));
});

it("serves every operation and field of the client's models except those listed as missing", async () => {
  expect(await unknownToEmulator()).toEqual(Object.keys(MISSING).sort());
});

it.each([
  ["PUT", "/functions/f", { timout: 1 }, /timout/],
  ["PUT", "/functions/f", { logConfig: { project: "p", logstore: "l", topic: "t" } }, /topic/],
  ["PUT", "/functions/f", { nasConfig: { mountPoints: [{ serverAddr: "a", mountDir: "/m", uid: 1 }] } }, /uid/],
  ["GET", "/functions?name=f", undefined, /name: is no query parameter of ListFunctions/],
  ["DELETE", "/functions/f?qualifier=1", undefined, /qualifier: is no query parameter of DeleteFunction/],
  ["DELETE", "/functions/f?versionId=1", undefined, /versionId/],
])("refuses an unknown parameter: %s %s %j", async (method, path, body, message) => {
  const answer = await on.call(method, path, body);
  expect(answer).toMatchObject({
    status: 400,
    body: { Code: "InvalidArgument", Message: expect.stringMatching(message) },
  });
  expect((await on.call("GET", "/functions/f")).status).toBe(200);
});
