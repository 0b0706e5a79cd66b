/**
 * True if an address is one of this machine's. The emulator reaches no other: what is sent elsewhere fails, as in a
 * network that is down.
 */
export const isLocalAddress = (address: string): boolean =>
  URL.canParse(address) && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname);
