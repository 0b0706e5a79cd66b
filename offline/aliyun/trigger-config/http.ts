import { z } from "zod";

/** Methods that a trigger or a route may accept. */
export const HTTP_METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"] as const;

/** The CORS settings of an HTTP trigger and of a custom domain. */
export const cors = z
  .strictObject({
    allowCredentials: z.boolean(),
    allowHeaders: z.array(z.string()),
    allowMethods: z.array(z.string()),
    allowOrigins: z.array(z.string()),
    exposeHeaders: z.array(z.string()),
    /** Seconds for which a browser may keep the answer to a preflight request. */
    maxAge: z.int().min(0).max(86_400),
  })
  .partial();

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
  /** With `authType: jwt`: the key set and where the token is, as JSON text; the vendor's deployer sends an object. */
  authConfig: z.union([z.string(), z.looseObject({}).transform((value) => JSON.stringify(value))]).optional(),
  /** FC then answers preflight requests itself, and its headers take the place of the function's own. */
  corsConfig: cors.optional(),
  disableURLInternet: z.boolean().default(false),
});
