import * as kms from "@alicloud/kms20160120";
import * as ram from "@alicloud/ram20150501";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handle, type Surroundings } from "../../../offline/aliyun/core/handle.ts";
import { isRemoval } from "../../../offline/aliyun/core/removals.ts";
import type { Caller, Operation } from "../../../offline/aliyun/core/service.ts";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { encode } from "../../../offline/aliyun/services/ots/codec.ts";
import type { Emulated } from "../../../offline/aliyun/core/emulated.ts";
import { services } from "../../../offline/aliyun/services.ts";
import { serviceRequest } from "../support/request.ts";

const caller: Caller = { account: "1234567890123456", type: "root", arn: "acs:ram::1234567890123456:root" };
const around: Surroundings = {
  account: caller.account,
  defaultRegion: "cn-hangzhou",
  keys: { find: () => undefined, stranger: () => caller, anonymous: caller, now: () => 0 },
  may: () => true,
  changed: () => undefined,
};

const made: Record<string, Emulated> = {};
let server: AliyunServer;

beforeAll(async () => {
  const captured = Object.entries(services).map(([name, create]) => {
    const capture: typeof create = (world) => {
      const emulated = create(world);
      made[name] = emulated;
      return emulated;
    };
    return [name, capture];
  });
  server = await startAliyun({ services: Object.fromEntries(captured) as typeof services });
});
afterAll(() => server.stop());

/** A field of number 127, which no message of the vendor's has. */
const STRANGE_FIELD = Buffer.from([0xfa, 0x07, 0x01, 0x61]);

/** Messages with the fields that must be there. */
const MESSAGES: Readonly<Record<string, object>> = {
  DeleteTable: { table_name: "t" },
  DeleteRow: { table_name: "t", primary_key: Buffer.from("k"), condition: { row_existence: "IGNORE" } },
  DropIndex: { main_table_name: "t", index_name: "i" },
  DeleteDefinedColumn: { table_name: "t", columns: ["c"] },
  DeleteTunnel: { table_name: "t", tunnel_name: "n" },
};

/** Parameters of an action or a path, in the query; of Tablestore in the message. */
function requestFor(
  service: string,
  { name, route }: Operation,
  strange: boolean,
): Parameters<typeof serviceRequest>[0] {
  if (service === "ots" && !("action" in route)) {
    const message = encode(`${name}Request`, MESSAGES[name] ?? {});
    return { method: "POST", rawPath: route.path, body: Buffer.concat([message, ...(strange ? [STRANGE_FIELD] : [])]) };
  }
  if ("action" in route) {
    const rawQuery = new URLSearchParams({ Action: name, ...(strange && { strange: "1" }) }).toString();
    return { method: "POST", rawPath: "/", rawQuery };
  }
  const rawQuery = [...(route.query ?? []), ...(strange ? ["strange"] : [])].join("&");
  return { method: route.method, rawPath: route.path.replace(/\{\w+\+?\}/g, "part"), rawQuery, body: "{}" };
}

/** The answer to a request for the operation, with a parameter that it does not have or without. */
async function answer(service: string, operation: Operation, strange: boolean): Promise<string> {
  const { service: emulated } = made[service] as Emulated;
  const headers = { authorization: "any", "x-ots-instancename": "subject" };
  const request = serviceRequest({ ...requestFor(service, operation, strange), headers });
  const host = { region: "cn-hangzhou", ...(service !== "oss" && { subject: "subject" }) };
  const { response, fault } = await handle(emulated, request, host, around);
  expect(fault, `${service} ${operation.name}`).toBeUndefined();
  return `${response.status} ${String(response.body ?? "")}`;
}

/** Parameters that make a removal another one, which the emulator lacks: it refuses them. */
const NOT_EMULATED: Readonly<Record<string, readonly string[]>> = {
  ram: [
    "DetachPolicyFromUser ResourceGroupId",
    "DetachPolicyFromGroup ResourceGroupId",
    "DetachPolicyFromRole ResourceGroupId",
  ],
  kms: [],
};

describe("operations that delete something", () => {
  const names = Object.keys(services);

  it.each(names)("refuse an unknown parameter (%s)", async (service) => {
    const removals = (made[service]?.service.operations ?? []).filter(({ name }) => isRemoval(name));
    const needle = service === "ots" ? "unknown field" : "strange";
    for (const operation of removals) {
      expect(await answer(service, operation, true), operation.name).toMatch(new RegExp(`^4.*${needle}`, "s"));
      // The needle is found for no other reason.
      expect(await answer(service, operation, false), operation.name).not.toContain(needle);
    }
  });

  it("exist in every service that keeps state", () => {
    const without = names.filter((name) => !made[name]?.service.operations.some(({ name: of }) => isRemoval(of)));
    expect(without).toEqual(["sts", "location", "bssopenapi", "ecs"]);
  });

  it.each([
    ["ram", ram],
    ["kms", kms],
  ])("accept the parameters of the vendor's client (%s)", async (service, client) => {
    const models = client as Readonly<Record<string, { names?(): Readonly<Record<string, string>> }>>;
    const refused: string[] = [];
    for (const operation of made[service]?.service.operations ?? []) {
      const names = Object.values(models[`${operation.name}Request`]?.names?.() ?? {});
      for (const name of isRemoval(operation.name) ? names : []) {
        const rawQuery = new URLSearchParams({ Action: operation.name, [name]: "1" }).toString();
        const request = serviceRequest({ method: "POST", rawPath: "/", rawQuery });
        const { response } = await handle((made[service] as Emulated).service, request, {}, around);
        if (String(response.body).includes(`does not take ${name}`)) refused.push(`${operation.name} ${name}`);
      }
    }
    expect(refused).toEqual(NOT_EMULATED[service]);
  });

  it("refuse a parameter with two values", async () => {
    const request = serviceRequest({
      ...{ method: "POST", rawPath: "/", rawQuery: "Action=DeleteUser&UserName=a", body: "UserName=b" },
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    const { response } = await handle((made.ram as Emulated).service, request, {}, around);
    expect(String(response.body)).toContain("UserName has two values");
  });

  it("accept the common parameters of the RPC interface", async () => {
    const rawQuery =
      "Action=DeleteUser&UserName=nobody&RegionId=cn-hangzhou&Format=JSON&Version=2015-05-01&Timestamp=x";
    const request = serviceRequest({ method: "POST", rawPath: "/", rawQuery });
    const { response } = await handle((made.ram as Emulated).service, request, {}, around);
    expect(String(response.body)).toContain("EntityNotExist.User");
  });
});
