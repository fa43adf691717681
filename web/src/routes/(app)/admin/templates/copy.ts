import { api } from "#lib/api/client.ts";

/** Makes a draft of a template's draft; where it is edited. Throws ApiError. */
export async function copyTemplate(id: string): Promise<string> {
  const made = await api.copyTemplate({ params: { id } });
  return `/admin/templates/${made.id}`;
}
