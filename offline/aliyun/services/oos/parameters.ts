import { ApiError } from "../../core/error.ts";
import { param, rpc } from "../../core/rpc.ts";
import type { Call, Permission } from "../../core/service.ts";
import { checkConstraints } from "./constraints.ts";
import type { Parameter, ParameterKind } from "./model.ts";
import type { ParameterStore } from "./store.ts";
import { tagMap } from "./tags.ts";

const MOST_CHARACTERS = 4096;

const name = param.name("Name", /^(?!aliyun|acs|alibaba|alicloud|oos)[A-Za-z0-9_/-]{2,}$/i, 180);
const value = param.text(MOST_CHARACTERS);
const text = param.text(2000);

interface Kind {
  readonly kind: ParameterKind;
  /** The last part of the operations' names. */
  readonly suffix: string;
  readonly types: readonly [string, ...string[]];
}

const kinds: readonly Kind[] = [
  { kind: "parameter", suffix: "Parameter", types: ["String", "StringList"] },
  { kind: "secretparameter", suffix: "SecretParameter", types: ["Secret"] },
];

/** Create, get, update, delete and list, of plain and of secret parameters, which differ in little. */
export const parameterOperations = (store: ParameterStore) => kinds.flatMap((kind) => operationsOf(store, kind));

const onParameter = (action: string, kind: ParameterKind) => ({
  action: `oos:${action}`,
  resource: ({ region, account, params }: Call) => `acs:oos:${region}:${account}:${kind}/${params.Name ?? "*"}`,
});

/**
 * KMS keeps a secret parameter's value as the secret `oos/NAME`, and OOS reads it in the name of the caller, who needs
 * the key, too, where the account has one of its own for it.
 * https://help.aliyun.com/en/oos/developer-reference/api-oos-2019-06-01-getsecretparameter
 */
const decrypting = (store: ParameterStore, kind: ParameterKind): Permission[] => {
  const shows = ({ params }: Call) => kind === "secretparameter" && /^true$/i.test(params.WithDecryption ?? "");
  const arn = ({ region, account }: Call, resource: string) => `acs:kms:${region}:${account}:${resource}`;
  return [
    {
      action: "kms:GetSecretValue",
      resource: (call) => (shows(call) ? arn(call, `secret/oos/${call.params.Name ?? "*"}`) : []),
    },
    {
      action: "kms:Decrypt",
      resource(call) {
        const { keyId = "" } = store.in(call.region).get(call.params.Name ?? "") ?? {};
        if (keyId === "" || !shows(call)) return [];
        return keyId.startsWith("acs:") ? keyId : arn(call, `key/${keyId}`);
      },
    },
  ];
};

const operationsOf = (store: ParameterStore, of: Kind) => [
  create(store, of),
  get(store, of),
  update(store, of),
  rpc({
    name: `Delete${of.suffix}`,
    permission: onParameter(`Delete${of.suffix}`, of.kind),
    input: { Name: name },
    run({ Name }, { region }) {
      store.find(of.kind, region, Name);
      store.in(region).delete(Name);
      return {};
    },
  }),
  rpc({
    name: `List${of.suffix}s`,
    permission: onParameter(`List${of.suffix}s`, of.kind),
    input: { MaxResults: param.integer(1, 100).default(50), NextToken: param.text().optional() },
    run({ MaxResults, NextToken }, { region, params }) {
      const all = [...store.in(region).values()].filter(
        (one) => one.kind === of.kind && (params.Name === undefined || one.name.includes(params.Name)),
      );
      const start = Number(NextToken ?? 0) || 0;
      const shown = all.slice(start, start + MaxResults).map((one) => view(store, one));
      const next = start + MaxResults < all.length ? { NextToken: String(start + MaxResults) } : {};
      return { Parameters: shown, MaxResults, TotalCount: all.length, ...next };
    },
  }),
];

