const networkInterfaces = [
  "ecs:CreateNetworkInterface",
  "ecs:DeleteNetworkInterface",
  "ecs:DescribeNetworkInterfaces",
  "ecs:CreateNetworkInterfacePermission",
  "ecs:DescribeNetworkInterfacePermissions",
  "ecs:DeleteNetworkInterfacePermission",
];

/** The vendor's own policies, by name: what they allow on everything. A selection: what functions and deployers use. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  ReadOnlyAccess: ["*:Describe*", "*:List*", "*:Get*", "*:BatchGet*", "*:Query*", "*:Check*", "*:Search*"],
  AliyunFCFullAccess: ["fc:*"],
  AliyunFCReadOnlyAccess: ["fc:Get*", "fc:List*"],
  AliyunFCInvocationAccess: ["fc:InvokeFunction"],
  AliyunOSSFullAccess: ["oss:*"],
  AliyunOSSReadOnlyAccess: ["oss:Get*", "oss:List*"],
  AliyunMNSFullAccess: ["mns:*"],
  AliyunMNSReadOnlyAccess: ["mns:Get*", "mns:List*"],
  AliyunLogFullAccess: ["log:*"],
  AliyunLogReadOnlyAccess: ["log:Get*", "log:List*", "log:Query*"],
  AliyunOTSFullAccess: ["ots:*"],
  AliyunOTSReadOnlyAccess: ["ots:BatchGet*", "ots:Describe*", "ots:Get*", "ots:List*"],
  AliyunOTSWriteOnlyAccess: ["ots:BatchWrite*", "ots:Delete*", "ots:Insert*", "ots:Put*", "ots:Update*"],
  AliyunEventBridgeFullAccess: ["eventbridge:*"],
  AliyunEventBridgeReadOnlyAccess: ["eventbridge:Get*", "eventbridge:List*"],
  AliyunKMSFullAccess: ["kms:*"],
  AliyunKMSReadOnlyAccess: ["kms:Describe*", "kms:List*", "kms:Get*"],
  AliyunOOSFullAccess: ["oos:*"],
  AliyunOOSReadOnlyAccess: ["oos:Get*", "oos:List*"],
  AliyunRAMFullAccess: ["ram:*"],
  AliyunRAMReadOnlyAccess: ["ram:Get*", "ram:List*"],
  AliyunSTSAssumeRoleAccess: ["sts:AssumeRole"],
  AliyunVPCFullAccess: ["vpc:*"],
  AliyunVPCReadOnlyAccess: ["vpc:Describe*", "vpc:List*"],
  AliyunContainerRegistryFullAccess: ["cr:*"],
  AliyunContainerRegistryReadOnlyAccess: ["cr:Get*", "cr:List*", "cr:Pull*"],
  AliyunECSNetworkInterfaceManagementAccess: networkInterfaces,
};

/**
 * The policies of trigger roles: the source's service invokes the function, and some services read the source for it.
 */
const invoke = ["fc:InvokeFunction"];
const consume = [
  ...["log:Get*", "log:List*", "log:PostLogStoreLogs", "log:BatchPostLogStoreLogs"],
  ...["log:PostProjectQuery", "log:PutProjectQuery", "log:DeleteProjectQuery", "log:GetProjectQuery"],
  ...["log:CreateConsumerGroup", "log:UpdateConsumerGroup", "log:DeleteConsumerGroup", "log:ListConsumerGroup"],
  ...["log:ConsumerGroupUpdateCheckPoint", "log:ConsumerGroupHeartBeat", "log:GetConsumerGroupCheckPoint"],
];

/**
 * Policies of service roles. The vendor's pages show that of MNS and Tablestore; of the others they say what it is for.
 * https://www.alibabacloud.com/help/en/ram/developer-reference/aliyunmnsnotificationrolepolicy
 */
const ofServiceRoles: Readonly<Record<string, readonly string[]>> = {
  AliyunOSSEventNotificationRolePolicy: invoke,
  AliyunMNSNotificationRolePolicy: invoke,
  AliyunCDNEventNotificationRolePolicy: invoke,
  AliyunLogETLRolePolicy: [...invoke, ...consume],
  AliyunTableStoreStreamNotificationRolePolicy: [...invoke, "ots:BatchGet*", "ots:Describe*", "ots:Get*", "ots:List*"],
  AliyunFCDefaultRolePolicy: [
    ...invoke,
    ...["vpc:DescribeVSwitchAttributes", "vpc:DescribeVpcAttribute"],
    ...networkInterfaces,
    ...["log:PostLogStoreLogs", "log:GetLogStore", "log:CreateProject", "log:CreateLogStore"],
    ...["mns:SendMessage", "mns:PublishMessage", "eventbridge:PutEvents"],
    ...["cr:GetRepository", "cr:GetRepositoryTag", "cr:GetAuthorizationToken", "cr:PullRepository"],
  ],
};

export const systemPolicies: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...allowed, ...ofServiceRoles }).map(([name, actions]) => [
    name,
    JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] }),
  ]),
);
