/** A finding as lists show it: whose it is, what is wrong, what helps, and where it stands. */
export type ShownFinding = {
  subject: string;
  text: string;
  cure: string | null;
  path: string;
  line: number | null;
  /** Absent where every finding stands against publishing. */
  level?: "error" | "warning";
};
