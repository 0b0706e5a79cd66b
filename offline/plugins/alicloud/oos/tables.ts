import type { TypeTable } from "../../table.ts";
import { name, output, source, text, textMap } from "../fields.ts";

export const parameterTable: TypeTable = {
  token: "alicloud:oos/parameter:Parameter",
  source: source("oos_parameter"),
  properties: {
    constraints: { ...text, forceNew: true, json: true },
    description: { ...text, computed: true, minLength: 1, maxLength: 200 },
    parameterName: { ...text, required: true, forceNew: true, pattern: /^[a-zA-Z0-9_/-]{2,180}/ },
    resourceGroupId: { ...text, computed: true },
    tags: textMap,
    type: { ...text, required: true, forceNew: true, enum: ["String", "StringList"] },
    value: { ...text, required: true, minLength: 1, maxLength: 4096 },
  },
};

export const secretParameterTable: TypeTable = {
  token: "alicloud:oos/secretParameter:SecretParameter",
  source: source("oos_secret_parameter"),
  properties: {
    constraints: { ...text, forceNew: true, json: true },
    createTime: output,
    description: text,
    dkmsInstanceId: { ...text, forceNew: true },
    keyId: { ...text, forceNew: true },
    resourceGroupId: { ...text, computed: true },
    secretParameterName: name,
    tags: textMap,
    type: { ...text, forceNew: true, computed: true, enum: ["Secret"] },
    value: { ...text, required: true, secret: true },
  },
};
