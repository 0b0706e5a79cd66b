/** Settings of an eventbridge trigger that reads the queue "jobs". */
export const queueTrigger = {
  triggerEnable: true,
  asyncInvocationType: false,
  eventRuleFilterPattern: "{}",
  eventSourceConfig: {
    eventSourceType: "MNS",
    eventSourceParameters: {
      sourceMNSParameters: { RegionId: "cn-hangzhou", QueueName: "jobs", IsBase64Decode: true },
    },
  },
  eventSinkConfig: { deliveryOption: { eventSchema: "CloudEvents" } },
  runOptions: {},
};
