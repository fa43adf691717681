import { invalid } from "#shared/core/error.ts";
import { getUsers } from "#shared/org/load.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

/** These people, at least one; who is unknown or has left is refused with her place in the input. */
export async function activePeople(
  ids: readonly string[],
  path: string,
): Promise<[PersonRef, ...PersonRef[]]> {
  const users = await getUsers(ids);
  const people = ids.map((id, index) => {
    const user = users.find(({ userId }) => userId === id);
    if (user?.state === "active" && ids.indexOf(id) === index) return { id, name: user.name };
    const at = ids.length > 1 || path !== "to" ? `${path}.${index}` : path;
    const code = user?.state === "active" ? "duplicate" : "not_found";
    throw invalid([{ path: at, code, message: "There is no such colleague, or not any more." }]);
  });
  const [first, ...others] = people;
  if (first === undefined) throw invalid([{ path, code: "required", message: "Name somebody." }]);
  return [first, ...others];
}
