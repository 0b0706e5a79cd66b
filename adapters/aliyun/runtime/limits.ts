/** Most bytes of a synchronous call's payload, and of its result. https://www.alibabacloud.com/help/en/functioncompute/fc/product-overview/limits */
export const SYNC_LIMIT = 32 * 1024 * 1024;
