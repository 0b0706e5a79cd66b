import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import type { Authority, Leaf } from "./authority.ts";

/** First byte of a TLS handshake; no HTTP method starts with it. */
const HANDSHAKE = 0x16;

/** Hands each connection, be it plain or TLS, to the HTTP server. */
export class Connections {
  readonly #open = new Set<Duplex>();
  readonly #contexts = new Map<string, Promise<SecureContext>>();

  constructor(
    readonly server: Server,
    readonly authority: Authority,
  ) {}

  /**
   * Looks at what the client sends first.
   * @param name Host that a tunnel was asked for: for clients that don't name one in the handshake.
   */
  take(socket: Duplex, name: string): void {
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    // Clients that vanish are none of the emulator's faults.
    socket.on("error", () => socket.destroy());
    const look = (): void => {
      const first: Buffer | null = socket.read(1);
      if (first === null) {
        if (!socket.readableEnded) socket.once("readable", look);
        return;
      }
      socket.unshift(first);
      if (first[0] === HANDSHAKE) this.#secure(socket, name);
      else this.server.emit("connection", socket);
    };
    look();
  }

  close(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #secure(socket: Duplex, name: string): void {
    const context = (host: string) => this.#context(host.toLowerCase());
    void context(name).then(
      (fallback) => {
        const secured = new TLSSocket(socket as ConstructorParameters<typeof TLSSocket>[0], {
          isServer: true,
          ALPNProtocols: ["http/1.1"],
          secureContext: fallback,
          SNICallback: (host, done) => context(host).then((found) => done(null, found), done),
        });
        secured.on("error", () => secured.destroy());
        secured.once("close", () => socket.destroy());
        this.server.emit("connection", secured);
      },
      () => socket.destroy(),
    );
  }

  #context(host: string): Promise<SecureContext> {
    const known = this.#contexts.get(host) ?? this.authority.certificateFor(host).then(contextOf);
    this.#contexts.set(host, known);
    return known;
  }
}

/** No TLS 1.3: the HTTP library in the vendor's Java client for Tablestore waits forever on its session tickets. */
const contextOf = (leaf: Leaf): SecureContext => createSecureContext({ ...leaf, maxVersion: "TLSv1.2" });
