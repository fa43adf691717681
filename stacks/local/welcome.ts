/** A demo person as the seed reports it. */
export type DemoPerson = { email: string; name: string; role: string };

/** What `npm start` prints when the product is ready, in both of its languages. */
export function welcome(shown: {
  url: string;
  mailUrl: string;
  password: string;
  people: DemoPerson[];
}): string {
  const rows = shown.people.map(({ email, name, role }) => [email, name, role]);
  return [
    "",
    `  Countersign is ready · 已就绪    ${shown.url}`,
    `  Mails · 邮件                      ${shown.mailUrl}`,
    "",
    `  Demo sign-ins, all with the password · 演示账号，密码均为：  ${shown.password}`,
    "",
    ...table([["Sign-in · 登录名", "Name · 姓名", "Role · 角色"], ...rows]),
    "",
    "  Ctrl-C stops it; what you did is kept · 按 Ctrl-C 停止，数据会保留",
  ].join("\n");
}

function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ""))),
  );
  return rows.map(
    (row) =>
      `  ${row.map((cell, i) => cell + " ".repeat((widths[i] ?? 0) - width(cell))).join("  ")}`,
  );
}

/** Chinese characters take two columns in a terminal. */
function width(text: string): number {
  return [...text].reduce(
    (sum, char) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/.test(char) ? 2 : 1),
    0,
  );
}
