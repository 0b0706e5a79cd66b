/** Most bytes of a package in a request: https://www.alibabacloud.com/help/en/functioncompute/fc/product-overview/limits */
export const CODE_LIMIT = 100 * 1024 * 1024;
