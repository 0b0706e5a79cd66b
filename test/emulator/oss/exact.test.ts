import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handle, type Surroundings } from "../../../offline/aliyun/core/handle.ts";
import type { Caller, Operation } from "../../../offline/aliyun/core/service.ts";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { SUB_RESOURCES } from "../../../offline/aliyun/security/schemes/oss-sub-resources.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { EVERYWHERE } from "../../../offline/aliyun/services/oss/parameters.ts";
import type { Emulated } from "../../../offline/aliyun/core/emulated.ts";
import { serviceRequest } from "../support/request.ts";

const METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE"];
const PLACES = { "/": "/", "/{bucket}": "/exact/", "/{bucket}/{key+}": "/exact/key" } as const;
type Place = keyof typeof PLACES;

const caller: Caller = { account: "1234567890123456", type: "root", arn: "acs:ram::1234567890123456:root" };
const around: Surroundings = {
  account: caller.account,
  defaultRegion: "cn-hangzhou",
  keys: { find: () => undefined, stranger: () => caller, anonymous: caller, now: () => 0 },
  may: () => true,
  changed: () => undefined,
};

let server: AliyunServer;
let emulated: Emulated;
let saved: string;

beforeAll(async () => {
  const capture: typeof createOss = (world) => {
    emulated = createOss(world);
    return emulated;
  };
  server = await startAliyun({ services: { oss: capture } });
  const versioning = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
  const made = [
    await send("PUT", "/exact/", "", ""),
    await send("PUT", "/exact/", "versioning", versioning),
    await send("PUT", "/exact/key", "", "first"),
    await send("PUT", "/exact/key", "", "second"),
    await send("POST", "/exact/upload", "uploads"),
  ];
  expect(made).toEqual([200, 200, 200, 200, 200]);
  saved = state();
});
afterAll(() => server.stop());

const state = (): string => JSON.stringify(emulated.service.snapshot());

/** A form that PostObject would store, and that any PUT would store as an object. */
const FORM =
  '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nposted\r\n' +
  '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nbody\r\n--b--';

async function send(method: string, path: string, rawQuery: string, body = FORM): Promise<number> {
  const headers = { authorization: "OSS anybody:unchecked", "content-type": "multipart/form-data; boundary=b" };
  const request = serviceRequest({ method, rawPath: path, rawQuery, headers, body });
  const { response, fault } = await handle(emulated.service, request, {}, around);
  expect(fault).toBeUndefined();
  return response.status;
}

/** True if an operation takes exactly these parameters. */
const isOperation = (method: string, place: Place, names: readonly string[]): boolean =>
  emulated.service.operations.some(({ route }: Operation) => {
    if ("action" in route || route.method !== method || route.path !== place || route.headers) return false;
    const { query = [], also = [] } = route;
    const taken = [...query, ...also, ...EVERYWHERE];
    return query.every((key) => names.includes(key)) && names.every((key) => taken.includes(key));
  });

/** Sends the request, and gives back what it did wrong. */
async function fault(method: string, place: Place, query: URLSearchParams): Promise<string | undefined> {
  const text = query.toString().replace(/=(?=&|$)/g, "");
  const status = await send(method, PLACES[place], text);
  if (isOperation(method, place, [...query.keys()])) {
    if (state() !== saved) await emulated.service.restore(JSON.parse(saved) as object);
    return undefined;
  }
  const isRead = ["GET", "HEAD", "OPTIONS"].includes(method);
  const names = `${method} ${PLACES[place]}?${text} answered ${status}`;
  if (state() !== saved) {
    await emulated.service.restore(JSON.parse(saved) as object);
    return `${names} and changed something`;
  }
  return isRead || status >= 400 ? undefined : names;
}

/** Keys that select an operation, of the vendor's list and of the emulator's table, and some that nobody knows. */
function allKeys(): string[] {
  const own = emulated.service.operations.flatMap(({ route }) =>
    "action" in route ? [] : [...(route.query ?? []), ...(route.also ?? [])],
  );
  return [...new Set([...SUB_RESOURCES, ...own, "Tagging", "versionid", "unknown", "cleanRestoredObject", "a b"])];
}

describe("a request with query parameters", () => {
  it("runs the exact operation or changes nothing, for each sub-resource alone", async () => {
    const faults: unknown[] = [];
    for (const method of METHODS) {
      for (const place of Object.keys(PLACES) as Place[]) {
        for (const key of allKeys()) {
          for (const value of ["", "1"]) faults.push(await fault(method, place, new URLSearchParams([[key, value]])));
        }
      }
    }
    expect(faults.filter((one) => one !== undefined)).toEqual([]);
  });

  it("runs the exact operation or changes nothing, for combinations", async () => {
    const keys = allKeys();
    const faults: unknown[] = [];
    // A fixed sequence: a failure shows the same request again.
    let seed = 20_261_130;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
    for (let round = 0; round < 2000; round++) {
      const pairs = Array.from({ length: 2 + random(3) }, () => [pick(keys), pick(["", "1", "null", "true"])]);
      const query = new URLSearchParams(Object.fromEntries(pairs) as Record<string, string>);
      faults.push(await fault(pick(METHODS), pick(Object.keys(PLACES) as Place[]), query));
    }
    expect(faults.filter((one) => one !== undefined)).toEqual([]);
  });

  it("is refused with an empty or repeated parameter or a header of another operation", async () => {
    const tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>";
    expect(await send("DELETE", "/exact/key", "versionId")).toBe(400);
    expect(await send("DELETE", "/exact/key", "versionId=a&versionId=b")).toBe(400);
    expect(await send("PUT", "/exact/key", "uploadId=1")).toBe(405);
    expect(await send("PUT", "/exact/key", "restore")).toBe(405);
    expect(await send("DELETE", "/exact/", "worm")).toBe(501);
    const headers = { authorization: "OSS anybody:unchecked", "x-oss-copy-source": "/exact/key" };
    const request = serviceRequest({
      method: "PUT",
      rawPath: "/exact/key",
      rawQuery: "tagging",
      headers,
      body: tags,
    });
    expect((await handle(emulated.service, request, {}, around)).response.status).toBe(405);
    expect(state()).toBe(saved);
  });

  it("deletes the tags of a version and not the version", async () => {
    const [[, [{ versionId = "" } = {}] = []] = []] = (
      emulated.service.snapshot() as { buckets: { objects: [string, { versionId?: string }[]][] }[] }
    ).buckets.flatMap(({ objects }) => objects);
    expect(versionId).not.toBe("");
    expect(await send("DELETE", "/exact/key", `tagging&versionId=${versionId}`)).toBe(204);
    expect(state()).toBe(saved);
  });

  it("deletes only complete entries of a multi-object delete", async () => {
    const remove = (object: string) => send("POST", "/exact/", "delete", `<Delete><Object>${object}</Object></Delete>`);
    expect(await remove("<Key>key</Key><VersionId></VersionId>")).toBe(400);
    expect(await remove("<Key>key</Key><Version>1</Version>")).toBe(400);
    expect(await remove("<Key>/key</Key>")).toBe(400);
    expect(state()).toBe(saved);
  });
});
