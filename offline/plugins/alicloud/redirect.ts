let redirected: Promise<unknown> | undefined;

/**
 * Sends every connection of this process to the vendor's hostnames to the emulator at this address, and refuses all
 * others that would leave this machine unless POLYFN_ALIYUN_OTHERS says otherwise. The emulator identifies its services by the Host header, with plain HTTP too,
 * so no client needs to be configured.
 */
export async function redirectTo(proxy: string): Promise<void> {
  process.env.POLYFN_ALIYUN_URL = proxy;
  process.env.POLYFN_ALIYUN_OTHERS ??= "refuse";
  redirected ??= import("@polyfn/aliyun-emulator/redirect" as string);
  await redirected;
}
