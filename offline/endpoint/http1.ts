import { NodeHttpHandler } from "@smithy/node-http-handler";

/**
 * A request handler for clients of the AWS SDK that speak HTTP/2 by default (Kinesis). Without TLS nothing negotiates
 * the version, and a server that only knows HTTP/1.1 answers such a client with a protocol error.
 */
export const http1 = (): NodeHttpHandler => new NodeHttpHandler();
