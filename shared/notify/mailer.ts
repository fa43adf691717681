/** A mail to one person, text and the same as HTML. */
export type Mail = { to: string; subject: string; text: string; html: string };

/** `refused`: certainly not sent; `isTemporary`: the same mail may pass later. */
export type MailResult =
  | { kind: "accepted"; messageId: string }
  | { kind: "refused"; reason: string; isTemporary: boolean };

/** The way out of the product for mails. A throw means: nobody knows whether it was sent. */
export type Mailer = {
  /** Where the web app is, without a slash at the end; mails link to it. */
  publicUrl: string;
  send: (mail: Mail) => Promise<MailResult>;
};

let current: Mailer | undefined;

/** Put in place once by the function that starts: verbs know no mail service. */
export function useMailer(mailer: Mailer): void {
  current = mailer;
}

export function mailer(): Mailer {
  if (current === undefined) throw new Error("no mailer: call useMailer at start");
  return current;
}
