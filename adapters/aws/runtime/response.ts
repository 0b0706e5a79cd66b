import { encodeResponse, headersToSend } from "../../../runtime/shim/http-event.ts";
import { checkResponse } from "../../../runtime/shim/size.ts";
import { SYNC_LIMIT } from "./limits.ts";
import { type HttpEvent, isV2, methodOf } from "./request.ts";

/** The response format of HTTP APIs, function URLs and, with `multiValueHeaders`, REST APIs. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly cookies?: string[];
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const cookiesOf = (response: Response): Pick<HttpResult, "cookies"> => {
  const cookies = response.headers.getSetCookie();
  return cookies.length > 0 ? { cookies } : {};
};

/** Status, headers and cookies. */
export const headOf = (response: Response): Pick<HttpResult, "statusCode" | "headers" | "cookies"> => ({
  statusCode: response.status,
  headers: headersToSend(response),
  ...cookiesOf(response),
});

/**
 * A Fetch response in the form that the event's front door takes.
 * @throws TooLargeError if Lambda does not take that much.
 */
export async function encode(event: HttpEvent, response: Response): Promise<HttpResult> {
  const result = await toResult(response, methodOf(event));
  return isV2(event) ? result : toResultV1(result);
}

/** As payload format 2.0. */
async function toResult(response: Response, method: string): Promise<HttpResult> {
  const result = {
    statusCode: response.status,
    ...cookiesOf(response),
    ...(await encodeResponse(response, method)),
  };
  checkResponse(result, SYNC_LIMIT);
  return result;
}

/** The same for REST APIs, which know no `cookies`. */
function toResultV1({ cookies, ...result }: HttpResult): HttpResult {
  return cookies === undefined ? result : { ...result, multiValueHeaders: { "set-cookie": cookies } };
}
