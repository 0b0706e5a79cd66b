import type {
  CreateEventSourceMappingCommandInput,
  EventSourceMappingConfiguration,
  EventSourcePosition,
  FunctionResponseType,
} from "@aws-sdk/client-lambda";
import type { EventSourceMappingArgs, EventSourceMappingState } from "@pulumi/aws/lambda/index.js";
import { Unfinished } from "../../server/plugin.ts";
import { erase, type Plain, type Readable, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges } from "../tags.ts";
import { sameFunction } from "./fields.ts";
import { eventSourceMappingTable } from "./tables.ts";
import { whenReady } from "./wait.ts";

type Inputs = Plain<EventSourceMappingArgs>;
type State = Plain<EventSourceMappingState>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const eventSourceMappingType: ResourceType<AwsContext, Inputs, State> = {
  table: eventSourceMappingTable,
  unserved: [
    "amazonManagedKafkaEventSourceConfig",
    "documentDbEventSourceConfig",
    "provisionedPollerConfig",
    "queues",
    "selfManagedEventSource",
    "selfManagedKafkaEventSourceConfig",
    "sourceAccessConfigurations",
    "topics",
  ],

  async create(aws, inputs) {
    const lambda = await aws.client("lambda");
    const { UUID = "" } = await whenReady(aws, () => lambda.createEventSourceMapping(creation(aws, inputs)));
    try {
      await waitUntilStable(aws, UUID);
    } catch (cause) {
      throw new Unfinished(UUID, { cause });
    }
    return UUID;
  },

  async read(aws, id, last) {
    const lambda = await aws.client("lambda");
    const found = await lambda.getEventSourceMapping({ UUID: id });
    if (found.State === "Deleting") return undefined;
    const arn = found.EventSourceMappingArn ?? (await ownArn(aws, id));
    const { Tags = {} } = await lambda.listTags({ Resource: arn }).catch(() => ({ Tags: undefined }));
    return {
      ...state(found),
      arn,
      functionName: sameFunction(last.functionName, found.FunctionArn),
      startingPositionTimestamp: last.startingPositionTimestamp ?? found.StartingPositionTimestamp?.toISOString(),
      ...aws.tagState(Object.keys(Tags).length > 0 ? Tags : aws.tags(last)),
    };
  },

  async update(aws, id, inputs, old) {
    const lambda = await aws.client("lambda");
    await whenReady(aws, () => lambda.updateEventSourceMapping({ UUID: id, ...clearable(inputs) }));
    await waitUntilStable(aws, id);
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    const Resource = old.arn ?? (await ownArn(aws, id));
    if (remove.length > 0) await lambda.untagResource({ Resource, TagKeys: remove });
    if (Object.keys(set).length > 0) await lambda.tagResource({ Resource, Tags: set });
  },

  async delete(aws, id) {
    const lambda = await aws.client("lambda");
    await whenReady(aws, () => lambda.deleteEventSourceMapping({ UUID: id }));
  },

  async find(aws, inputs) {
    const lambda = await aws.client("lambda");
    const { EventSourceMappings: [found] = [] } = await lambda.listEventSourceMappings({
      FunctionName: inputs.functionName,
      EventSourceArn: inputs.eventSourceArn,
    });
    return found?.UUID;
  },
};

function creation(aws: AwsContext, inputs: Inputs): CreateEventSourceMappingCommandInput {
  const { startingPositionTimestamp: timestamp } = inputs;
  return {
    ...settings(inputs),
    FunctionName: inputs.functionName,
    EventSourceArn: inputs.eventSourceArn,
    StartingPosition: inputs.startingPosition as EventSourcePosition | undefined,
    StartingPositionTimestamp: timestamp === undefined ? undefined : new Date(timestamp),
    Tags: aws.tags(inputs),
  };
}

