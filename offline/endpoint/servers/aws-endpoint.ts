/** Where every LocalStack-compatible server is, unless told otherwise, and the variable by which AWS's own tools find it. */
export const awsEndpoint = { usual: "http://127.0.0.1:4566", variable: "AWS_ENDPOINT_URL" } as const;
