import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { aliasProblems, type InvokerRule, invokerProblems } from "../../shared/checks/functions.ts";
import { statementProblems } from "../../shared/checks/statements.ts";
import { type Path, problem, when } from "../../shared/problem.ts";
import { ARN_RULE, STATEMENT_TARGETS } from "../statements.ts";

export function checkAlias(fn: ResolvedFunction, path: Path): Problem[] {
  return [
    ...when(fn.alias !== undefined && fn.concurrency.provisioned !== undefined, () =>
      problem(
        "conflict",
        [...path, "concurrency", "provisioned"],
        "The provider can only read back how many instances of the latest code are kept warm, but triggers call the alias.",
        "Remove concurrency.provisioned or alias.",
      ),
    ),
    ...aliasProblems("FC", fn),
  ];
}

/** `<mount target>:/<directory>`, as NAS writes it. */
const MOUNT = /^[\w.-]+:\/.*$/;

export function checkNetwork({ vpc, fileSystem }: ResolvedFunction, path: Path): Problem[] {
  const groups = vpc?.securityGroups;
  return [
    ...when(vpc !== undefined && vpc.id === undefined, () =>
      problem(
        "missing-field",
        [...path, "vpc", "id"],
        "FC must be told which VPC the subnets (vSwitches) belong to.",
        'Add the identifier: vpc: { id: "vpc-..." }; it may come from { config: "<name>" }.',
      ),
    ),
    ...when(Array.isArray(groups) && groups.length !== 1, () =>
      problem(
        "out-of-range",
        [...path, "vpc", "securityGroups"],
        `A function of FC is in exactly one security group, not in ${Array.isArray(groups) ? groups.length : 0}.`,
        "Keep one of them.",
      ),
    ),
    ...when(typeof fileSystem?.id === "string" && !MOUNT.test(fileSystem.id), () =>
      problem(
        "bad-format",
        [...path, "fileSystem", "id"],
        `"${fileSystem?.id}" is not the mount target of a NAS file system and a directory.`,
        'Write for example "0123abc-xyz.cn-hangzhou.nas.aliyuncs.com:/data".',
      ),
    ),
  ];
}

const INVOKERS: InvokerRule = {
  cloud: "Aliyun",
  account: /^(\d{16}|acs:ram::\d{16}:.+)$/,
  digits: "sixteen",
  service: /^[a-z0-9.-]+\.aliyuncs\.com$/,
  example: "iot.aliyuncs.com",
};

export const checkInvokers = (fn: ResolvedFunction, path: Path): Problem[] => [
  ...invokerProblems(INVOKERS, fn),
  ...statementProblems(ARN_RULE, fn, STATEMENT_TARGETS),
  ...Object.entries(fn.invokers).flatMap(([name, { source }]) =>
    when(source !== undefined, () =>
      problem(
        "unsupported",
        [...path, "invokers", name, "source"],
        "RAM's roles can't be narrowed to one resource on whose behalf they are taken on.",
        "Remove source.",
      ),
    ),
  ),
];
