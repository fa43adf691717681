import { until } from "./until.ts";

export type Mail = { subject: string; text: string; html: string };
type Stored = {
  destination: { to: string[] };
  subject: string;
  body: { text?: string; html?: string };
};

/** The newest mail to somebody whose subject holds the text, as the local SES received it. */
export function mailTo(mailUrl: string, address: string, subject: string): Promise<Mail> {
  return until(`a mail “${subject}” to ${address}`, async () => {
    const answer = await fetch(`${mailUrl}/store`);
    const { emails } = (await answer.json()) as { emails: Stored[] };
    const mail = emails.findLast(
      ({ destination, subject: said }) =>
        destination.to.some((to) => to.includes(address)) && said.includes(subject),
    );
    return (
      mail && { subject: mail.subject, text: mail.body.text ?? "", html: mail.body.html ?? "" }
    );
  });
}

/** The address behind the first link of a mail. */
export function linkOf({ html }: Mail): string {
  const address = /href="([^"]+)"/.exec(html)?.[1];
  if (address === undefined) throw new Error("The mail holds no link.");
  return address.replaceAll("&amp;", "&");
}
