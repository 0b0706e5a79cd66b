import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { type MnsClient, mnsClient, refusal } from "./client.ts";

let server: AliyunServer;
let client: MnsClient;

beforeAll(async () => {
  server = await startAliyun({ services: { mns: createMns }, strict: true });
  client = mnsClient(server.url);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.reset();
  await client.createQueue("jobs", { MaximumMessageSize: 1024 });
});

const property = (name: string, type: string, value: string): string =>
  `<PropertyValue><Name>${name}</Name><Value>${value}</Value><Type>${type}</Type></PropertyValue>`;

const send = (...properties: readonly string[]) =>
  client.request(
    "POST",
    "/queues/jobs/messages",
    "Message",
    `<Message><MessageBody>a</MessageBody><UserProperties>${properties.join("")}</UserProperties></Message>`,
  );

describe("message properties", () => {
  it("reach the receiver unchanged", async () => {
    await send(property("city", "STRING", "Z&#252;rich &amp; more"), property("a.b_c-1", "BINARY", "AQI="));
    const { body } = await client.receiveMessage("jobs");
    // The client takes apart the first level only.
    const { UserProperties: found } = body as unknown as Record<string, unknown>;
    expect(found).toEqual([
      {
        PropertyValue: [
          { Name: "city", Value: "Zürich & more", Type: "STRING" },
          { Name: "a.b_c-1", Value: "AQI=", Type: "BINARY" },
        ],
      },
    ]);
  });

  it.each([
    ["a name with other letters", [property("a b", "STRING", "1")]],
    ["a name with two dots in a row", [property("a..b", "STRING", "1")]],
    ["an invalid type", [property("a", "DATE", "1")]],
    ["an invalid boolean", [property("a", "BOOLEAN", "yes")]],
    ["the same name twice", [property("a", "STRING", "1"), property("a", "STRING", "2")]],
    ["more than 50 properties", Array.from({ length: 51 }, (_, i) => property(`p${i}`, "NUMBER", "1"))],
    ["more than the queue's size together with the body", [property("a", "STRING", "x".repeat(1024))]],
  ])("refuse %s", async (_what, properties) => {
    expect(await refusal(send(...properties))).toBe("InvalidArgument");
  });
});

describe("account attributes", () => {
  it("hold the log bucket, which is empty at first", async () => {
    const read = () => client.request("GET", "/?accountmeta=true", "Account", "");
    expect((await read()) as object).toMatchObject({ body: { AccountId: "1234567890123456" } });
    await client.request("PUT", "/?accountmeta=true", "", "<Account><LoggingBucket>journal</LoggingBucket></Account>");
    expect((await read()) as object).toMatchObject({ body: { LoggingBucket: "journal" } });
  });
});
