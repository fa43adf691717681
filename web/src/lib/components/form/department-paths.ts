import type { Department } from "#shared/org/schema.ts";

export type DepartmentPath = { id: string; path: string };

/** Departments with the names above them ("Engineering / Platform"), children after their parent. */
export function pathsOf(departments: Department[]): DepartmentPath[] {
  const known = new Set(departments.map(({ id }) => id));
  const seen = new Set<string>();
  const below = (parentId: string | null, above: string): DepartmentPath[] =>
    departments
      .filter((one) => (known.has(one.parentId ?? "") ? one.parentId : null) === parentId)
      .filter(({ id }) => !seen.has(id) && seen.add(id))
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap(({ id, name }) => {
        const path = above === "" ? name : `${above} / ${name}`;
        return [{ id, path }, ...below(id, path)];
      });
  return below(null, "");
}
