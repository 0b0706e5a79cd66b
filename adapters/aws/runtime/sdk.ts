/**
 * Whether the environment points a service to a server in place of the cloud (`AWS_ENDPOINT_URL`, or the service's own).
 * The SDK takes it from there by itself, like region and credentials.
 */
export const hasEndpoint = (service: string): boolean =>
  Boolean(process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env.AWS_ENDPOINT_URL);
