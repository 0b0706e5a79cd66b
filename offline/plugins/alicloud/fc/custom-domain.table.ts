import type { TypeTable } from "../../table.ts";
import { flag, integer, json, object, objectList, output, source, string, stringList } from "../fields.ts";

const TLS_VERSIONS = ["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
const rewriteRules = objectList({ match: string, replacement: string });

export const v3CustomDomainTable: TypeTable = {
  token: "alicloud:fc/v3CustomDomain:V3CustomDomain",
  source: source("fcv3_custom_domain"),
  properties: {
    accountId: output,
    apiVersion: output,
    authConfig: object({ authInfo: json, authType: { ...string, enum: ["anonymous", "function", "jwt"] } }),
    certConfig: object(
      { certName: string, certificate: string, privateKey: { ...string, secret: true } },
      { computed: true },
    ),
    certificateId: string,
    corsConfig: object({
      allowCredentials: flag,
      allowHeaders: stringList,
      allowMethods: stringList,
      allowOrigins: stringList,
      exposeHeaders: stringList,
      maxAge: integer,
    }),
    createTime: output,
    customDomainName: { ...string, forceNew: true, computed: true },
    lastModifiedTime: output,
    protocol: { ...string, enum: ["HTTP", "HTTPS", "HTTP,HTTPS"] },
    routeConfig: object({
      routes: objectList({
        functionName: string,
        methods: stringList,
        path: string,
        qualifier: string,
        rewriteConfig: object(
          { equalRules: rewriteRules, regexRules: rewriteRules, wildcardRules: rewriteRules },
          { computed: true },
        ),
      }),
    }),
    subdomainCount: output,
    tlsConfig: object(
      {
        cipherSuites: stringList,
        maxVersion: { ...string, enum: TLS_VERSIONS },
        minVersion: { ...string, enum: TLS_VERSIONS },
      },
      { computed: true },
    ),
    wafConfig: object({ enableWaf: flag }),
  },
};
