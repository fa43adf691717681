import { parseTemplate } from "#shared/template/parse.ts";
import { runFiles } from "#stacks/files/cli.ts";

await runFiles({
  noun: "templates",
  read: (source) => {
    const { document, findings } = parseTemplate(source);
    return { name: document?.name.en ?? null, faults: findings, hints: [] };
  },
  list: async (client) => {
    const { items } = await client.call("listTemplates");
    return items.map(({ id, name }) => ({ id, name: name.en }));
  },
  pull: async (client, id) => {
    const query = { draft: "true" };
    const { source = "" } = await client.call("getTemplate", { params: { id }, query });
    return source;
  },
  create: async (client, source) => {
    return (await client.call("createTemplate", { body: { source } })).id;
  },
  save: async (client, id, source) => {
    await client.call("saveTemplate", { params: { id }, body: { source } });
  },
  publish: async (client, id) => {
    return (await client.call("publishTemplate", { params: { id } })).version;
  },
});
