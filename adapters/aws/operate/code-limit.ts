/** Most bytes of a package in a request: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const CODE_LIMIT = 50 * 1024 * 1024;
