// Ends a server that several processes share once none of them lives: node keeper.mjs <pid> <users> <record>. Plain
// JavaScript, because it runs in a process of its own.
//
// <pid>     Process group of the server.
// <users>   Directory with an empty file for each process that uses it, named by its process ID.
// <record>  File that says where the server is; it is deleted first, so that no process finds a server that is about to end.
import { readdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";

const [pid, users, record] = process.argv.slice(2);
const PAUSE_MS = 500;
/** A test file may end some time before the next one begins. */
const GRACE_MS = 10_000;

const isAlive = (id) => {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};
const isUsed = () => {
  try {
    return readdirSync(users).some((name) => isAlive(Number(name)));
  } catch {
    return false;
  }
};

let unused = 0;
const timer = setInterval(() => {
  unused = isUsed() ? 0 : unused + PAUSE_MS;
  const isOver = !isAlive(Number(pid));
  if (!isOver && unused < GRACE_MS) return;
  const aside = `${record}.ended`;
  try {
    renameSync(record, aside);
  } catch {
    // There is none any more.
  }
  if (!isOver && isUsed()) {
    renameSync(aside, record);
    unused = 0;
    return;
  }
  clearInterval(timer);
  try {
    process.kill(-Number(pid), "SIGKILL");
  } catch {
    // It has ended already.
  }
  rmSync(dirname(record), { recursive: true, force: true });
}, PAUSE_MS);
