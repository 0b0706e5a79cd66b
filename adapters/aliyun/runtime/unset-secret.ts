/**
 * Value of a secret that nobody has stored yet: the services that keep secrets don't take one without a value. The shim
 * treats it as no value at all; since it is no secret, nothing may ever be verified with it.
 */
export const UNSET_SECRET = "(polyfn: no value has been stored yet)";