const create = (store: ParameterStore, { kind, suffix, types }: Kind) =>
  rpc({
    name: `Create${suffix}`,
    permission: onParameter(`Create${suffix}`, kind),
    input: {
      Name: name,
      Value: value,
      Type: kind === "parameter" ? param.choice(...types) : param.choice(...types).default(types[0]),
      Description: text.default(""),
      Constraints: text.default(""),
      ResourceGroupId: text.default(""),
      KeyId: text.default(""),
      DKMSInstanceId: text.default(""),
    },
    run(input, { region, params }) {
      const parameters = store.in(region);
      if (parameters.has(input.Name)) {
        throw new ApiError(409, "EntityAlreadyExists.Parameter", `The parameter ${input.Name} already exists.`);
      }
      checkConstraints(input.Constraints, input.Value);
      const parameter: Parameter = {
        name: input.Name,
        id: `p-${crypto.randomUUID().replaceAll("-", "").slice(0, 20)}`,
        kind,
        type: input.Type,
        description: input.Description,
        constraints: input.Constraints,
        resourceGroupId: input.ResourceGroupId,
        keyId: input.KeyId,
        instanceId: input.DKMSInstanceId,
        tags: tagMap(params),
        values: [{ value: input.Value, time: store.now() }],
      };
      parameters.set(parameter.name, parameter);
      return { Parameter: view(store, parameter) };
    },
  });

const get = (store: ParameterStore, { kind, suffix }: Kind) =>
  rpc({
    name: `Get${suffix}`,
    permission: [onParameter(`Get${suffix}`, kind), ...decrypting(store, kind)],
    input: {
      Name: name,
      ParameterVersion: param.integer(1, 1_000_000).optional(),
      // Secret values are shown to those who ask for them only.
      WithDecryption: param.flag().default(false),
    },
    run({ Name, ParameterVersion, WithDecryption }, { region }) {
      const parameter = store.find(kind, region, Name);
      const version = ParameterVersion ?? parameter.values.length;
      const found = parameter.values[version - 1];
      if (!found) {
        throw new ApiError(404, "EntityNotExists.ParameterVersion", `${Name} has no version ${version}.`);
      }
      const shown = kind === "parameter" || WithDecryption;
      return {
        Parameter: {
          ...view(store, parameter),
          ParameterVersion: version,
          ...(shown && { Value: found.value }),
        },
      };
    },
  });

const update = (store: ParameterStore, { kind, suffix }: Kind) =>
  rpc({
    name: `Update${suffix}`,
    permission: onParameter(`Update${suffix}`, kind),
    input: { Name: name, Value: value.optional(), ResourceGroupId: text.optional() },
    run({ Name, Value, ResourceGroupId }, { region, params }) {
      const parameter = store.find(kind, region, Name);
      if (Value !== undefined) {
        checkConstraints(parameter.constraints, Value);
        parameter.values.push({ value: Value, time: store.now() });
      }
      parameter.description = params.Description ?? parameter.description;
      parameter.resourceGroupId = ResourceGroupId ?? parameter.resourceGroupId;
      if (params.Tags !== undefined) parameter.tags = tagMap(params);
      return { Parameter: view(store, parameter) };
    },
  });

const timeText = (milliseconds: number | undefined): string =>
  `${new Date(milliseconds ?? 0).toISOString().slice(0, 19)}Z`;

const view = (store: ParameterStore, parameter: Parameter) => ({
  Id: parameter.id,
  Name: parameter.name,
  Type: parameter.type,
  Description: parameter.description,
  Constraints: parameter.constraints,
  ResourceGroupId: parameter.resourceGroupId,
  ...(parameter.kind === "secretparameter" && { KeyId: parameter.keyId, DKMSInstanceId: parameter.instanceId }),
  Tags: parameter.tags,
  ShareType: "Private",
  ParameterVersion: parameter.values.length,
  CreatedDate: timeText(parameter.values[0]?.time),
  UpdatedDate: timeText(parameter.values.at(-1)?.time),
  CreatedBy: `root(${store.world.account})`,
  UpdatedBy: `root(${store.world.account})`,
});
