import { z } from "zod";
import { cors, HTTP_METHODS } from "../../../trigger-config/http.ts";
import { authTypes } from "./trigger.ts";

const rules = z.array(z.strictObject({ match: z.string().min(1), replacement: z.string() }));

const route = z.strictObject({
  path: z
    .string()
    .startsWith("/", "starts with '/'")
    .refine((path) => !path.slice(0, -1).includes("*"), "may hold one '*', at its end"),
  functionName: z.string().min(1),
  qualifier: z.string().optional(),
  methods: z.array(z.enum(HTTP_METHODS)).optional(),
  rewriteConfig: z.strictObject({ equalRules: rules, wildcardRules: rules, regexRules: rules }).partial().optional(),
});
export type RouteSettings = z.output<typeof route>;

const tlsVersion = z.enum(["TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0"]);

const fields = {
  protocol: z.enum(["HTTP", "HTTPS", "HTTP,HTTPS"]),
  routeConfig: z.strictObject({ routes: z.array(route).optional() }),
  certConfig: z.strictObject({ certName: z.string(), certificate: z.string(), privateKey: z.string() }).partial(),
  tlsConfig: z
    .strictObject({ minVersion: tlsVersion, maxVersion: tlsVersion, cipherSuites: z.array(z.string()) })
    .partial(),
  authConfig: z.strictObject({ authType: authTypes, authInfo: z.string() }).partial(),
  corsConfig: cors,
  wafConfig: z.strictObject({ enableWAF: z.boolean() }).partial(),
};

export const createDomain = z
  .strictObject({
    ...fields,
    domainName: z
      .string()
      .max(255)
      .regex(/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i, "is no domain name"),
    isE2B: z.boolean(),
  })
  .partial()
  .required({ domainName: true, protocol: true });

export const updateDomain = z.strictObject({ ...fields, domainName: z.string() }).partial();

const settings = z.strictObject(fields).partial().required({ protocol: true });
export type DomainSettings = z.output<typeof settings>;

const names = z.union([z.string(), z.array(z.string())]).optional();

/** `authConfig` of an `http` trigger and `authInfo` of a domain, with `authType` jwt. */
export const jwtSettings = z
  .strictObject({
    jwks: z.union([z.string(), z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })]),
    tokenLookup: z.union([z.string(), z.array(z.string())]),
    claimPassBy: names,
    whitelist: names,
    blacklist: names,
  })
  .refine((jwt) => !(jwt.whitelist && jwt.blacklist), "has a whitelist and a blacklist");
export type JwtSettings = z.output<typeof jwtSettings>;
