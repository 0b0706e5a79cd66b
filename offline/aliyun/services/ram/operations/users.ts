import { ApiError } from "../../../core/error.ts";
import { page, param, rpc } from "../../../core/rpc.ts";
import type { User } from "../model.ts";
import { on, onAccount } from "../permissions.ts";
import { comments, marker, maxItems, userName } from "../rules.ts";
import { exists, type RamStore } from "../store.ts";
import { userView } from "../views.ts";

const text = param.text(128);

export const userOperations = (store: RamStore) => [
  rpc({
    name: "CreateUser",
    permission: on("CreateUser", "user", "UserName"),
    input: {
      UserName: userName,
      DisplayName: text.default(""),
      MobilePhone: text.default(""),
      Email: text.default(""),
      Comments: comments,
    },
    run(input) {
      if (store.users.has(input.UserName)) throw exists("User", input.UserName);
      const user: User = {
        ...store.principal(input.UserName, "2"),
        displayName: input.DisplayName,
        mobilePhone: input.MobilePhone,
        email: input.Email,
        comments: input.Comments,
        tags: {},
        keys: [],
      };
      store.users.set(user.name, user);
      return { User: userView(user) };
    },
  }),
  rpc({
    name: "GetUser",
    permission: on("GetUser", "user", "UserName"),
    input: { UserName: userName },
    run: ({ UserName }) => ({ User: userView(store.user(UserName)) }),
  }),
  rpc({
    name: "ListUsers",
    permission: onAccount("ListUsers"),
    input: { Marker: marker, MaxItems: maxItems },
    run({ Marker, MaxItems }) {
      const { items, rest } = page([...store.users.values()], Marker, MaxItems);
      return { Users: { User: items.map(userView) }, ...rest };
    },
  }),
  rpc({
    name: "UpdateUser",
    permission: on("UpdateUser", "user", "UserName"),
    input: { UserName: userName, NewUserName: userName.optional() },
    run({ UserName, NewUserName }, { params }) {
      const user = store.user(UserName);
      if (NewUserName !== undefined && NewUserName !== UserName) rename(store, user, NewUserName);
      user.displayName = params.NewDisplayName ?? user.displayName;
      user.mobilePhone = params.NewMobilePhone ?? user.mobilePhone;
      user.email = params.NewEmail ?? user.email;
      user.comments = params.NewComments ?? user.comments;
      user.updated = store.now();
      return { User: userView(user) };
    },
  }),
  rpc({
    name: "DeleteUser",
    permission: on("DeleteUser", "user", "UserName"),
    input: { UserName: userName },
    run({ UserName }) {
      const user = store.user(UserName);
      const conflict = (kind: string, what: string) =>
        new ApiError(409, `DeleteConflict.User.${kind}`, `The user ${UserName} still has ${what}.`);
      if (user.keys.length > 0) throw conflict("AccessKey", "access keys");
      if (user.policies.length > 0) throw conflict("Policy", "policies attached");
      if ([...store.groups.values()].some(({ users }) => users.includes(UserName))) throw conflict("Group", "groups");
      if (user.login) throw conflict("LoginProfile", "a login profile");
      store.users.delete(UserName);
      return {};
    },
  }),
];

function rename(store: RamStore, user: User, name: string): void {
  if (store.users.has(name)) throw exists("User", name);
  store.users.delete(user.name);
  for (const group of store.groups.values()) {
    group.users = group.users.map((member) => (member === user.name ? name : member));
  }
  user.name = name;
  store.users.set(name, user);
}
