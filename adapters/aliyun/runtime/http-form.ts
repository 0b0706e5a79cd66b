/**
 * A call over HTTP as FC hands it to functions in its own runtimes
 * (https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/http-trigger-invoking-function).
 */
export interface HttpEvent {
  readonly version: "v1";
  /** Encoded. */
  readonly rawPath: string;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  /** Names as they were sent, repeated ones joined by commas. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Decoded. Repeated ones joined by commas: FC doesn't say which commas were there before. */
  readonly queryParameters?: Readonly<Record<string, string>>;
  /** Not sent by FC today. Preferred to `queryParameters`, because it is exact. */
  readonly rawQueryString?: string;
  readonly requestContext: {
    readonly accountId?: string;
    readonly domainName?: string;
    readonly http: { readonly method: string; readonly path?: string; readonly sourceIp?: string };
    readonly requestId?: string;
  };
}

export function isHttp(event: unknown): event is HttpEvent {
  const { version, requestContext } = (event ?? {}) as { version?: unknown; requestContext?: { http?: unknown } };
  return version === "v1" && typeof requestContext?.http === "object";
}

/** The response format of FC for calls over HTTP. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** The answer to a call over HTTP that failed. The log has the cause, under the same id. */
export const failure = (event: unknown, requestId: string): HttpResult | undefined =>
  isHttp(event)
    ? {
        statusCode: 500,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ requestId }),
        isBase64Encoded: false,
      }
    : undefined;
