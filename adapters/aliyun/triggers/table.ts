import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { lift } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { allow, type Statement } from "../../shared/statements.ts";
import { partOfArn } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import type { AliyunTypes } from "../resource-types.ts";

import { invocationRole } from "../role.ts";
import { addTrigger, type Link } from "./target.ts";

/**
 * Tablestore's own account, which is what takes on the role.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/tablestore-triggers
 */
const TABLESTORE = "acs:ram::1604337383174619:root";

/** https://www.alibabacloud.com/help/en/tablestore/developer-reference/ram-policies: what reading a table's changes takes. */
const statementsOf = lift("statements", (table: string): Statement[] => [
  allow(["ots:DescribeStream", "ots:DescribeTable", "ots:GetShardIterator", "ots:GetStreamRecord"], [table]),
  allow(["ots:ListStream"], [instanceOf(table)]),
]);

const instanceOf = (table: string): string =>
  `${table.slice(0, table.indexOf(":instance/"))}:instance/${partOfArn(table, "instance") ?? ""}`;

/**
 * Tablestore calls the function with a table's changes. Such a trigger has no settings and no switch: one that is
 * switched off in the spec is not made.
 */
export function table(scope: AliyunScope, trigger: ResolvedTrigger<"table">): TriggerHandle {
  const { table: source, enabled } = trigger.spec;
  if (!enabled) return { nodes: {} };
  const link: Link = `table_${source}`;
  const group = triggerGroup<AliyunTypes>(scope, trigger, "trigger", link);
  const { id, nodes } = scope.resource(source);
  const role = invocationRole(scope, trigger, group, {
    service: "ots.aliyuncs.com",
    account: TABLESTORE,
    link,
    statements: statementsOf(id),
  });
  addTrigger(scope, trigger, group, {
    type: "tablestore",
    config: {},
    source: id,
    role: role.arn,
    link,
    // The table's tunnel is what switches the record of its changes on.
    dependsOn: [...role.ready, ...Object.values(nodes)],
  });
  return { nodes: group.nodes };
}
