import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Change } from "./diff.ts";
import type { Difference } from "./lifecycle.ts";

const { Kind } = proto.PropertyDiff;

const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

/** The engine's message for a difference. Paths refer to the old outputs and the new inputs. */
export function changesMessage({ changes, deleteBeforeReplace }: Difference) {
  const response = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setDiffsList([...new Set(changes.map(topLevel))]);
  response.setReplacesList([...new Set(changes.filter(({ replace }) => replace).map(topLevel))]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const { path, kind, replace } of changes) {
    const detail = new proto.PropertyDiff();
    detail.setKind(KINDS[kind][replace ? 1 : 0]);
    response.getDetaileddiffMap().set(path, detail);
  }
  return response;
}

function topLevel({ path }: Change): string {
  return path.split(/[.[]/)[0] ?? path;
}
