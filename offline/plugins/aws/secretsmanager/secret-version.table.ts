import type { TypeTable } from "../../table.ts";
import { flag, integer, output, region, source, string, stringSet } from "../fields.ts";

export const secretVersionTable: TypeTable = {
  token: "aws:secretsmanager/secretVersion:SecretVersion",
  source: source("secretsmanager", "secret_version"),
  properties: {
    arn: output,
    hasSecretStringWo: { ...flag, output: true, computed: true },
    region,
    secretArn: output,
    secretBinary: {
      ...string,
      secret: true,
      forceNew: true,
      conflictsWith: ["secretString", "secretStringWo"],
      pattern: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    },
    secretId: { ...string, required: true, forceNew: true },
    secretString: { ...string, secret: true, forceNew: true, conflictsWith: ["secretBinary", "secretStringWo"] },
    secretStringWo: {
      ...string,
      secret: true,
      conflictsWith: ["secretBinary", "secretString"],
      requiredWith: ["secretStringWoVersion"],
    },
    secretStringWoVersion: { ...integer, forceNew: true, requiredWith: ["secretStringWo"] },
    versionId: output,
    versionStages: { ...stringSet, computed: true },
  },
};
