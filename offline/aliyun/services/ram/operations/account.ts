import { param, rpc } from "../../../core/rpc.ts";
import { on, onAccount } from "../permissions.ts";
import { userName } from "../rules.ts";
import { exists, missing, type RamStore, timeText } from "../store.ts";

/** The account's alias and console logins, which change nothing here but are there to be read again. */
export const accountOperations = (store: RamStore) => [
  rpc({
    name: "SetAccountAlias",
    permission: onAccount("SetAccountAlias"),
    input: { AccountAlias: param.name("AccountAlias", /^[a-z0-9][a-z0-9-]*$/, 63) },
    run({ AccountAlias }) {
      store.alias = AccountAlias;
      return {};
    },
  }),
  rpc({
    name: "GetAccountAlias",
    permission: onAccount("GetAccountAlias"),
    input: {},
    run: () => ({ AccountAlias: store.alias ?? store.world.account }),
  }),
  rpc({
    name: "ClearAccountAlias",
    permission: onAccount("ClearAccountAlias"),
    input: {},
    run() {
      store.alias = undefined;
      return {};
    },
  }),
  ...loginOperations(store),
];

const loginOperations = (store: RamStore) => {
  const view = (name: string) => {
    const { login } = store.user(name);
    if (!login) return missing("User.LoginProfile", name);
    return {
      LoginProfile: {
        UserName: name,
        PasswordResetRequired: login.passwordResetRequired,
        MFABindRequired: login.mfaBindRequired,
        Status: login.status,
        CreateDate: timeText(login.created),
      },
    };
  };
  const input = {
    UserName: userName,
    PasswordResetRequired: param.flag().optional(),
    MFABindRequired: param.flag().optional(),
    Status: param.choice("Active", "Inactive").optional(),
  };
  return [
    rpc({
      name: "CreateLoginProfile",
      permission: on("CreateLoginProfile", "user", "UserName"),
      input: { ...input, Password: param.text(128) },
      run({ UserName, PasswordResetRequired = false, MFABindRequired = false, Status = "Active" }) {
        const user = store.user(UserName);
        if (user.login) throw exists("User.LoginProfile", UserName);
        user.login = {
          passwordResetRequired: PasswordResetRequired,
          mfaBindRequired: MFABindRequired,
          status: Status,
          created: store.now(),
        };
        return view(UserName);
      },
    }),
    rpc({
      name: "GetLoginProfile",
      permission: on("GetLoginProfile", "user", "UserName"),
      input: { UserName: userName },
      run: ({ UserName }) => view(UserName),
    }),
    rpc({
      name: "UpdateLoginProfile",
      permission: on("UpdateLoginProfile", "user", "UserName"),
      input,
      run({ UserName, PasswordResetRequired, MFABindRequired, Status }) {
        const login = store.user(UserName).login ?? missing("User.LoginProfile", UserName);
        login.passwordResetRequired = PasswordResetRequired ?? login.passwordResetRequired;
        login.mfaBindRequired = MFABindRequired ?? login.mfaBindRequired;
        login.status = Status ?? login.status;
        return view(UserName);
      },
    }),
    rpc({
      name: "DeleteLoginProfile",
      permission: on("DeleteLoginProfile", "user", "UserName"),
      input: { UserName: userName },
      run({ UserName }) {
        const user = store.user(UserName);
        if (!user.login) missing("User.LoginProfile", UserName);
        delete user.login;
        return {};
      },
    }),
    rpc({
      name: "UnbindMFADevice",
      permission: on("UnbindMFADevice", "user", "UserName"),
      input: { UserName: userName },
      // No user has such a device, and clients that remove a user ask for it.
      run: ({ UserName }) => missing("User.MFADevice", store.user(UserName).name),
    }),
  ];
};
