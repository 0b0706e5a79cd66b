/** Names of service-linked roles by their services: the vendor lists each one. */
export const LINKED_ROLE_NAMES: Readonly<Record<string, string>> = {
  "fc.aliyuncs.com": "AliyunServiceRoleForFC",
  "sendevent-fc.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSendToFC",
  "sendevent-mns.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSendToMNS",
  "sendevent-sms.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSendToSMS",
  "sendevent-directmail.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSendToDirectMail",
  "sendevent-rocketmq.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSendToRocketMQ",
  "source-mns.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSourceMNS",
  "source-rocketmq.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSourceRocketMQ",
  "source-rabbitmq.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSourceRabbitMQ",
  "source-kafka.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSourceKafka",
  "source-sls.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSourceSLS",
  "source-actiontrail.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSourceActionTrail",
  "connect-vpc.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeConnectVPC",
};
