/** The two retry strategies of MNS and EventBridge, which take no numbers. */
export type RetryStrategy = "BACKOFF_RETRY" | "EXPONENTIAL_DECAY_RETRY";

/**
 * Retries of each way, and the seconds that they take at most.
 * https://www.alibabacloud.com/help/en/eventbridge/user-guide/retry-policies
 */
export const STRATEGIES = {
  BACKOFF_RETRY: { retries: 3, seconds: 60 },
  EXPONENTIAL_DECAY_RETRY: { retries: 176, seconds: 86_400 },
} as const;

/**
 * The way that tries longest without trying more often or longer than asked; `undefined` when even the shorter one
 * would. Without any wish it is the longer one, which is what other clouds do by themselves.
 */
export function retryStrategy(wish: {
  retries?: number | undefined;
  maxAge?: number | undefined;
}): RetryStrategy | undefined {
  const fits = (name: RetryStrategy): boolean =>
    STRATEGIES[name].retries <= (wish.retries ?? Number.POSITIVE_INFINITY) &&
    STRATEGIES[name].seconds <= (wish.maxAge ?? Number.POSITIVE_INFINITY);
  return (["EXPONENTIAL_DECAY_RETRY", "BACKOFF_RETRY"] as const).find(fits);
}
