import { Server, ServerCredentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Plugin } from "./plugin.ts";
import { ProviderService } from "./service.ts";

/** Interval in milliseconds of the check that the engine still runs. */
const WATCH_INTERVAL = 1000;

/**
 * Serves a plugin to the engine that started this process: listens on a free loopback port and prints the port on
 * stdout, as the engine expects. Ends with the engine, after all calls in progress.
 */
export async function serve<Context>(plugin: Plugin<Context>): Promise<void> {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const service = new ProviderService(plugin);
  server.addService(services.ResourceProviderService, service.handlers());
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  process.stdout.write(`${port}\n`);
  endWithEngine(() => service.idle());
}

/**
 * The engine ends its plugins with SIGINT, each in its own process group (so that Ctrl-C in a terminal reaches the
 * engine alone), and kills those that stay. An engine that was itself killed cannot do so; then this process gets a new
 * parent. In both cases calls in progress are finished first.
 */
function endWithEngine(idle: () => Promise<void>): void {
  const engine = process.ppid;
  const end = () => void idle().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  const watch = setInterval(() => {
    if (process.ppid === engine) return;
    clearInterval(watch);
    end();
  }, WATCH_INTERVAL);
}
