/** Longest time (seconds) for which EventBridge gathers a batch. */
export const MAX_WINDOW = 15;

/** Shortest and longest time (seconds) between two calls of a logstore's trigger. */
export const INTERVAL = { min: 3, max: 600 } as const;

/** Most retries of a call of a logstore's trigger. */
export const MAX_RETRIES = 100;

/** Seconds for which MNS keeps a message at most. https://www.alibabacloud.com/help/en/mns/product-overview/limits */
export const MAX_RETENTION = 7 * 86_400;
