import { InternalError } from "../../model/errors.ts";
import type { Deployment } from "../contract.ts";
import type { PlanValues } from "../graph/evaluation.ts";
import { hashOf } from "../shared/hashed-names.ts";
import { regionOf } from "../shared/region.ts";
import { arns, type Place } from "./arns.ts";
import { OFFLINE_ACCOUNT } from "./settings.ts";

type Inputs = Readonly<Record<string, unknown>>;
type Outputs = Readonly<Record<string, unknown>>;

/** The account and region of a plan. */
export const planPlace = (deployment: Pick<Deployment, "target" | "region">): Place => ({
  account: OFFLINE_ACCOUNT,
  region: regionOf(deployment),
});

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The last part of a native resource's type: `alicloud:fc/v3Function:V3Function` is a `V3Function`. */
const typeName = (type: string): string => type.slice(type.lastIndexOf(":") + 1);

/** The host of a function's URL contains an id that FC chooses. */
const addressOf = (place: Place, name: string): string =>
  `${name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}-abcdefghij.${place.region}`;

/** Outputs of new resources beyond their inputs, per type, as far as other resources use them. */
const OUTPUTS: Readonly<Record<string, (place: Place, inputs: Inputs) => Outputs>> = {
  // RAM writes names in ARNs in lower case.
  Role: ({ account }, { roleName }) => ({ arn: `acs:ram::${account}:role/${text(roleName).toLowerCase()}` }),
  V3Function: (place, { functionName }) => ({ functionArn: arns.function(place, text(functionName)) }),
  V3FunctionVersion: () => ({ versionId: "1" }),
  V3Trigger: (place, { functionName, triggerType }) =>
    triggerType === "http"
      ? {
          httpTrigger: {
            urlInternet: `https://${addressOf(place, text(functionName))}.fcapp.run`,
            urlIntranet: `https://${addressOf(place, text(functionName))}-vpc.fcapp.run`,
          },
        }
      : {},
};

/** The name of a resource, per type: its id if nothing else identifies it. */
const NAMES = [
  "functionName",
  "roleName",
  "policyName",
  "bucket",
  "queueName",
  "topicName",
  "projectName",
  "logstoreName",
  "eventBusName",
  "ruleName",
  "instanceName",
  "secretParameterName",
  "secretName",
  "customDomainName",
];

/** Ids that the cloud makes up. */
const IDS: Readonly<Record<string, (name: string) => string>> = {
  Key: (name) => `key-hzz${hashOf(16, name)}`,
};

const LOOKUPS: Readonly<Record<string, (place: Place) => Outputs>> = {
  "alicloud:index/getAccount:getAccount": ({ account }) => ({ id: account }),
};

/** Answers in Aliyun's own forms, so that the policies in a plan are the policies of a deployment. */
export function planValues(deployment: Deployment): PlanValues {
  const place = planPlace(deployment);
  return {
    resource({ type, name, inputs }) {
      const outputs = OUTPUTS[typeName(type)]?.(place, inputs) ?? {};
      const own = NAMES.find((key) => typeof inputs[key] === "string");
      const id = own === undefined ? (IDS[typeName(type)]?.(name) ?? name) : text(inputs[own]);
      return { id, outputs };
    },
    lookup({ token }) {
      const answer = LOOKUPS[token];
      if (!answer) throw new InternalError(`A plan has no answer for the lookup ${token}.`);
      return answer(place);
    },
  };
}
