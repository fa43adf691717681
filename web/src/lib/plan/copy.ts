import { api } from "#lib/api/client.ts";

export const editHref = (id: string) => `/plans/${id}/edit`;

/** Makes a draft of a plan's draft; where it is edited. Throws ApiError. */
export async function copyPlan(from: string): Promise<string> {
  const made = await api.createPlan({ body: { from } });
  return editHref(made.id);
}
