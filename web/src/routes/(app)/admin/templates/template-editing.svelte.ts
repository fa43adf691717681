import { api } from "#lib/api/client.ts";
import { Checker } from "#lib/designer/checker.svelte.ts";
import { Editing, type Keeper } from "#lib/designer/editing.svelte.ts";
import { starter } from "#lib/template/starter.ts";
import type { Template } from "#shared/template/schema.ts";

const keeper: Keeper<Template> = {
  kind: "template",
  starter,
  idOf: ({ id }) => id,
  sourceOf: ({ source }) => source ?? "",
  create: (source) => api.createTemplate({ body: { source } }),
  save: ({ id, updatedAt: seen }, source) =>
    api.saveTemplate({ params: { id }, body: { source, seen } }),
  newest: ({ id }) => api.getTemplate({ params: { id }, query: { draft: "true" } }),
  refusal: "TEMPLATE_INVALID",
};

/** One template in the designer: its text, what is saved of it, and its way into the catalogue. */
export class TemplateEditing extends Editing<Template> {
  readonly checker = new Checker((source, signal) =>
    api.checkTemplate({ body: { source } }, { signal }),
  );

  constructor(template: Template | null) {
    super(keeper, template);
  }

  override stop(): void {
    super.stop();
    this.checker.stop();
  }

  /** Saves first: what is published is what is on the screen. */
  publish(): Promise<Template | null> {
    return this.work(async () => {
      const { id } = await this.keep();
      return this.take(await api.publishTemplate({ params: { id } }));
    });
  }

  disable(): Promise<Template | null> {
    const id = this.record?.id;
    if (id === undefined) return Promise.resolve(null);
    return this.work(async () => this.take(await api.disableTemplate({ params: { id } })));
  }
}
