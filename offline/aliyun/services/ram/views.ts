import type { Group, Policy, Role, User } from "./model.ts";
import { timeText } from "./store.ts";

/** The form of each identity in RAM's answers. */

export const roleView = (role: Role) => ({
  RoleId: role.id,
  RoleName: role.name,
  Arn: role.arn,
  Description: role.description,
  CreateDate: timeText(role.created),
  UpdateDate: timeText(role.updated),
  MaxSessionDuration: role.maxSessionDuration,
});

export const fullRoleView = (role: Role) => ({
  ...roleView(role),
  AssumeRolePolicyDocument: role.trust,
  ...(role.service !== undefined && { IsServiceLinkedRole: true }),
});

export const userView = (user: User) => ({
  UserId: user.id,
  UserName: user.name,
  DisplayName: user.displayName,
  MobilePhone: user.mobilePhone,
  Email: user.email,
  Comments: user.comments,
  CreateDate: timeText(user.created),
  UpdateDate: timeText(user.updated),
});

export const groupView = (group: Group) => ({
  GroupId: group.id,
  GroupName: group.name,
  Comments: group.comments,
  CreateDate: timeText(group.created),
  UpdateDate: timeText(group.updated),
});

export const policyView = (policy: Policy, attachments: number) => ({
  PolicyName: policy.name,
  PolicyType: "Custom",
  Description: policy.description,
  DefaultVersion: policy.defaultVersion,
  AttachmentCount: attachments,
  CreateDate: timeText(policy.created),
  UpdateDate: timeText(policy.updated),
});

/** The vendor's own policies were made when RAM was. */
const SYSTEM_DATE = "2015-04-28T11:33:05Z";

export const systemPolicyView = (name: string, attachments: number) => ({
  PolicyName: name,
  PolicyType: "System",
  Description: name,
  DefaultVersion: "v1",
  AttachmentCount: attachments,
  CreateDate: SYSTEM_DATE,
  UpdateDate: SYSTEM_DATE,
});

export const versionView = (id: string, isDefault: boolean, document: string, created: number | undefined) => ({
  VersionId: id,
  IsDefaultVersion: isDefault,
  PolicyDocument: document,
  CreateDate: created === undefined ? SYSTEM_DATE : timeText(created),
});
