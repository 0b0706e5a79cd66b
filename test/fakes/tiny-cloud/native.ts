import { CustomResource, type CustomResourceOptions, type Input, type Output, ProviderResource } from "@pulumi/pulumi";

export interface TinyResourceArgs {
  readonly name: Input<string>;
  readonly account: Input<string>;
}

export interface TinyFunctionArgs {
  readonly name: Input<string>;
  /** MB. */
  readonly memory: Input<number>;
  /** Seconds. */
  readonly timeout: Input<number>;
  /** Digest of the package. */
  readonly code: Input<string>;
  readonly environment: Input<Readonly<Record<string, Input<string>>>>;
}

export interface TinyTriggerArgs {
  readonly function: Input<string>;
  readonly settings: Input<string>;
}

// These stand for a cloud's Pulumi package: a class for every type of resource.

export class TinyResource extends CustomResource {
  declare readonly name: Output<string>;
  declare readonly address: Output<string>;
  constructor(name: string, args: TinyResourceArgs, options?: CustomResourceOptions) {
    super("tiny:index:Resource", name, { address: undefined, ...args }, options);
  }
}

export class TinyFunction extends CustomResource {
  declare readonly name: Output<string>;
  constructor(name: string, args: TinyFunctionArgs, options?: CustomResourceOptions) {
    super("tiny:index:Function", name, { ...args }, options);
  }
}

export class TinyTrigger extends CustomResource {
  declare readonly address: Output<string>;
  constructor(name: string, args: TinyTriggerArgs, options?: CustomResourceOptions) {
    super("tiny:index:Trigger", name, { address: undefined, ...args }, options);
  }
}

export class TinyProvider extends ProviderResource {
  constructor(name: string, inputs: Record<string, Input<unknown>>, options?: CustomResourceOptions) {
    super("tiny", name, inputs, options);
  }
}
