import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { createSls } from "../../../offline/aliyun/services/sls/index.ts";
import { createSts } from "../../../offline/aliyun/services/sts/index.ts";
import { sls } from "../../conformance/clouds/aliyun-api.ts";
import { callRpc, codeOf } from "../support/call.ts";
import { ACCOUNT, type Answer, REGION, type Stage, stage } from "./harness.ts";

const SETTLE = 20_000;
const ROLE = `acs:ram::${ACCOUNT}:role/r`;
const PATH = "/functions/f/triggers";

let on: Stage;
beforeAll(async () => {
  on = await stage({ settle: SETTLE, around: { ram: createRam, sts: createSts, sls: createSls } });
});
beforeEach(() => on.server.reset());
afterAll(() => on.server.stop());

const ram = (action: string, query: Record<string, string>) => callRpc(on.server, "2015-05-01", action, query);

async function makeRole(principal: object): Promise<void> {
  const trust = { Version: "1", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }] };
  await ram("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: JSON.stringify(trust) });
}

/** Makes something in SLS, which itself knows it at once. */
async function makeLogs(action: string, path: string, body: object, project?: string): Promise<void> {
  const at = { endpoint: on.server.url, region: REGION };
  await sls(at, path, { action, body, ...(project !== undefined && { project }) });
}
const makeProject = () => makeLogs("CreateProject", "/", { projectName: "logs", description: "" });
const makeStore = () =>
  makeLogs("CreateLogStore", "/logstores", { logstoreName: "all", ttl: 7, shardCount: 1 }, "logs");

const said = ({ status, body }: Answer) => (status === 200 ? "fine" : `${status} ${body.Code}: ${body.Message}`);
const make = async (settings: object) => said(await on.make("f", settings));

describe("a new RAM role", () => {
  const assumed = () =>
    codeOf(callRpc(on.server, "2015-04-01", "AssumeRole", { RoleArn: ROLE, RoleSessionName: "session" }));

  it("can be read at once, and assumed only after a while", async () => {
    await makeRole({ Service: ["fc.aliyuncs.com"], RAM: [`acs:ram::${ACCOUNT}:root`] });
    expect(await codeOf(ram("GetRole", { RoleName: "r" }))).toBe("none");
    expect(await make({ role: ROLE })).toBe(`403 AccessDenied: role '${ROLE}' does not exist`);
    expect(await assumed()).toBe("EntityNotExist.Role");
    await on.server.clock.advance(SETTLE);
    expect(await make({ role: ROLE })).toBe("fine");
    expect(await assumed()).toBe("none");
  });

  it("is refused in a function update until then", async () => {
    expect(await make({})).toBe("fine");
    await makeRole({ Service: ["fc.aliyuncs.com"] });
    expect(said(await on.call("PUT", "/functions/f", { role: ROLE }))).toMatch(/^403 AccessDenied/);
    await on.server.clock.advance(SETTLE);
    expect(said(await on.call("PUT", "/functions/f", { role: ROLE }))).toBe("fine");
  });
});

describe("a new log project", () => {
  it("is unknown to Function Compute for a while, and so is its logstore", async () => {
    const logConfig = { project: "logs", logstore: "all" };
    expect(await make({ logConfig })).toBe("400 InvalidArgument: project 'logs' does not exist");
    await makeProject();
    expect(await make({ logConfig })).toBe("400 InvalidArgument: project 'logs' does not exist");
    await on.server.clock.advance(SETTLE);
    await makeStore();
    expect(await make({ logConfig })).toBe("400 InvalidArgument: logstore 'all' does not exist");
    await on.server.clock.advance(SETTLE);
    expect(await make({ logConfig })).toBe("fine");
  });

  it("cannot be the source of a trigger until it and the role are known", async () => {
    const trigger = {
      triggerName: "t",
      triggerType: "log",
      qualifier: "LATEST",
      sourceArn: `acs:log:${REGION}:${ACCOUNT}:project/logs`,
      invocationRole: ROLE,
      triggerConfig: JSON.stringify({
        sourceConfig: { logstore: "all" },
        jobConfig: { maxRetryTime: 1, triggerInterval: 60 },
        functionParameter: {},
        logConfig: { project: "logs", logstore: "all" },
        enable: true,
      }),
    };
    const attach = async () => said(await on.call("POST", PATH, trigger));
    expect(await make({})).toBe("fine");
    await makeRole({ Service: ["log.aliyuncs.com"] });
    expect(await attach()).toMatch(/^403 AccessDenied/);
    await on.server.clock.advance(SETTLE);
    await makeProject();
    await makeStore();
    expect(await attach()).toMatch(/ProjectNotExist/);
    await on.server.clock.advance(SETTLE);
    expect(await attach()).toBe("fine");
  });
});
