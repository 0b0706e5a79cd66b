import type { Credentials } from "../../../adapters/aliyun/runtime/trigger.ts";
import { sendRequest } from "../../../adapters/shared/send-request.ts";
import type { HttpResponse } from "../cloud.ts";

/** Where the emulator listens, and the region that the example was deployed to. */
export interface AliyunEndpoint {
  readonly endpoint: string;
  readonly region: string;
}

/** The account's owner on the emulator; the key is worth nothing elsewhere. */
const OWNER: Credentials = { accessKeyId: "offline", accessKeySecret: "offline", securityToken: "" };

/** The emulator's one account. */
export const ACCOUNT = "1234567890123456";

/** How a request is signed for a service. */
export type Sign = (by: Credentials) => [URL, RequestInit];

/** Sends a signed request for a real host name to the emulator instead, and gives its answer, also a refusal. */
export function ask(endpoint: string, sign: Sign, body?: Uint8Array): Promise<HttpResponse> {
  const [url, init] = sign(OWNER);
  const content = body ?? (init.body as string | Uint8Array | undefined);
  const headers = init.headers as Record<string, string>;
  return sendRequest(
    url.href,
    { method: init.method, headers, ...(content !== undefined && { body: content }) },
    endpoint,
  );
}

/** The same, where a refusal is a failure. */
export async function call(endpoint: string, what: string, sign: Sign, body?: Uint8Array): Promise<HttpResponse> {
  const answer = await ask(endpoint, sign, body);
  if (answer.status < 300) return answer;
  throw new Error(`${what} was answered ${answer.status}: ${answer.body.toString("utf8").slice(0, 300)}`);
}

/** One part of an ARN: the name after a word, as in `.../project/<name>/logstore/<name>`. */
export function partOf(arn: string, word: string): string {
  const parts = arn.split(/[:/]/);
  const name = parts[parts.indexOf(word) + 1];
  if (!parts.includes(word) || name === undefined) throw new Error(`${arn} names no ${word}`);
  return name;
}
