/**
 * Value of a secret that has not been set: the services require one. The shim
 * treats it as no value at all; since it is no secret, nothing may ever be verified with it.
 */
export const UNSET_SECRET = "(polyfn: no value has been stored yet)";
