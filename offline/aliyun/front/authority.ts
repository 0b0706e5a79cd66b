import { webcrypto } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { exclusively } from "../core/exclusive.ts";

/** The emulator's own certificate authority. Its private key never leaves the directory, which only its owner reads. */
export interface Authority {
  /** Its certificate, PEM. */
  readonly certificateFile: string;
  /** Its certificate and the authorities that this machine trusts, PEM. */
  readonly bundleFile: string;
  /** A certificate for one host, signed by the authority; the same object for the same host. */
  certificateFor(host: string): Promise<Leaf>;
}

/** PEM. */
export interface Leaf {
  readonly key: string;
  readonly cert: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
/** The longest lifetime that browsers and Apple's libraries accept. */
const LEAF_DAYS = 397;
/** An authority that expires sooner is replaced, so that it does not expire during use. */
const LEAST_DAYS = LEAF_DAYS + 30;

/** The authority kept in this directory; made when there is none, or when its time is nearly over. */
export async function openAuthority(directory: string): Promise<Authority> {
  const files = {
    certificate: join(directory, "ca.pem"),
    key: join(directory, "ca.key"),
    bundle: join(directory, "bundle.pem"),
  };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const issuer = await exclusively(join(directory, "lock"), async () => {
    const known = await load(files.certificate, files.key);
    const made = known ?? (await make(files.certificate, files.key));
    write(files.bundle, [made.certificate.toString("pem"), ...trusted(files.bundle)].join("\n"));
    return made;
  });
  const keys = await generateKeys();
  const leaves = new Map<string, Promise<Leaf>>();
  return {
    certificateFile: files.certificate,
    bundleFile: files.bundle,
    certificateFor(host) {
      const leaf = leaves.get(host) ?? issue(issuer, keys, host);
      leaves.set(host, leaf);
      return leaf;
    },
  };
}

interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

async function load(certificateFile: string, keyFile: string): Promise<Issuer | undefined> {
  if (!existsSync(certificateFile) || !existsSync(keyFile)) return undefined;
  try {
    const certificate = new x509.X509Certificate(readFileSync(certificateFile, "utf8"));
    if (certificate.notAfter.getTime() < Date.now() + LEAST_DAYS * DAY) return undefined;
    const [der] = x509.PemConverter.decode(readFileSync(keyFile, "utf8"));
    if (!der) return undefined;
    const key = await webcrypto.subtle.importKey("pkcs8", der, ALGORITHM, false, ["sign"]);
    return { certificate, key };
  } catch {
    // Half written by something else, or not ours: a new one takes its place.
    return undefined;
  }
}

async function make(certificateFile: string, keyFile: string): Promise<Issuer> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: "CN=polyfn offline authority",
    ...validity(AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  write(keyFile, await pem(keys.privateKey));
  write(certificateFile, certificate.toString("pem"));
  return { certificate, key: keys.privateKey };
}

async function issue(issuer: Issuer, keys: webcrypto.CryptoKeyPair, host: string): Promise<Leaf> {
  const isAddress = /^[\d.]+$|:/.test(host);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    // A common name has room for 64 characters; clients look at the alternative name.
    subject: [{ CN: [host.slice(0, 64)] }],
    issuer: issuer.certificate.subjectName,
    ...validity(LEAF_DAYS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: issuer.key,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: isAddress ? "ip" : "dns", value: host }]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey),
    ],
  });
  return { key: await pem(keys.privateKey), cert: certificate.toString("pem") };
}

const generateKeys = async (): Promise<webcrypto.CryptoKeyPair> =>
  (await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;

const pem = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");

const serial = (): string => `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString("hex")}`;

/** From yesterday on: machines' clocks differ. */
const validity = (days: number) => ({
  notBefore: new Date(Date.now() - DAY),
  notAfter: new Date(Date.now() + days * DAY),
});

/** Readable by its owner alone, and never half there. */
function write(file: string, text: string): void {
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, `${text.trim()}\n`, { mode: 0o600 });
  renameSync(partial, file);
}

/** The files in which Linux distributions and macOS keep trusted authorities, as OpenSSL and Go look for them. */
const SYSTEM_FILES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** A machine's owner may have named other authorities, which programs beside the emulator still need. */
function trusted(own: string): readonly string[] {
  const { SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = process.env;
  const isOther = (path: string | undefined): path is string => path !== undefined && path !== own && existsSync(path);
  const system = [SSL_CERT_FILE, ...SYSTEM_FILES].find(isOther);
  const files = [...new Set([system, NODE_EXTRA_CA_CERTS].filter(isOther))].map((path) => readFileSync(path, "utf8"));
  return system === undefined ? [...rootCertificates, ...files] : files;
}
