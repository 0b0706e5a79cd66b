/**
 * Proof that an adapter's answers hold, from the strongest on. `cloud-protocol`: a server that speaks the cloud's
 * protocol, deployed to by the real engine. `plan`: the app is checked and becomes a graph whose inputs have the provider's
 * types; nothing runs.
 */
export const PROOF_LEVELS = ["cloud-protocol", "plan"] as const;
export type ProofLevel = (typeof PROOF_LEVELS)[number];
