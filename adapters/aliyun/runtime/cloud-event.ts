/** A CloudEvent as EventBridge hands it over. */
export interface BridgeEvent<Data = unknown> {
  readonly id: string;
  readonly source: string;
  readonly specversion: string;
  readonly type: string;
  readonly subject?: string;
  readonly time?: string;
  readonly datacontenttype?: string;
  /** Name of the bus that it came through. */
  readonly aliyuneventbusname?: string;
  readonly data?: Data;
}

export function isBridgeEvent(event: unknown): event is BridgeEvent {
  const { specversion, type, source, id } = (event ?? {}) as Partial<BridgeEvent>;
  return [specversion, type, source, id].every((field) => typeof field === "string");
}

export const isQueueEvent = (event: unknown): boolean => isBridgeEvent(event) && event.type.startsWith("mns:Queue:");
