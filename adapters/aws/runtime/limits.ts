/** Most bytes of a synchronous call's payload, and of its result. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const SYNC_LIMIT = 6 * 1024 * 1024;
