import { ApiError } from "../../../core/error.ts";
import { param, rpc } from "../../../core/rpc.ts";
import type { Call } from "../../../core/service.ts";
import type { User } from "../model.ts";
import { on } from "../permissions.ts";
import { userName } from "../rules.ts";
import { letters, missing, type RamStore, timeText } from "../store.ts";

const MOST_KEYS = 2;

/** The account's own key, with which it calls; of others that it may have nothing is known. */
const ownKey = ({ caller: { accessKeyId } }: Call): object[] =>
  accessKeyId === undefined ? [] : [{ AccessKeyId: accessKeyId, Status: "Active", CreateDate: timeText(0) }];

export const accessKeyOperations = (store: RamStore) => {
  /** A user without a UserName means itself. */
  const userOf = (name: string | undefined, { caller }: Call): User =>
    store.user(name ?? (caller.type === "user" ? (caller.principal ?? "") : ""));
  const keyOf = (user: User, id: string) => user.keys.find((key) => key.id === id) ?? missing("User.AccessKey", id);
  return [
    rpc({
      name: "CreateAccessKey",
      permission: on("CreateAccessKey", "user", "UserName"),
      input: { UserName: userName.optional() },
      run({ UserName }, call) {
        const user = userOf(UserName, call);
        if (user.keys.length >= MOST_KEYS) {
          throw new ApiError(409, "LimitExceeded.User.AccessKey", `A user has ${MOST_KEYS} access keys at most.`);
        }
        const key = { id: `LTAI${letters(20)}`, secret: letters(30), status: "Active" as const, created: store.now() };
        user.keys.push(key);
        return {
          AccessKey: {
            AccessKeyId: key.id,
            AccessKeySecret: key.secret,
            Status: key.status,
            CreateDate: timeText(key.created),
          },
        };
      },
    }),
    rpc({
      name: "UpdateAccessKey",
      permission: on("UpdateAccessKey", "user", "UserName"),
      input: {
        UserName: userName.optional(),
        UserAccessKeyId: param.text(64),
        Status: param.choice("Active", "Inactive"),
      },
      run({ UserName, UserAccessKeyId, Status }, call) {
        keyOf(userOf(UserName, call), UserAccessKeyId).status = Status;
        return {};
      },
    }),
    rpc({
      name: "DeleteAccessKey",
      permission: on("DeleteAccessKey", "user", "UserName"),
      input: { UserName: userName.optional(), UserAccessKeyId: param.text(64) },
      run({ UserName, UserAccessKeyId }, call) {
        const user = userOf(UserName, call);
        const key = keyOf(user, UserAccessKeyId);
        user.keys = user.keys.filter((other) => other !== key);
        store.retiredKeys.add(key.id);
        return {};
      },
    }),
    rpc({
      name: "ListAccessKeys",
      permission: on("ListAccessKeys", "user", "UserName"),
      input: { UserName: userName.optional() },
      run({ UserName }, call) {
        if (UserName === undefined && call.caller.type === "root") return { AccessKeys: { AccessKey: ownKey(call) } };
        const keys = userOf(UserName, call).keys.map(({ id, status, created }) => ({
          AccessKeyId: id,
          Status: status,
          CreateDate: timeText(created),
        }));
        return { AccessKeys: { AccessKey: keys } };
      },
    }),
  ];
};
