import { z } from "zod";

/** Methods that a trigger or a route may accept. */
export const HTTP_METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"] as const;

/**
 * `triggerConfig` of an HTTP trigger.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/developer-reference/api-fc-2023-03-30-struct-httptriggerconfig
 *
 * @example { "authType": "anonymous", "methods": ["GET", "POST"], "disableURLInternet": false }
 */
export const http = z.strictObject({
  methods: z.array(z.enum(HTTP_METHODS)).min(1),
  /** Everyone, requests signed by an identity of the cloud, or holders of a token. */
  authType: z.enum(["anonymous", "function", "jwt"]).default("function"),
  /** With `authType: jwt`: the key set and where the token is, as JSON text. */
  authConfig: z.string().optional(),
  disableURLInternet: z.boolean().default(false),
});
