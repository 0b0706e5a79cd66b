let redirected: Promise<unknown> | undefined;

/**
 * Leads every connection of this process to the vendor's host names to the emulator at this address, and refuses all
 * others that would leave this machine. The emulator tells its services apart by the Host header, in plain HTTP too, so
 * no client needs to know of it.
 */
export async function redirectTo(proxy: string): Promise<void> {
  process.env.POLYFN_ALIYUN_URL = proxy;
  process.env.POLYFN_ALIYUN_OTHERS = "refuse";
  redirected ??= import(new URL("../../aliyun/redirect/redirect.mjs", import.meta.url).href);
  await redirected;
}
