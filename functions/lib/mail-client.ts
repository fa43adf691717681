import { SendEmailCommand, SESv2ServiceException } from "@aws-sdk/client-sesv2";
import { useMailer, type Mail, type MailResult } from "#shared/notify/mailer.ts";
import { mail as mailService } from "./clients.ts";
import { env } from "./env.ts";

/** Refusals that pass by themselves; every other 4xx would come again. */
const temporary = new Set([
  "TooManyRequestsException",
  "LimitExceededException",
  "ThrottlingException",
]);
/** The connection never stood: nothing was sent. */
const unreached = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

const utf8 = (text: string) => ({ Data: text, Charset: "UTF-8" });

function commandFor({ to, subject, text, html }: Mail): SendEmailCommand {
  return new SendEmailCommand({
    FromEmailAddress: env().mailFrom,
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Text: utf8(text), Html: utf8(html) },
        Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
      },
    },
  });
}

/** What an error of SES proves about the mail; undefined when it proves nothing. */
function refusalOf(error: unknown): MailResult | undefined {
  if (!(error instanceof Error)) return undefined;
  const reason = `${error.name}: ${error.message}`;
  if ("code" in error && unreached.has(String(error.code))) {
    return { kind: "refused", reason, isTemporary: true };
  }
  if (!(error instanceof SESv2ServiceException) || error.$fault !== "client") return undefined;
  return { kind: "refused", reason, isTemporary: temporary.has(error.name) };
}

async function send(mail: Mail): Promise<MailResult> {
  try {
    const { MessageId } = await mailService().send(commandFor(mail));
    return { kind: "accepted", messageId: MessageId ?? "" };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/** Lets the verbs send mail through SES. For every function that calls `sendNotice` or `sweepMail`. */
export function connectMailer(): void {
  useMailer({
    get publicUrl() {
      return env().publicUrl;
    },
    send,
  });
}
