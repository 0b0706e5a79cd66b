import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { operate } from "../../../../adapters/aws/operate/index.ts";

const ROLE = "arn:aws:iam::222222222222:role/deploy";
const secret = { name: "key", id: "key" };

/** A server for STS and Secrets Manager, which keeps who asked for what. */
const asked: string[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString();
    const action = new URLSearchParams(body).get("Action") ?? String(request.headers["x-amz-target"]).split(".")[1];
    asked.push(`${/Credential=(\w+)\//.exec(String(request.headers.authorization))?.[1]} ${action}`);
    response.end(ANSWERS[action ?? ""]);
  });
});

const inXml = (action: string, content: string): string =>
  `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${content}</${action}Result></${action}Response>`;

const ANSWERS: Readonly<Record<string, string>> = {
  GetCallerIdentity: inXml("GetCallerIdentity", "<Account>111111111111</Account>"),
  AssumeRole: inXml(
    "AssumeRole",
    "<Credentials><AccessKeyId>OFTHEROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>",
  ),
  GetSecretValue: '{"SecretString":"value"}',
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("AWS_ENDPOINT_URL_STS", address);
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", address);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "OFTHECHAIN");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
  vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

const open = (settings: object) => operate.open({ region: "us-east-1", settings: { ...settings } });

describe("the credentials of AWS's operator", () => {
  it("are those of the SDK's own chain", async () => {
    const operator = await open({});
    expect(await operator.readSecret(secret)).toBe("value");
    expect(asked).toEqual(["OFTHECHAIN GetSecretValue"]);
  });

  it("are given ones where the caller has some", async () => {
    const credentials = { accessKeyId: "GIVEN", accessKeySecret: "s" };
    const operator = await operate.open({ region: "us-east-1", settings: {}, credentials });
    await operator.readSecret(secret);
    expect(asked).toEqual(["GIVEN GetSecretValue"]);
  });

  it("are those of the role in the settings, assumed once", async () => {
    const operator = await open({ role: ROLE, account: "222222222222" });
    await operator.readSecret(secret);
    await operator.readSecret(secret);
    expect(asked).toEqual(["OFTHECHAIN AssumeRole", "OFTHEROLE GetSecretValue", "OFTHEROLE GetSecretValue"]);
  });

  it("are used in the account of the settings", async () => {
    const operator = await open({ account: "111111111111" });
    await operator.readSecret(secret);
    expect(asked).toEqual(["OFTHECHAIN GetCallerIdentity", "OFTHECHAIN GetSecretValue"]);
  });

  it.each([
    [{ account: "333333333333" }, "111111111111"],
    [{ account: "333333333333", role: ROLE }, "222222222222"],
  ])("are not used in another account than that of the settings: %j", async (settings, found) => {
    const operator = await open(settings);
    await expect(operator.readSecret(secret)).rejects.toThrow(
      `The credentials are of the account ${found}, but the stack may only use 333333333333.`,
    );
    expect(asked.filter((one) => one.endsWith("GetSecretValue"))).toEqual([]);
  });
});
