import type { TypeTable } from "../../table.ts";
import { name, output, source, string, stringMap } from "../fields.ts";

export const parameterTable: TypeTable = {
  token: "alicloud:oos/parameter:Parameter",
  source: source("oos_parameter"),
  properties: {
    constraints: { ...string, forceNew: true, json: true },
    description: { ...string, computed: true, minLength: 1, maxLength: 200 },
    parameterName: { ...string, required: true, forceNew: true, pattern: /^[a-zA-Z0-9_/-]{2,180}/ },
    resourceGroupId: { ...string, computed: true },
    tags: stringMap,
    type: { ...string, required: true, forceNew: true, enum: ["String", "StringList"] },
    value: { ...string, required: true, minLength: 1, maxLength: 4096 },
  },
};

export const secretParameterTable: TypeTable = {
  token: "alicloud:oos/secretParameter:SecretParameter",
  source: source("oos_secret_parameter"),
  properties: {
    constraints: { ...string, forceNew: true, json: true },
    createTime: output,
    description: string,
    dkmsInstanceId: { ...string, forceNew: true },
    keyId: { ...string, forceNew: true },
    resourceGroupId: { ...string, computed: true },
    secretParameterName: name,
    tags: stringMap,
    type: { ...string, forceNew: true, computed: true, enum: ["Secret"] },
    value: { ...string, required: true, secret: true },
  },
};
