import type { Department } from "#shared/org/schema.ts";

/** A department with its depth (0 = top) and the names above it, in the order of a drawn tree. */
export type Branch = { department: Department; depth: number; path: string[] };

/**
 * The tree as lines, siblings by name. A department whose parent is unknown, or that hangs in a circle,
 * shows at the top: nothing is ever hidden.
 */
export function branchesOf(departments: readonly Department[]): Branch[] {
  const known = new Set(departments.map(({ id }) => id));
  const sorted = [...departments].sort((a, b) => a.name.localeCompare(b.name));
  const branches: Branch[] = [];
  const seen = new Set<string>();
  const add = (department: Department, depth: number, path: string[]) => {
    if (seen.has(department.id)) return;
    seen.add(department.id);
    branches.push({ department, depth, path });
    const below = [...path, department.name];
    for (const child of sorted) {
      if (child.parentId === department.id) add(child, depth + 1, below);
    }
  };
  const isTop = ({ parentId }: Department) => parentId === null || !known.has(parentId);
  for (const department of sorted) if (isTop(department)) add(department, 0, []);
  for (const department of sorted) add(department, 0, []);
  return branches;
}

/** A department and all below it: none of them may become its parent. */
export function withDescendants(departments: readonly Department[], id: string): Set<string> {
  const found = new Set([id]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { id: child, parentId } of departments) {
      if (parentId !== null && found.has(parentId)) found.add(child);
    }
  }
  return found;
}