function settings(inputs: Inputs) {
  const { destinationConfig, filterCriteria, metricsConfig, scalingConfig } = inputs;
  return {
    FunctionName: inputs.functionName,
    Enabled: inputs.enabled,
    BatchSize: inputs.batchSize,
    BisectBatchOnFunctionError: inputs.bisectBatchOnFunctionError,
    DestinationConfig: destinationConfig?.onFailure && {
      OnFailure: { Destination: destinationConfig.onFailure.destinationArn },
    },
    FilterCriteria: filterCriteria && { Filters: filterCriteria.filters?.map(({ pattern }) => ({ Pattern: pattern })) },
    FunctionResponseTypes: inputs.functionResponseTypes as FunctionResponseType[] | undefined,
    KMSKeyArn: inputs.kmsKeyArn,
    MaximumBatchingWindowInSeconds: inputs.maximumBatchingWindowInSeconds,
    MaximumRecordAgeInSeconds: inputs.maximumRecordAgeInSeconds,
    MaximumRetryAttempts: inputs.maximumRetryAttempts,
    MetricsConfig: metricsConfig && { Metrics: metricsConfig.metrics as "EventCount"[] },
    ParallelizationFactor: inputs.parallelizationFactor,
    ScalingConfig: scalingConfig && { MaximumConcurrency: scalingConfig.maximumConcurrency },
    TumblingWindowInSeconds: inputs.tumblingWindowInSeconds,
  };
}

/** Settings of an update. Removed ones are cleared, since the cloud keeps absent ones. */
function clearable(inputs: Inputs) {
  const queue = /^arn:[\w-]+:sqs:/.test(inputs.eventSourceArn ?? "");
  const wanted = settings(inputs);
  return {
    ...wanted,
    FilterCriteria: wanted.FilterCriteria ?? {},
    FunctionResponseTypes: wanted.FunctionResponseTypes ?? [],
    MaximumBatchingWindowInSeconds: wanted.MaximumBatchingWindowInSeconds ?? 0,
    ...(queue
      ? { ScalingConfig: wanted.ScalingConfig ?? {} }
      : {
          BisectBatchOnFunctionError: wanted.BisectBatchOnFunctionError ?? false,
          DestinationConfig: wanted.DestinationConfig ?? { OnFailure: {} },
          TumblingWindowInSeconds: wanted.TumblingWindowInSeconds ?? 0,
        }),
  };
}

function state(found: EventSourceMappingConfiguration): Readable<State> {
  const filters = (found.FilterCriteria?.Filters ?? []).map(({ Pattern }) => ({ pattern: Pattern }));
  const failure = found.DestinationConfig?.OnFailure?.Destination;
  return {
    batchSize: found.BatchSize,
    bisectBatchOnFunctionError: found.BisectBatchOnFunctionError || null,
    destinationConfig: failure ? { onFailure: { destinationArn: failure } } : null,
    enabled: !/^Disabl/.test(found.State ?? ""),
    eventSourceArn: found.EventSourceArn,
    filterCriteria: filters.length > 0 ? { filters } : null,
    functionArn: found.FunctionArn,
    functionResponseTypes: found.FunctionResponseTypes?.length ? found.FunctionResponseTypes : null,
    kmsKeyArn: found.KMSKeyArn ?? null,
    lastModified: found.LastModified?.toISOString(),
    lastProcessingResult: found.LastProcessingResult,
    maximumBatchingWindowInSeconds: found.MaximumBatchingWindowInSeconds ?? null,
    maximumRecordAgeInSeconds: found.MaximumRecordAgeInSeconds,
    maximumRetryAttempts: found.MaximumRetryAttempts,
    metricsConfig: found.MetricsConfig?.Metrics ? { metrics: found.MetricsConfig.Metrics } : undefined,
    parallelizationFactor: found.ParallelizationFactor,
    scalingConfig: found.ScalingConfig?.MaximumConcurrency
      ? { maximumConcurrency: found.ScalingConfig.MaximumConcurrency }
      : null,
    startingPosition: found.StartingPosition,
    state: found.State,
    stateTransitionReason: found.StateTransitionReason,
    tumblingWindowInSeconds: found.TumblingWindowInSeconds || null,
    uuid: found.UUID,
  };
}

/** Waits until the mapping is neither being created nor updated. */
async function waitUntilStable(aws: AwsContext, UUID: string): Promise<void> {
  const lambda = await aws.client("lambda");
  const { State = "" } = await until(() => lambda.getEventSourceMapping({ UUID }), {
    right: (found) => !/ing$/.test(found.State ?? ""),
    seconds: 600,
    signal: aws.signal,
  });
  if (/ing$/.test(State)) throw new Error(`Event source mapping ${UUID} is still ${State}.`);
}

async function ownArn(aws: AwsContext, uuid: string): Promise<string> {
  return `arn:${aws.partition}:lambda:${aws.region}:${await aws.accountId()}:event-source-mapping:${uuid}`;
}

export const eventSourceMapping = erase(eventSourceMappingType);
