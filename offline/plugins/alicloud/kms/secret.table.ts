import type { TypeTable } from "../../table.ts";
import { flag, integer, name, output, source, text, textMap, textSet } from "../fields.ts";

/** The data of a secret that another service keeps up to date is that service's. */
const managed = ({ secretType }: Readonly<Record<string, unknown>>) =>
  typeof secretType === "string" && secretType !== "Generic";

export const secretTable: TypeTable = {
  token: "alicloud:kms/secret:Secret",
  source: source("kms_secret"),
  properties: {
    arn: output,
    createTime: output,
    description: text,
    dkmsInstanceId: { ...text, forceNew: true },
    enableAutomaticRotation: flag,
    encryptionKeyId: { ...text, forceNew: true },
    extendedConfig: { ...text, forceNew: true, ignored: managed },
    forceDeleteWithoutRecovery: { ...flag, default: false },
    plannedDeleteTime: output,
    policy: { ...text, computed: true, json: true },
    recoveryWindowInDays: {
      ...integer,
      default: 30,
      ignored: ({ forceDeleteWithoutRecovery }) => forceDeleteWithoutRecovery === true,
    },
    rotationInterval: text,
    secretData: { ...text, required: true, secret: true, ignored: managed },
    secretDataType: { ...text, default: "text", enum: ["text", "binary"] },
    secretName: { ...name, ignored: ({ secretType }) => secretType === "RAMCredentials" },
    secretType: {
      ...text,
      forceNew: true,
      computed: true,
      enum: ["Generic", "Rds", "Redis", "RAMCredentials", "ECS", "PolarDB"],
    },
    tags: textMap,
    versionId: { ...text, required: true },
    versionStages: { ...textSet, computed: true },
  },
};
