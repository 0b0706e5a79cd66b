// Preloaded into Node.js programs (NODE_OPTIONS=--import=...): connections to the emulated cloud's host names go to the
// emulator, whatever client makes them - net, tls, http, https, fetch. Plain JavaScript, for Node.js 18 and later.
//
// POLYFN_ALIYUN_URL     http://127.0.0.1:<port> of the emulator; without it nothing changes
// POLYFN_ALIYUN_HOSTS   endings of host names, comma-separated; default .aliyuncs.com,.fcapp.run
// POLYFN_ALIYUN_OTHERS  leave (default): other hosts are reached as always; refuse: only this machine is
import { createRequire, syncBuiltinESMExports } from "node:module";
import process from "node:process";

const require = createRequire(import.meta.url);
const net = require("node:net");
const tls = require("node:tls");

const { POLYFN_ALIYUN_URL: url, POLYFN_ALIYUN_HOSTS: hosts, POLYFN_ALIYUN_OTHERS: others } = process.env;

/** Marks the patch, for programs that preload this twice. */
const done = Symbol.for("polyfn.redirect");

if (url && !globalThis[done]) {
  globalThis[done] = true;
  install(Number(new URL(url).port), (hosts || ".aliyuncs.com,.fcapp.run").split(","), others === "refuse");
}

function install(port, endings, refusesOthers) {
  const { connect } = net.Socket.prototype;
  const isOurs = (host) => endings.some((ending) => host.endsWith(ending) || `.${host}` === ending);

  net.Socket.prototype.connect = function redirected(...args) {
    const { options, callback } = read(args);
    const host = String(options.host ?? options.hostname ?? "")
      .toLowerCase()
      .replace(/\.$/, "");
    if (options.path || isLocal(host)) return connect.apply(this, args);
    if (!isOurs(host)) {
      if (!refusesOthers) return connect.apply(this, args);
      refuse(this, host, options.port);
      return this;
    }
    // The emulator makes its certificate for the name in the handshake, which a plain tls.connect leaves out.
    if (this instanceof tls.TLSSocket && !this.servername) this.setServername(host);
    const { lookup, hostname, localAddress, family, path, ...rest } = options;
    return connect.call(this, { ...rest, host: "127.0.0.1", port, family: 4 }, ...(callback ? [callback] : []));
  };
  syncBuiltinESMExports();
}

/** connect(options), connect(port, host), connect(path), and the array that net.connect makes of them. */
function read(args) {
  const [first, second] = args;
  if (Array.isArray(first)) return { options: first[0], callback: first[1] };
  const last = args[args.length - 1];
  const callback = typeof last === "function" ? last : undefined;
  if (first !== null && typeof first === "object") return { options: first, callback };
  if (typeof first === "string" && Number.isNaN(Number(first))) return { options: { path: first }, callback };
  return { options: { port: Number(first), host: typeof second === "string" ? second : "localhost" }, callback };
}

function isLocal(host) {
  return host === "" || host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127\./.test(host);
}

function refuse(socket, host, port) {
  const error = new Error(`polyfn's offline cloud lets nothing through to other networks: ${host}:${port}`);
  socket.connecting = true;
  process.nextTick(() =>
    socket.destroy(Object.assign(error, { code: "ECONNREFUSED", syscall: "connect", address: host, port })),
  );
}
