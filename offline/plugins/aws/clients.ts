import type { Fields } from "../server/resource-type.ts";

/** Options that all AWS clients of one provider share. */
export interface ClientOptions {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Puts bucket names in the path, not in the hostname. */
  readonly forcePathStyle: boolean;
  readonly maxAttempts: number;
}

/** Each service's client is loaded only when a resource of that service is used: loading all of them takes seconds. */
const LOADERS = {
  apigateway: async (o: ClientOptions) => new (await import("@aws-sdk/client-api-gateway")).APIGateway(o),
  apigatewayv2: async (o: ClientOptions) => new (await import("@aws-sdk/client-apigatewayv2")).ApiGatewayV2(o),
  dynamodb: async (o: ClientOptions) => new (await import("@aws-sdk/client-dynamodb")).DynamoDB(o),
  events: async (o: ClientOptions) => new (await import("@aws-sdk/client-eventbridge")).EventBridge(o),
  iam: async (o: ClientOptions) => new (await import("@aws-sdk/client-iam")).IAM(o),
  kinesis: async (o: ClientOptions) => {
    const [{ Kinesis }, { http1 }] = await Promise.all([
      import("@aws-sdk/client-kinesis"),
      import("../../endpoint/http1.ts"),
    ]);
    return new Kinesis({ ...o, requestHandler: http1() });
  },
  kms: async (o: ClientOptions) => new (await import("@aws-sdk/client-kms")).KMS(o),
  lambda: async (o: ClientOptions) => new (await import("@aws-sdk/client-lambda")).Lambda(o),
  logs: async (o: ClientOptions) => new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs(o),
  s3: async (o: ClientOptions) => new (await import("@aws-sdk/client-s3")).S3(o),
  scheduler: async (o: ClientOptions) => new (await import("@aws-sdk/client-scheduler")).Scheduler(o),
  secretsmanager: async (o: ClientOptions) => new (await import("@aws-sdk/client-secrets-manager")).SecretsManager(o),
  sns: async (o: ClientOptions) => new (await import("@aws-sdk/client-sns")).SNS(o),
  sqs: async (o: ClientOptions) => new (await import("@aws-sdk/client-sqs")).SQS(o),
  sts: async (o: ClientOptions) => new (await import("@aws-sdk/client-sts")).STS(o),
};

/** A service, by its key in the provider's `endpoints`. */
export type Service = keyof typeof LOADERS;
export type Client<S extends Service> = Awaited<ReturnType<(typeof LOADERS)[S]>>;

export const SERVICES = Object.keys(LOADERS) as Service[];

/** Argument of a resource type's functions: clients for the resource's region, and the provider's common settings. */
export interface AwsContext {
  readonly region: string;
  /** The service's client, loaded on first use, one for each service and region. */
  client<S extends Service>(service: S): Promise<Client<S>>;
  accountId(): Promise<string>;
  readonly partition: string;
  /** The resource's tags merged over the provider's default tags. */
  tags(inputs: Fields): Record<string, string>;
  /** `tags` and `tagsAll` of the state, from the cloud's tags. */
  tagState(tags: Readonly<Record<string, string>>): {
    tags: Record<string, string> | null;
    tagsAll: Record<string, string>;
  };
  /** Aborts when the engine cancels. */
  readonly signal: AbortSignal;
}

/** Caches clients: one for each service and region. */
export class ClientCache {
  readonly #clients = new Map<string, Promise<unknown>>();

  constructor(private readonly options: (service: Service, region: string) => ClientOptions) {}

  get<S extends Service>(service: S, region: string): Promise<Client<S>> {
    const key = `${service} ${region}`;
    const known = this.#clients.get(key) ?? LOADERS[service](this.options(service, region));
    this.#clients.set(key, known);
    return known as Promise<Client<S>>;
  }
}
