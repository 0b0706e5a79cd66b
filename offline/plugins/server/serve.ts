import { Server, ServerCredentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Plugin } from "./plugin.ts";
import { ProviderService } from "./service.ts";

/** How often to look whether the engine is still there, in milliseconds. */
const WATCH_INTERVAL = 1000;

/**
 * Serves a plugin to the engine that started this process: listens on a free loopback port and prints the port on
 * stdout, as the engine expects. Ends with the engine, after whatever is under way.
 */
export async function serve<Context>(plugin: Plugin<Context>): Promise<void> {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(services.ResourceProviderService, new ProviderService(plugin).handlers());
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  process.stdout.write(`${port}\n`);
  endWithEngine(server);
}

/**
 * Ctrl-C reaches the whole process group, but it is the engine that decides what to do about it (it cancels, then ends
 * the plugin), so the signal itself is ignored here. An engine that was killed can't end anything: then this process
 * has a new parent, finishes what is under way and goes.
 */
function endWithEngine(server: Server): void {
  const engine = process.ppid;
  const end = () => server.tryShutdown(() => process.exit(0));
  process.on("SIGINT", () => {});
  process.on("SIGTERM", end);
  const watch = setInterval(() => {
    if (process.ppid === engine) return;
    clearInterval(watch);
    end();
  }, WATCH_INTERVAL);
}
