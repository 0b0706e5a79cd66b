import { ApiError } from "../../../core/error.ts";
import { page, rpc } from "../../../core/rpc.ts";
import { on, onAccount } from "../permissions.ts";
import { comments, groupName, marker, maxItems, userName } from "../rules.ts";
import { exists, missing, type RamStore, timeText } from "../store.ts";
import { groupView, userView } from "../views.ts";

export const groupOperations = (store: RamStore) => [
  rpc({
    name: "CreateGroup",
    permission: on("CreateGroup", "group", "GroupName"),
    input: { GroupName: groupName, Comments: comments },
    run({ GroupName, Comments }) {
      if (store.groups.has(GroupName)) throw exists("Group", GroupName);
      const group = { ...store.principal(GroupName, "g-"), comments: Comments, users: [] };
      store.groups.set(GroupName, group);
      return { Group: groupView(group) };
    },
  }),
  rpc({
    name: "GetGroup",
    permission: on("GetGroup", "group", "GroupName"),
    input: { GroupName: groupName },
    run: ({ GroupName }) => ({ Group: groupView(store.group(GroupName)) }),
  }),
  rpc({
    name: "ListGroups",
    permission: onAccount("ListGroups"),
    input: { Marker: marker, MaxItems: maxItems },
    run({ Marker, MaxItems }) {
      const { items, rest } = page([...store.groups.values()], Marker, MaxItems);
      return { Groups: { Group: items.map(groupView) }, ...rest };
    },
  }),
  rpc({
    name: "UpdateGroup",
    permission: on("UpdateGroup", "group", "GroupName"),
    input: { GroupName: groupName, NewGroupName: groupName.optional() },
    run({ GroupName, NewGroupName = GroupName }, { params }) {
      const group = store.group(GroupName);
      if (NewGroupName !== GroupName && store.groups.has(NewGroupName)) throw exists("Group", NewGroupName);
      store.groups.delete(GroupName);
      Object.assign(group, {
        name: NewGroupName,
        comments: params.NewComments ?? group.comments,
        updated: store.now(),
      });
      store.groups.set(NewGroupName, group);
      return { Group: groupView(group) };
    },
  }),
  rpc({
    name: "DeleteGroup",
    permission: on("DeleteGroup", "group", "GroupName"),
    input: { GroupName: groupName },
    run({ GroupName }) {
      const { users, policies } = store.group(GroupName);
      if (users.length > 0) throw new ApiError(409, "DeleteConflict.Group.User", `The group ${GroupName} has users.`);
      if (policies.length > 0) {
        throw new ApiError(409, "DeleteConflict.Group.Policy", `The group ${GroupName} has policies attached.`);
      }
      store.groups.delete(GroupName);
      return {};
    },
  }),
  ...membershipOperations(store),
];

const membershipOperations = (store: RamStore) => [
  rpc({
    name: "AddUserToGroup",
    permission: on("AddUserToGroup", "group", "GroupName"),
    input: { UserName: userName, GroupName: groupName },
    run({ UserName, GroupName }) {
      const group = store.group(GroupName);
      store.user(UserName);
      if (group.users.includes(UserName)) throw exists("User.Group", UserName);
      group.users.push(UserName);
      return {};
    },
  }),
  rpc({
    name: "RemoveUserFromGroup",
    permission: on("RemoveUserFromGroup", "group", "GroupName"),
    input: { UserName: userName, GroupName: groupName },
    run({ UserName, GroupName }) {
      const group = store.group(GroupName);
      store.user(UserName);
      if (!group.users.includes(UserName)) missing("User.Group", UserName);
      group.users = group.users.filter((name) => name !== UserName);
      return {};
    },
  }),
  rpc({
    name: "ListUsersForGroup",
    permission: on("ListUsersForGroup", "group", "GroupName"),
    input: { GroupName: groupName, Marker: marker, MaxItems: maxItems },
    run({ GroupName, Marker, MaxItems }) {
      const { items, rest } = page(store.group(GroupName).users, Marker, MaxItems);
      const users = items.map((name) => userView(store.user(name)));
      return { Users: { User: users.map((user) => ({ ...user, JoinDate: timeText(store.now()) })) }, ...rest };
    },
  }),
  rpc({
    name: "ListGroupsForUser",
    permission: on("ListGroupsForUser", "user", "UserName"),
    input: { UserName: userName },
    run({ UserName }) {
      store.user(UserName);
      const groups = [...store.groups.values()].filter(({ users }) => users.includes(UserName));
      return { Groups: { Group: groups.map(groupView) } };
    },
  }),
];
