import type { PermissionArgs, PermissionState } from "@pulumi/aws/lambda/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { qualifierOf } from "./fields.ts";
import { permissionTable } from "./tables.ts";
import { whenReady } from "./wait.ts";

type Inputs = Omit<Plain<PermissionArgs>, "function"> & { function: string };
type State = Omit<Plain<PermissionState>, "function"> & { function?: string };

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
const permissionType: ResourceType<AwsContext, Inputs, State> = {
  table: permissionTable,
  autoName: { property: "statementId", maxLength: 100, prefix: "statementIdPrefix" },

  async create(aws, inputs) {
    const lambda = await aws.client("lambda");
    const StatementId = inputs.statementId ?? "";
    await whenReady(aws, () =>
      lambda.addPermission({
        StatementId,
        FunctionName: inputs.function,
        Action: inputs.action,
        Principal: inputs.principal,
        EventSourceToken: inputs.eventSourceToken,
        FunctionUrlAuthType: inputs.functionUrlAuthType as "NONE" | "AWS_IAM" | undefined,
        InvokedViaFunctionUrl: inputs.invokedViaFunctionUrl,
        PrincipalOrgID: inputs.principalOrgId,
        Qualifier: inputs.qualifier,
        SourceAccount: inputs.sourceAccount,
        SourceArn: inputs.sourceArn,
      }),
    );
    return StatementId;
  },

  async read(aws, id, last) {
    const lambda = await aws.client("lambda");
    const { Policy = "{}" } = await lambda.getPolicy({ FunctionName: last.function, Qualifier: last.qualifier });
    const { Statement: statements = [] } = JSON.parse(Policy) as { Statement?: Statement[] };
    const statement = statements.find(({ Sid }) => Sid === id);
    if (!statement) return undefined;
    const { StringEquals: equals = {}, ArnLike: like = {}, Bool: bool = {} } = statement.Condition ?? {};
    return {
      action: statement.Action,
      // The part after the function's name in an ARN is the qualifier.
      qualifier: qualifierOf(statement.Resource) ?? null,
      principal: principal(statement.Principal),
      eventSourceToken: equals["lambda:EventSourceToken"],
      functionUrlAuthType: equals["lambda:FunctionUrlAuthType"],
      invokedViaFunctionUrl: bool["lambda:InvokedViaFunctionUrl"] === "true" ? true : undefined,
      principalOrgId: equals["aws:PrincipalOrgID"],
      sourceAccount: equals["AWS:SourceAccount"],
      sourceArn: like["AWS:SourceArn"],
      statementId: id,
    };
  },

  async delete(aws, id, last) {
    const lambda = await aws.client("lambda");
    await whenReady(aws, () =>
      lambda.removePermission({ FunctionName: last.function, StatementId: id, Qualifier: last.qualifier }),
    );
  },

  async find(_aws, inputs) {
    return inputs.statementId;
  },

  /** `function/statement` or `function:qualifier/statement`. */
  async import(_aws, importId) {
    const [target = "", statementId = ""] = importId.split("/");
    const [name = "", qualifier] = target.split(":");
    return { id: statementId, last: { function: name, statementId, ...(qualifier && { qualifier }) } };
  },
};

interface Statement {
  readonly Sid?: string;
  readonly Action: string;
  readonly Resource: string;
  readonly Principal: string | { readonly Service?: string; readonly AWS?: string };
  readonly Condition?: Readonly<
    Record<"StringEquals" | "ArnLike" | "Bool", Readonly<Record<string, string>> | undefined>
  >;
}

/** The cloud returns an account as the ARN of its root user, in whichever format it was given. */
function principal(value: Statement["Principal"]): string | undefined {
  if (typeof value === "string") return value;
  if (value.Service !== undefined) return value.Service;
  return /^arn:[\w-]+:iam::(\d{12}):root$/.exec(value.AWS ?? "")?.[1] ?? value.AWS;
}

export const permission = erase(permissionType);
