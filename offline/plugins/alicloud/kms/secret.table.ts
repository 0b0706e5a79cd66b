import type { TypeTable } from "../../table.ts";
import { flag, integer, name, output, source, string, stringMap, stringSet } from "../fields.ts";

/** The data of a secret that another service manages cannot be set here. */
const managed = ({ secretType }: Readonly<Record<string, unknown>>) =>
  typeof secretType === "string" && secretType !== "Generic";

export const secretTable: TypeTable = {
  token: "alicloud:kms/secret:Secret",
  source: source("kms_secret"),
  properties: {
    arn: output,
    createTime: output,
    description: string,
    dkmsInstanceId: { ...string, forceNew: true },
    enableAutomaticRotation: flag,
    encryptionKeyId: { ...string, forceNew: true },
    extendedConfig: { ...string, forceNew: true, ignored: managed },
    forceDeleteWithoutRecovery: { ...flag, default: false },
    plannedDeleteTime: output,
    policy: { ...string, computed: true, json: true },
    recoveryWindowInDays: {
      ...integer,
      default: 30,
      ignored: ({ forceDeleteWithoutRecovery }) => forceDeleteWithoutRecovery === true,
    },
    rotationInterval: string,
    secretData: { ...string, required: true, secret: true, ignored: managed },
    secretDataType: { ...string, default: "text", enum: ["text", "binary"] },
    secretName: { ...name, ignored: ({ secretType }) => secretType === "RAMCredentials" },
    secretType: {
      ...string,
      forceNew: true,
      computed: true,
      enum: ["Generic", "Rds", "Redis", "RAMCredentials", "ECS", "PolarDB"],
    },
    tags: stringMap,
    versionId: { ...string, required: true },
    versionStages: { ...stringSet, computed: true },
  },
};
