/** Default address of every LocalStack-compatible server, and the variable by which AWS tools find it. */
export const awsEndpoint = { usual: "http://127.0.0.1:4566", variable: "AWS_ENDPOINT_URL" } as const;
