import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { type Path, problem, when } from "../../shared/problem.ts";

export function checkAlias({ alias, concurrency }: ResolvedFunction, path: Path): Problem[] {
  const versions = Object.keys(alias?.weights ?? {});
  return [
    ...when(alias !== undefined && concurrency.provisioned !== undefined, () =>
      problem(
        "conflict",
        [...path, "concurrency", "provisioned"],
        "The provider can only read back how many instances of the latest code are kept warm, but triggers call the alias.",
        "Remove concurrency.provisioned or alias.",
      ),
    ),
    ...when(versions.length > 1, () =>
      problem(
        "out-of-range",
        [...path, "alias", "weights"],
        `An alias of FC shares its calls with one other version, not with ${versions.length} (${versions.join(", ")}).`,
        "Keep one of them.",
      ),
    ),
    ...versions
      .filter((version) => !/^\d+$/.test(version))
      .map((version) =>
        problem(
          "bad-format",
          [...path, "alias", "weights", version],
          `"${version}" is not a published version; versions of FC's functions are whole numbers.`,
          'Use a version\'s number, for example "7".',
        ),
      ),
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

export const checkInvokers = (fn: ResolvedFunction, path: Path): Problem[] =>
  Object.entries(fn.invokers).flatMap(([name, { account, service, source }]) => [
    ...when(account !== undefined && !/^(\d{16}|acs:ram::\d{16}:.+)$/.test(account), () =>
      problem(
        "bad-format",
        [...path, "invokers", name, "account"],
        `"${account}" is neither an Aliyun account nor one of its users or roles.`,
        "Give the sixteen digits of the account, or the ARN of a user or role.",
      ),
    ),
    ...when(service !== undefined && !/^[a-z0-9.-]+\.aliyuncs\.com$/.test(service), () =>
      problem(
        "bad-format",
        [...path, "invokers", name, "service"],
        `"${service}" is not the principal of an Aliyun service.`,
        'Give its principal, for example "iot.aliyuncs.com".',
      ),
    ),
    ...when(source !== undefined, () =>
      problem(
        "unsupported",
        [...path, "invokers", name, "source"],
        "RAM's roles can't be narrowed to one resource on whose behalf they are taken on.",
        "Remove source.",
      ),
    ),
  ]);
