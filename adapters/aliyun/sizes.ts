/** Steps in which FC sells memory (MB) and CPU (vCPU). */
export const MEMORY_STEP = 64;
const CPU_STEP = 0.05;

/**
 * vCPUs of a function with so much memory (MB): half as many as it has GB, in the middle of what FC allows, which is from
 * one vCPU for 1 GB to one for 4 GB. https://www.alibabacloud.com/help/en/functioncompute/fc/product-overview/limits
 */
export function cpuFor(memory: number): number {
  const steps = Math.max(1, Math.round(memory / 1024 / 2 / CPU_STEP));
  return Number((steps * CPU_STEP).toFixed(2));
}
