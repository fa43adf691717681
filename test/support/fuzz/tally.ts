/** How often which commands were taken or refused, and how often rare situations came up. */
export class Tally {
  readonly commands: Record<string, { accepted: number; refused: number }> = {};
  readonly situations: Record<string, number> = {};

  count(kind: string, isAccepted: boolean): void {
    const row = (this.commands[kind] ??= { accepted: 0, refused: 0 });
    row[isAccepted ? "accepted" : "refused"] += 1;
  }

  see(situation: string, times = 1): void {
    this.situations[situation] = (this.situations[situation] ?? 0) + times;
  }

  add({ commands, situations }: Pick<Tally, "commands" | "situations">): void {
    for (const [kind, { accepted, refused }] of Object.entries(commands)) {
      const row = (this.commands[kind] ??= { accepted: 0, refused: 0 });
      row.accepted += accepted;
      row.refused += refused;
    }
    for (const [name, count] of Object.entries(situations)) this.see(name, count);
  }
}
