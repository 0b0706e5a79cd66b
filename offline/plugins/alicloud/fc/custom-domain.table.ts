import type { TypeTable } from "../../table.ts";
import { flag, integer, json, object, objectList, output, source, text, textList } from "../fields.ts";

const TLS_VERSIONS = ["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
const rewriteRules = objectList({ match: text, replacement: text });

export const v3CustomDomainTable: TypeTable = {
  token: "alicloud:fc/v3CustomDomain:V3CustomDomain",
  source: source("fcv3_custom_domain"),
  properties: {
    accountId: output,
    apiVersion: output,
    authConfig: object({ authInfo: json, authType: { ...text, enum: ["anonymous", "function", "jwt"] } }),
    certConfig: object(
      { certName: text, certificate: text, privateKey: { ...text, secret: true } },
      { computed: true },
    ),
    certificateId: text,
    corsConfig: object({
      allowCredentials: flag,
      allowHeaders: textList,
      allowMethods: textList,
      allowOrigins: textList,
      exposeHeaders: textList,
      maxAge: integer,
    }),
    createTime: output,
    customDomainName: { ...text, forceNew: true, computed: true },
    lastModifiedTime: output,
    protocol: { ...text, enum: ["HTTP", "HTTPS", "HTTP,HTTPS"] },
    routeConfig: object({
      routes: objectList({
        functionName: text,
        methods: textList,
        path: text,
        qualifier: text,
        rewriteConfig: object(
          { equalRules: rewriteRules, regexRules: rewriteRules, wildcardRules: rewriteRules },
          { computed: true },
        ),
      }),
    }),
    subdomainCount: output,
    tlsConfig: object(
      {
        cipherSuites: textList,
        maxVersion: { ...text, enum: TLS_VERSIONS },
        minVersion: { ...text, enum: TLS_VERSIONS },
      },
      { computed: true },
    ),
    wafConfig: object({ enableWaf: flag }),
  },
};
