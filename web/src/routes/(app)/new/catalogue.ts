import type { TemplateSummary } from "#shared/template/schema.ts";

export type Category = TemplateSummary["category"];
const order: Category[] = ["infrastructure", "data", "support", "release", "business"];

/** Templates that anybody may use now; those who manage templates also get drafts from the API. */
export function offered(templates: TemplateSummary[]): TemplateSummary[] {
  return templates.filter((one) => one.state === "published" && one.version > 0);
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Every word must occur in name or description, in either language: people mix them. */
export function search(templates: TemplateSummary[], text: string): TemplateSummary[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return templates.filter(({ name, description }) => {
    const all = plain(
      [name.en, name["zh-CN"], description?.en, description?.["zh-CN"]].filter(Boolean).join(" "),
    );
    return words.every((word) => all.includes(word));
  });
}

/** By category in the order of the catalogue, empty ones left out; names in the viewer's order. */
export function grouped(
  templates: TemplateSummary[],
  nameOf: (template: TemplateSummary) => string,
): { category: Category; templates: TemplateSummary[] }[] {
  return order
    .map((category) => ({
      category,
      templates: templates
        .filter((one) => one.category === category)
        .sort((a, b) => nameOf(a).localeCompare(nameOf(b))),
    }))
    .filter((group) => group.templates.length > 0);
}
